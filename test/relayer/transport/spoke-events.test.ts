import { describe, expect, it } from 'vitest'
import type { ChainEvent } from '../../../relayer/src/chain/event.ts'
import { applySpokeEvent } from '../../../relayer/src/transport/spoke-events.ts'
import { emptySpoke, type SpokeConfig } from '../../../relayer/src/transport/spoke-state.ts'
import { makeWorld, market, SPOKE } from '../duties/make-world.ts'

type ControlEvent = Extract<ChainEvent, { contract: 'spokeControl' }>
type ArgsOf<name extends ControlEvent['eventName']> = Extract<ControlEvent, { eventName: name }>['args']

const hash = (byte: string) => `0x${byte.repeat(32)}` as const
const at = { block: 5, blockHash: hash('aa'), time: 100, transaction: hash('bb'), index: 0 }

describe('configs on a spoke', () => {
  it('P10: what a config tightens while it waits is in force, under the version and digest of before', () => {
    const state = emptySpoke()
    const control = <name extends ControlEvent['eventName']>(eventName: name, args: ArgsOf<name>) =>
      applySpokeEvent(state, { contract: 'spokeControl', eventName, args, at } as ChainEvent, SPOKE)
    const config = (version: bigint, clip: bigint, cap: bigint): SpokeConfig => {
      const { limits, band } = market
      return {
        ...makeWorld().state.config!,
        version,
        markets: [{ ...market, limits: { ...limits, clip }, band: { ...band, cap } }],
      }
    }
    control('ConfigAccepted', { version: 1n, digest: hash('01'), config: config(1n, 50n, 100n) })
    const wish = { version: 2n, digest: hash('02'), config: config(2n, 40n, 110n) }
    control('ConfigWaiting', { ...wish, ticket: 1n, operation: hash('cc'), eta: 900n })
    const tightened = config(1n, 40n, 100n)
    control('ConfigTightened', { version: 2n, config: tightened })
    expect(state).toMatchObject({ configVersion: 1n, configDigest: hash('01'), config: tightened })
    expect(state.configsWaiting.get(1n)).toEqual({ version: 2n, eta: 900 })

    control('ConfigAccepted', wish)
    expect(state).toMatchObject({ configVersion: 2n, configDigest: hash('02'), config: wish.config })
    expect(state.configsWaiting.size).toBe(0)
  })
})
