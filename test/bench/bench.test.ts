import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { benchmarks } from './benchmarks.ts'
import { readOptions } from './options.ts'
import { type Run, runBenchmark } from './run.ts'
import { summaryLines } from './summary.ts'

const folder = mkdtempSync(join(tmpdir(), 'gimbal-bench-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const named = (name: string) => benchmarks.find((benchmark) => benchmark.name === name)!
const silent = { folder, echo() {} }

describe('all benchmarks in short', () => {
  it('names an option that it cannot take', () => {
    expect(() => readOptions(['--only', 'hedge'])).toThrow('--only hedge is none of onchain, quant')
    expect(() => readOptions(['--path'])).toThrow('--path')
    expect(readOptions([]).chosen).toEqual(benchmarks)
    expect(readOptions(['--only', 'quant']).chosen.map(({ name }) => name)).toEqual(['quant'])
  })

  it('leaves the forecasts out without prices, and says so', async () => {
    const run = await runBenchmark(named('forecast'), { ...silent, prices: undefined })
    expect(run).toMatchObject({ kind: 'left out' })
    expect(summaryLines([run], benchmarks)).toEqual([
      'forecast: left out, it needs hourly candles: --prices FILE',
    ])
  })

  it('fails with a benchmark that fails, and shows what that printed', async () => {
    const run = await runBenchmark(named('forecast'), { ...silent, prices: join(folder, 'none.csv') })
    expect(run).toMatchObject({ kind: 'ran', passed: false, report: undefined })
    expect(summaryLines([run], benchmarks).join('\n')).toContain('none.csv')
  }, 60_000)

  it('shows the figures of a report', () => {
    const ran = (name: string, report: unknown): Run => ({
      name,
      kind: 'ran',
      passed: true,
      seconds: 3,
      report,
      output: '',
    })
    const short = { comparisons: 6, held: 6, outright: 6, short: [] }
    const lines = summaryLines(
      [
        ran('onchain', {
          gas: { pricing: { band: '2184' } },
          errors: [
            { name: 'contract: delta', worst: 2.1e-15, bound: 1e-12 },
            { name: 'js: delta', worst: 7e-15, bound: 1e-13 },
          ],
        }),
        ran('quant', {
          table: [{ name: 'one', optionsPerSecond: 2.5e7, ratio: 3, gridError: null }],
          ticks: [{ backend: 'one', p99: 0.2, processorP99: 0.1 }],
        }),
        ran('hedging', { tally: short }),
        ran('forecast', { days: 630, models: [{ model: 'HAR', qlike: 0.29, pValue: 1 }] }),
      ],
      benchmarks,
    )
    expect(lines).toEqual([
      'onchain: ok, 3 s',
      '  2,184 gas: band',
      '  2.1e-15 (1e-12) contract: delta',
      'quant: ok, 3 s',
      '  25.00 M options/s, ratio 3.00, error NaN: one',
      '  0.200 ms p99, 0.100 of processor time: a tick of 1,000 books, one',
      'hedging: ok, 3 s',
      '  6 of 6 comparisons hold within the error bar, 6 of them without it',
      'forecast: ok, 3 s',
      '  QLIKE 0.2900 over 630 days, in use: HAR',
    ])
  })
})
