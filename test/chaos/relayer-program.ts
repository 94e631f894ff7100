import { readFileSync } from 'node:fs'
import { accounts } from '../../relayer/localnet/accounts.ts'
import { configSchema } from '../../relayer/src/config/schema.ts'
import { reasonOf } from '../../relayer/src/errors.ts'
import { createLogger } from '../../relayer/src/logger.ts'
import { startRelayer } from '../../relayer/src/run.ts'
import type { Answer, Order } from './relayer-process.ts'

/** The relayer, stepped by its parent; what it signs goes out through the parent, whom nobody kills. */

const tell = (answer: Answer) => process.send?.(answer, undefined, undefined, () => {})
const waiting = new Map<string, (error: string | undefined) => void>()

const relayer = await startRelayer({
  config: configSchema.parse(JSON.parse(readFileSync(process.argv[2]!, 'utf8'))),
  account: accounts.relayer,
  drive: 'manual',
  serve: true,
  logger: createLogger('warn'),
  broadcast: (chain, raw, hash) =>
    new Promise((resolve, reject) => {
      waiting.set(hash, (error) => (error === undefined ? resolve() : reject(new Error(error))))
      tell({ kind: 'broadcast', chain, raw, hash })
    }),
})

async function step(order: Extract<Order, { readonly step: number }>): Promise<void> {
  const { step: number, prices } = order
  try {
    if (prices === undefined) await relayer.follow()
    const result =
      prices && (await relayer.tick(prices.map((tick) => ({ ...tick, price: BigInt(tick.price) }))))
    tell({ kind: 'done', step: number, result, state: relayer.state(), latency: relayer.latency() })
  } catch (error) {
    tell({ kind: 'failed', step: number, error: reasonOf(error) })
  }
}

process.on('message', (order: Order) => {
  if ('step' in order) {
    void step(order)
    return
  }
  waiting.get(order.sent)?.(order.error)
  waiting.delete(order.sent)
})
const end = () => void relayer.stop().then(() => process.exit(0))
process.once('disconnect', end)
process.once('SIGTERM', end)
tell({ kind: 'ready', state: relayer.state(), latency: relayer.latency(), apiUrl: relayer.apiUrl })
