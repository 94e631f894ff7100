import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reasonOf } from '../../../relayer/src/errors.ts'
import { createSamples } from '../../../relayer/src/latency.ts'
import { createLogger } from '../../../relayer/src/logger.ts'
import { fetchPrices } from '../../../relayer/src/market/fetch-prices.ts'
import { createTickHistory } from '../../../relayer/src/market/tick-history.ts'
import { runService } from '../../../relayer/src/service.ts'
import { config } from '../duties/make-world.ts'

const answers: Record<string, { readonly status: number; readonly body: string }> = {
  '/good': {
    status: 200,
    body: JSON.stringify({ price: '3000000000000000000000', time: 5, updates: ['0x12'] }),
  },
  '/down': { status: 503, body: '' },
  '/odd': { status: 200, body: JSON.stringify({ price: -1 }) },
}
const server = createServer((request, response) => {
  const { status, body } = answers[request.url!]!
  response.writeHead(status).end(body)
})
let url = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

describe('fetching prices', () => {
  it('takes what is well formed and tells of the rest', async () => {
    const errors: string[] = []
    const found = await fetchPrices(
      [
        { id: 1, prices: `${url}/good` },
        { id: 2, prices: `${url}/down` },
        { id: 3, prices: `${url}/odd` },
        { id: 4 },
      ],
      new AbortController().signal,
      (error) => errors.push(reasonOf(error)),
    )
    expect(found).toEqual([{ market: 1, price: 3_000n * 10n ** 18n, time: 5, updates: ['0x12'] }])
    expect(errors.toSorted()).toEqual(['the price source answered something else', 'the price source failed'])
  })
})

describe('the service', () => {
  it('steps again after a step that failed, and stops when told to', async () => {
    let steps = 0
    let follows = 0
    const chains = config.chains.map((chain) => ({ ...chain, pollMs: 50 }))
    const service = runService({
      config: { ...config, chains, markets: [{ id: 1, prices: `${url}/good` }] },
      logger: createLogger('silent'),
      follow: async () => {
        follows += 1
      },
      tick: async (prices) => {
        steps += 1
        expect(follows).toBe(steps)
        expect(prices).toHaveLength(1)
        if (steps === 1) throw new Error('out of luck')
        return { time: 0, decisions: [], sent: [], decisionMs: 0, waitedMs: 0, errors: ['a chain is away'] }
      },
    })
    await expect.poll(() => steps).toBeGreaterThanOrEqual(2)
    await service.stop()
    const stopped = steps
    await new Promise((resolve) => setTimeout(resolve, 120))
    expect(steps).toBe(stopped)
  })
})

describe('what is remembered of prices and durations', () => {
  const tick = (time: number) => ({ market: 1, price: 1n, time, updates: [] })

  it('is the first tick since an instant, if none before it can have been missed', () => {
    const history = createTickHistory()
    for (const time of [10, 20, 20, 15, 30]) history.add(tick(time))
    expect(history.firstSince(1, 5)).toBeUndefined()
    expect(history.firstSince(1, 11)?.time).toBe(20)
    expect(history.firstSince(1, 21)?.time).toBe(30)
    expect(history.firstSince(1, 31)).toBeUndefined()
    expect(history.firstSince(2, 11)).toBeUndefined()
  })

  it('is the distribution of the newest samples', () => {
    const samples = createSamples(100)
    expect(samples.percentiles()).toEqual({ p50: 0, p99: 0 })
    for (let i = 1; i <= 100; i++) samples.add(i)
    expect(samples.percentiles()).toEqual({ p50: 51, p99: 100 })
  })
})
