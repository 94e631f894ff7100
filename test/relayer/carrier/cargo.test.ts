import type { Hex } from 'viem'
import { describe, expect, it } from 'vitest'
import { createCargo } from '../../../relayer/src/carrier/cargo.ts'
import type { GatewayEvent } from '../../../relayer/src/carrier/gateway-log.ts'
import type { CarrierChain } from '../../../relayer/src/carrier/options.ts'
import type { GatewayNews } from '../../../relayer/src/carrier/watch.ts'

const chain = (id: number, confirmations = 0): CarrierChain => ({
  id,
  name: String(id),
  rpc: [],
  startBlock: 0,
  logRange: 1,
  confirmations,
  priorityFeeGwei: 0,
  gateways: [],
})
const [home, away] = [chain(1), chain(2)]
const id = (digit: number): Hex => `0x${String(digit).repeat(64)}`

type Event = readonly [block: number, event: GatewayEvent]
const leaves = (block: number, digit: number): readonly Event[] => [
  [block, { kind: 'sent', sendId: id(digit), sender: '0x01', recipient: '0x02', payload: '0x03' }],
  [block, { kind: 'queued', sendId: id(digit), nonce: BigInt(digit), toChain: 2 }],
]
const lands = (block: number, digit: number): Event => [block, { kind: 'delivered', sendId: id(digit) }]

/** What a chain says whose clock is ten times its height. */
function news(height: number, events: readonly Event[], from = 0): GatewayNews {
  const head = { number: height, hash: id(0), parent: id(0), time: 10 * height, baseFee: 0n }
  return {
    head,
    from,
    events: events.map(([block, event]) => ({ family: 0, gateway: id(9), event, block, time: 10 * block })),
  }
}
const cargo = (latency = 30) => createCargo({ latency: () => latency })
const dueNow = (of: ReturnType<typeof cargo>, time: number) =>
  of.due(2, time).map(({ message }) => Number(message.nonce))

describe('what travels', () => {
  it('is due once the clock of its destination has passed its delay, oldest first', () => {
    const on = cargo()
    on.take(home, news(6, [...leaves(6, 2), ...leaves(5, 1)]))
    expect(dueNow(on, 79)).toEqual([])
    expect(dueNow(on, 80)).toEqual([1])
    expect(dueNow(on, 90)).toEqual([1, 2])
    expect(on.due(1, 1_000)).toEqual([])
  })

  it('is counted once however often it is read, and before or after its arrival', () => {
    const said: readonly Event[] = [...leaves(5, 1), ...leaves(6, 2)]
    const stats = { seen: 2, delivered: 1, dropped: 0, waiting: 1 }
    const first = cargo()
    for (let i = 0; i < 3; i++) {
      first.take(home, news(7, said))
      first.take(away, news(9, [lands(9, 1)]))
    }
    expect(first.stats()).toEqual(stats)
    // a carrier that starts again may hear of the arrival first
    const again = cargo()
    again.take(away, news(9, [lands(9, 1)]))
    again.take(home, news(7, said))
    expect(again.stats()).toEqual(stats)
    expect(dueNow(again, 1_000)).toEqual(dueNow(first, 1_000))
  })

  it('is on its way again when a reorganisation undoes its delivery', () => {
    for (const arrivalFirst of [false, true]) {
      const on = cargo()
      if (!arrivalFirst) on.take(home, news(5, leaves(5, 1)))
      on.take(away, news(9, [lands(9, 1)]))
      if (arrivalFirst) on.take(home, news(5, leaves(5, 1)))
      expect(dueNow(on, 1_000)).toEqual([])
      expect(on.take(away, news(10, [], 3))).toBe(9)
      expect(on.hasArrived(id(1))).toBe(false)
      expect(dueNow(on, 1_000)).toEqual([1])
      expect(on.take(away, news(11, [lands(11, 1)], 3))).toBeUndefined()
      expect(on.stats()).toMatchObject({ delivered: 1, waiting: 0 })
    }
  })

  it('has arrived for good once its block is not read again', () => {
    const on = cargo()
    on.take(home, news(5, leaves(5, 1)))
    on.take(away, news(9, [lands(9, 1)]))
    expect(on.take(away, news(40, [], 24))).toBeUndefined()
    expect(on.take(away, news(40, [], 3))).toBeUndefined()
    expect(on.stats()).toMatchObject({ delivered: 1, waiting: 0 })
  })

  it('is signed for when enough blocks are on top of it', () => {
    const on = cargo(0)
    const careful = chain(1, 3)
    on.take(careful, news(7, leaves(5, 1)))
    expect(on.stats().seen).toBe(0)
    on.take(careful, news(8, leaves(5, 1)))
    expect(dueNow(on, 50)).toEqual([1])
  })
})
