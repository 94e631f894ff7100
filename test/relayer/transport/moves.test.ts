import { describe, expect, it } from 'vitest'
import type { ChainEvent, Place } from '../../../relayer/src/chain/event.ts'
import { applyHubEvent } from '../../../relayer/src/transport/hub-events.ts'
import { emptyHub } from '../../../relayer/src/transport/hub-state.ts'

const BOOK = 7n
const [FROM, TO, OTHER] = [2n, 3n, 4n]
const at: Place = { block: 1, blockHash: '0x', time: 1, transaction: '0x', index: 0 }
const set = (spoke: bigint, share: bigint): ChainEvent => ({
  contract: 'allocationBook',
  eventName: 'AllocationSet',
  args: { book: BOOK, spoke, allocation: { offset: 0n, share } },
  at,
})
const started: ChainEvent = {
  contract: 'allocationBook',
  eventName: 'MoveStarted',
  args: { book: BOOK, from: FROM, to: TO, share: 4n, offset: 0n, epoch: 9n },
  at,
}

function afterwards(...events: readonly ChainEvent[]) {
  const state = emptyHub()
  for (const event of [set(FROM, 10n), set(TO, 4n), started, ...events]) applyHubEvent(state, event)
  return state.moves
}

describe('moves of an allocation', () => {
  it('are pending from their start to their completion', () => {
    expect(afterwards().get(BOOK)).toEqual({ from: 2, to: 3, epoch: 9n })
    const completed: ChainEvent = {
      contract: 'allocationBook',
      eventName: 'MoveCompleted',
      args: { book: BOOK, from: FROM, to: TO },
      at,
    }
    expect(afterwards(set(FROM, 6n), completed).size).toBe(0)
  })

  it.each([
    ['shrank', FROM],
    ['grew', TO],
  ])('end with the spoke that %s, when it is retired', (_, dead) => {
    expect(afterwards(set(TO, 0n), set(dead, 0n), set(OTHER, 10n)).size).toBe(0)
  })

  it('go on when another spoke is retired', () => {
    expect(afterwards(set(OTHER, 0n), set(TO, 9n)).size).toBe(1)
  })
})
