import { parseEther } from 'viem'
import { describe, expect, it } from 'vitest'
import { differences } from '../../../governance/src/simulate/recheck.ts'
import { canonicalJson, digestOf } from '../../../governance/src/simulate/report/canonical.ts'
import { markdownOf, outcomeOf } from '../../../governance/src/simulate/report/markdown.ts'
import type { Report } from '../../../governance/src/simulate/report/report.ts'
import { table } from '../../../governance/src/simulate/report/table.ts'
import { REPORT } from './sample.ts'

describe('the digest of a report', () => {
  it('is of what it says, whatever the order in which it was put together', () => {
    expect(canonicalJson({ b: 2n, a: [{ d: undefined, c: 'x' }] })).toBe('{"a":[{"c":"x"}],"b":"2"}')
    const reversed = Object.fromEntries(Object.entries(REPORT).toReversed())
    expect(digestOf(reversed)).toBe(digestOf(REPORT))
  })

  it('survives being written and read', () => {
    expect(digestOf(JSON.parse(canonicalJson(REPORT)) as object)).toBe(digestOf(REPORT))
  })

  it('moves with any of its figures', () => {
    const execution = { ...REPORT.execution, gas: 298_652n }
    expect(digestOf({ ...REPORT, execution })).not.toBe(digestOf(REPORT))
    const calls = PAID.calls.map((call) => ({ ...call, value: '0.007 ETH' }))
    expect(digestOf({ ...PAID, calls })).not.toBe(digestOf(PAID))
  })
})

/** Of a proposal that pays gateways, of whose coins a third came back. */
const PAID: Report = {
  ...REPORT,
  calls: [{ contract: 'RemoteOutbox', function: 'send', arguments: [], value: '0.006 ETH' }],
  execution: {
    ...REPORT.execution,
    paid: { carried: parseEther('0.006'), brought: parseEther('0.005'), spent: parseEther('0.004') },
  },
}

describe('a report for people', () => {
  it('says what calls carry, who brought it and what came back', () => {
    expect(markdownOf(PAID, '0x12')).toContain(
      "1. `RemoteOutbox.send` with 0.006 ETH\n\nThey carry 0.006 ETH, of which 0.005 ETH came with the execution and the rest was the timelock's. 0.004 ETH of it was spent; what came back is the timelock's.",
    )
  })

  it('says old and new, bounds, steps and drift of every value', () => {
    expect(markdownOf(REPORT, '0x12')).toContain(
      '| hedgeBand.capShare | WETH/USDC, spoke-a | 25 % | 31 % | 1 % to 100 % | 30.303 %, 69.696 % | 0.96 | 0 % of 100 % in 30 d | both ways |',
    )
  })

  it('says what failed in the words of the contracts', () => {
    const execution = { done: false, waited: 900n, why: 'would revert with ValueMoved(1, 2, 3, 0)' }
    expect(outcomeOf({ ...REPORT, execution })).toBe(
      '**It fails**: would revert with ValueMoved(1, 2, 3, 0).',
    )
  })

  it('says which chains are late', () => {
    const [late] = REPORT.deliveries
    const deliveries = [{ ...late!, applied: { ...late!.applied, version: 2n } }]
    expect(outcomeOf({ ...REPORT, deliveries })).toContain('its config is not in force on spoke-a')
  })

  it('keeps bars out of the cells of a table', () => {
    expect(table(['a'], [['|y| > a']])).toEqual(['| a |', '| --- |', '| \\|y\\| > a |'])
    expect(table(['a'], [])).toEqual([])
  })
})

describe('what has changed since', () => {
  it('is nothing between equal reports', () => expect(differences(REPORT, REPORT)).toEqual([]))

  it('names a value that starts from elsewhere, and what is queued', () => {
    const values = [{ ...REPORT.values[0]!, old: '26 %' }]
    const queued = [{ operation: '0x12', title: 'Another', calls: [] }] as const
    expect(differences(REPORT, { ...REPORT, values, queued })).toEqual([
      'hedgeBand.capShare WETH/USDC spoke-a: 25 % -> 31 %, now 26 % -> 31 %',
      'queued before it: nothing, now Another',
    ])
  })
})
