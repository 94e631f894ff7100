import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { createApp } from '../../../relayer/src/api/app.ts'
import { createMetrics } from '../../../relayer/src/api/metrics.ts'
import { serve } from '../../../relayer/src/api/serve.ts'
import type { RelayerView } from '../../../relayer/src/api/view.ts'
import type { RelayerState } from '../../../relayer/src/handle.ts'
import type { Decision } from '../../../relayer/src/hedge/decision.ts'
import type { DecisionQuery } from '../../../relayer/src/journal/journal.ts'

const state = (ready: boolean): RelayerState => ({
  time: 1_000,
  lastTick: 990,
  ready,
  books: 1,
  late: ready ? [] : [{ chain: 'hub', what: 'sync', seconds: 90 }],
  chains: [
    {
      id: 10,
      name: 'hub',
      block: 5,
      time: 1_000,
      epoch: '3',
      leaseEnd: 4_000,
      leaseLeft: 3_000,
      reportAge: 150,
      syncLag: 0.5,
      lastReport: 900,
      pending: 2,
      batches: 3,
      healthy: ready,
      reorgs: 0,
    },
  ],
})
const hedged: Decision = {
  time: 990,
  spoke: 10,
  market: 1,
  book: '7',
  epoch: '3',
  reason: 'hedged',
  held: 2,
  target: 5,
}

function setUp(ready = true) {
  const asked: DecisionQuery[] = []
  const view: RelayerView = {
    state: () => state(ready),
    books: () => [
      {
        id: 7n,
        market: 1,
        hedged: true,
        cash: 250_000_000_000n,
        positions: new Map([[1n << 224n, -100n * 10n ** 18n]]),
        changedAt: 1,
        publishedAt: 2,
        dirty: false,
      },
    ],
    hedges: () => [],
    standing: () => [hedged],
    decisions: async (query) => {
      asked.push(query)
      if (query.book === '13') throw new Error('the database is on fire at 10.0.0.3')
      return [hedged]
    },
  }
  const metrics = createMetrics()
  return { app: createApp(view, metrics), metrics, asked }
}

describe('the API', () => {
  it('tells health and readiness', async () => {
    const { app } = setUp()
    expect((await request(app).get('/health')).body).toMatchObject({ chains: [{ name: 'hub', pending: 2 }] })
    await request(app).get('/ready').expect(200, { ready: true, unreachable: [], late: [] })
    await request(setUp(false).app)
      .get('/ready')
      .expect(503, {
        ready: false,
        unreachable: ['hub'],
        late: [{ chain: 'hub', what: 'sync', seconds: 90 }],
      })
  })

  it('shows books with integers of any size and where they stand', async () => {
    const { body } = await request(setUp().app).get('/v1/books?book=7').expect(200)
    expect(body).toEqual({
      books: [
        expect.objectContaining({
          id: '7',
          cash: '250000000000',
          positions: [{ series: String(1n << 224n), size: '-100000000000000000000' }],
          spokes: [expect.objectContaining({ reason: 'hedged', target: 5 })],
        }),
      ],
    })
    expect((await request(setUp().app).get('/v1/books?book=8')).body).toEqual({ books: [] })
  })

  it('finds decisions by book, spoke and reason', async () => {
    const { app, asked } = setUp()
    await request(app).get('/v1/decisions?book=7&spoke=10&reason=hedged&limit=5').expect(200)
    expect(asked).toEqual([{ book: '7', spoke: 10, reason: 'hedged', limit: 5 }])
    await request(app).get('/v1/hedges').expect(200, { hedges: [] })
  })

  it.each(['/v1/decisions?limit=0', '/v1/decisions?limit=5000', '/v1/hedges?book=x', '/v1/books?what=1'])(
    'refuses %s and says why',
    async (path) => {
      const { body } = await request(setUp().app).get(path).expect(400)
      expect(body.error).toBe('bad query')
      expect(body.problems).toHaveLength(1)
    },
  )

  it('keeps its inside to itself', async () => {
    const { body, headers } = await request(setUp().app).get('/v1/decisions?book=13').expect(500)
    expect(body).toEqual({ error: 'internal error' })
    expect(headers['x-powered-by']).toBeUndefined()
    await request(setUp().app).get('/admin').expect(404)
  })

  it('counts decisions, transactions and latency', async () => {
    const { app, metrics } = setUp()
    metrics.decision(hedged)
    metrics.sent({ chain: 10, hash: '0x', nonce: 1, purpose: 'hedge' })
    metrics.tick({ time: 1, decisions: [], sent: [], decisionMs: 4, waitedMs: 1, errors: ['x'] })
    metrics.mined(12)
    const { text } = await request(app).get('/metrics').expect(200)
    expect(text).toContain('gimbal_decisions_total{spoke="10",reason="hedged"} 1')
    expect(text).toContain('gimbal_transactions_total{chain="10",purpose="hedge"} 1')
    expect(text).toContain('gimbal_tick_to_decision_seconds_bucket{le="0.005"} 1')
    expect(text).toContain('gimbal_tick_to_mined_seconds_sum 12')
    expect(text).toContain('gimbal_net_delta{book="7",spoke="10"} -3')
    expect(text).toContain('gimbal_lease_left_seconds{chain="hub"} 3000')
    expect(text).toContain('gimbal_open_batches{chain="hub"} 3')
    expect(text).toContain('gimbal_late{chain="hub",what="batch"} 0')
    expect(text).toContain('gimbal_errors_total 1')
    expect(text).toContain('gimbal_report_age_seconds{chain="hub"} 150')
    expect(text).toContain('gimbal_sync_lag_seconds{chain="hub"} 0.5')
    expect(text).toContain('gimbal_late{chain="hub",what="sync"} 0')
    expect((await request(setUp(false).app).get('/metrics')).text).toContain(
      'gimbal_late{chain="hub",what="sync"} 1',
    )
  })

  it('listens on the loopback and lets go', async () => {
    const served = await serve(setUp().app, { host: '127.0.0.1', port: 0 })
    expect((await fetch(`${served.url}/ready`)).status).toBe(200)
    await served.close()
    await expect(fetch(`${served.url}/ready`)).rejects.toThrow()
  })
})
