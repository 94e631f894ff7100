import { describe, expect, it } from 'vitest'
import type { PlacedCall } from '../../../governance/src/actions/call.ts'
import { withValuesOf } from '../../../governance/src/fee/kept.ts'
import { proposalOf } from '../../../governance/src/proposal.ts'
import { batchHash } from '../../../governance/src/simulate/chain/enact.ts'

const target = '0x00000000000000000000000000000000000000aa'

/** A call that nobody pays for, and one that gateways are paid for. */
function proposalFor(value: bigint, asked?: bigint) {
  const call: PlacedCall = { target, data: '0x01', label: 'a call', changes: [], actions: [0] }
  const paid = { ...call, data: '0x02', value, ...(asked === undefined ? {} : { asked }) } as const
  return proposalOf('title', 'text', [call, paid])
}

/** As a report of the first keeps it. */
function keptOf({ values, ...batch }: ReturnType<typeof proposalFor>) {
  return { values, batch: batchHash({ ...batch, values }) }
}

describe('values of a report', () => {
  const kept = keptOf(proposalFor(60n, 30n))

  it('stand while they pay what gateways ask, so that calls are what was simulated', () => {
    for (const asked of [15n, 30n, 60n]) {
      const again = withValuesOf(proposalFor(2n * asked, asked), kept)
      expect(again.values).toEqual([0n, 60n])
      expect(again.id).toBe(proposalFor(60n).id)
      expect(batchHash(again)).toBe(kept.batch)
    }
  })

  it('fall where they no longer do, or are of another time', () => {
    for (const asked of [0n, 14n, 61n]) {
      expect(withValuesOf(proposalFor(2n * asked, asked), kept).values).toEqual([0n, 2n * asked])
    }
  })

  it('give way to what the file states', () => {
    expect(withValuesOf(proposalFor(70n), kept).values).toEqual([0n, 70n])
  })

  it('of other calls are nothing', () => {
    const { batch } = keptOf(proposalFor(60n))
    const other = proposalOf('title', 'text', proposalFor(50n, 30n).calls.toReversed())
    expect(withValuesOf(other, { values: [60n, 0n], batch }).values).toEqual([50n, 0n])
    expect(withValuesOf(other, { values: [60n], batch })).toBe(other)
  })
})
