import { describe, expect, it } from 'vitest'
import type { Report } from '../../relayer/localnet/report/report.ts'
import { openScreen } from '../../relayer/localnet/view/screen.ts'
import type { Status } from '../../relayer/localnet/view/status.ts'

const status: Status = {
  time: 1_767_232_800,
  start: 1_767_225_600,
  end: 1_767_312_000,
  price: 2_987.5,
  hedges: 12,
  errors: 0,
  pace: 300,
  books: [
    {
      id: '2',
      name: 'short calls',
      net: -1.25,
      outer: 4.5,
      reason: 'inside band',
      hedges: 3,
      lastHedge: 1_767_229_200,
    },
    { id: '3', name: 'long puts', net: 0.5, outer: 2.5, reason: 'hedged', hedges: 0, lastHedge: undefined },
  ],
  chains: [
    {
      id: 31_338,
      name: 'spoke-a',
      block: 250,
      time: 1_767_232_790,
      epoch: '7',
      leaseEnd: 1_767_236_390,
      leaseLeft: 3_600,
      syncLag: 0.5,
      lastReport: 1_767_231_000,
      pending: 1,
      batches: 0,
      healthy: false,
      reorgs: 0,
    },
  ],
}

const report: Report = {
  seed: 1,
  hours: 2,
  prices: 'simulated, seed 1',
  chains: [],
  books: [
    {
      id: 2,
      name: 'short calls',
      spokes: [31_338],
      hedges: 3,
      fills: 0,
      turnover: 166_547.2,
      cost: 214,
      netDeltaMean: 1.5,
      netDeltaMax: 5.25,
      deltaReduction: 0.998,
      bandRatio: 9.9,
      outOfBandShare: 0.004,
      pnlStdHedged: null,
      pnlStdUnhedged: null,
      varianceReduction: null,
    },
  ],
  heartbeats: 20,
  hedges: 3,
  reports: 9,
  messages: { sent: 30, delivered: 29, stale: 10 },
  conservation: { ok: false, maxErrorUnits: 7 },
  subgraph: { synced: true, hedges: 3 },
  latencyMs: {
    tickToDecision: { p50: 12.4, p99: 80 },
    deciding: { p50: 0.2, p99: 0.5 },
    tickToMined: { p50: 15_000, p99: 23_000 },
  },
  surface: {
    updates: 2,
    models: ['log-HAR, all terms'],
    forecastVol: 0.641,
    realisedVol: 0.52,
    qlike: 0.125,
    days: 1,
    vols: [{ expiry: 1_768_435_200, vol: 0.66 }],
  },
  errors: ['hub cash is off by 7 units'],
}

function shown(options: { readonly isTTY: boolean; readonly json: boolean }): string {
  const written: string[] = []
  const output = { isTTY: options.isTTY, columns: 120, write: (text: string) => written.push(text) }
  const screen = openScreen(output, options.json)
  screen.say('Postgres is up')
  screen.show(() => status)
  screen.show(() => {
    throw new Error('drawn again at once')
  })
  screen.report(report)
  return written.join('')
}

describe('what a run shows', () => {
  it('is a live view on a terminal, erased before the report', () => {
    const text = shown({ isTTY: true, json: false })
    expect(text).toContain('2:00 of 24:00   300x   WETH 2987.50 USDC')
    expect(text).toMatch(/2 short calls +-1\.25 +4\.50 +3 +-1:00 {3}inside band/)
    expect(text).toMatch(/3 long puts +\+0\.50 +2\.50 +0 +– {3}hedged/)
    expect(text).toMatch(/spoke-a \(31338\) +250 +7 +1:00 +-0:29 {3}10 s, 1 pending, unreachable/)
    // Ten lines up, cleared: the picture gives way to the report.
    expect(text).toContain(
      `\u001b[${text.split('WETH 2987.50')[1]!.split('Ctrl-C')[0]!.split('\n').length + 1}A\u001b[J`,
    )
  })

  it('is plain lines elsewhere', () => {
    const text = shown({ isTTY: false, json: false })
    expect(text).not.toContain('\u001b')
    expect(text).toContain('2:00  2987.50  12 hedges  2: -1.25 of ±4.5  3: +0.50 of ±2.5  (300x)')
  })

  it('ends with a table that leaves out what is unknown and names what is wrong', () => {
    const text = shown({ isTTY: false, json: false })
    expect(text).toMatch(/2 short calls +3 +0 +166,547 +214 +1\.50 +5\.25 +99\.8 % +9\.9 +0\.4 % +–/)
    expect(text).toContain('conservation BROKEN by 7 units; subgraph synced with 3 hedges')
    expect(text).toContain('errors:\n  hub cash is off by 7 units')
  })

  it('is one JSON object a line when asked for', () => {
    const lines = shown({ isTTY: true, json: true })
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string })
    expect(lines.map(({ event }) => event)).toEqual(['progress', 'status', 'report'])
    expect(lines[2]).toMatchObject({ hedges: 3, conservation: { maxErrorUnits: 7 } })
  })
})
