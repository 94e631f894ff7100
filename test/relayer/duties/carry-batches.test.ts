import { iRemoteExecutorAbi, timelockControllerAbi } from '@gimbal/contracts'
import { concatHex, decodeFunctionData, encodeFunctionData, keccak256, zeroHash } from 'viem'
import { describe, expect, it } from 'vitest'
import { carryBatchesDuty } from '../../../relayer/src/duties/carry-batches.ts'
import { NOW, remote, SPOKE } from './make-world.ts'
import { leafOf, makeVotes, operationOf, scheduleArgs } from './vote.ts'

const due = ({ world }: ReturnType<typeof makeVotes>) => carryBatchesDuty(world).map(({ key }) => key)

/** One batch that the spoke has confirmed. */
function confirmed(...more: Parameters<ReturnType<typeof makeVotes>['batch']>[1][]) {
  const votes = makeVotes()
  votes.batch(1n, more[0])
  votes.left(1n)
  votes.heard(1n)
  return votes
}

describe('batches on their spoke', () => {
  it('are scheduled once the root is confirmed, and nobody asks twice', () => {
    const votes = makeVotes()
    votes.batch(1n)
    votes.left(1n)
    expect(due(votes)).toEqual([])
    votes.heard(1n)
    expect(carryBatchesDuty(votes.world)).toMatchObject([
      { chain: SPOKE, key: `schedule:${SPOKE}:1`, to: remote.executor },
    ])
    votes.scheduled(1n, NOW + 10)
    expect(due(votes)).toEqual([])
  })

  it('are executed by their operation after their wait, until they lapse, and once', () => {
    const votes = confirmed()
    votes.scheduled(1n, NOW + 1)
    expect(due(votes)).toEqual([])
    votes.scheduled(1n, NOW, NOW)
    const [intent] = carryBatchesDuty(votes.world)
    expect(intent).toMatchObject({ key: `execute:${SPOKE}:1`, to: remote.timelock })
    const { args } = decodeFunctionData({ abi: timelockControllerAbi, data: intent!.data })
    const begin = encodeFunctionData({
      abi: iRemoteExecutorAbi,
      functionName: 'begin',
      args: [1n, BigInt(NOW)],
    })
    expect(args).toEqual([
      [remote.executor, remote.executor],
      [0n, 0n],
      [begin, '0x12345678'],
      zeroHash,
      leafOf(1n),
    ])
    votes.scheduled(1n, NOW - 10, NOW - 1)
    expect(due(votes)).toEqual([])
    votes.scheduled(1n, NOW)
    votes.executed(1n)
    expect(due(votes)).toEqual([])
  })

  it('are left alone when revoked, expired or cancelled', () => {
    const revoked = confirmed()
    revoked.revoke(1n)
    revoked.left(2n)
    expect(due(revoked)).toEqual([])
    expect(due(confirmed({ expiry: BigInt(NOW - 1) }))).toEqual([])
    expect(due(confirmed({ expiry: BigInt(NOW) }))).toHaveLength(1)
    const cancelled = confirmed()
    cancelled.scheduled(1n, NOW)
    cancelled.cancelled(1n)
    expect(due(cancelled)).toEqual([])
  })

  it('go on under the root that the spoke has, though a later one is lost', () => {
    const votes = confirmed()
    votes.batch(2n)
    votes.failed(2n)
    const [intent, ...others] = carryBatchesDuty(votes.world)
    expect(others).toEqual([])
    expect(scheduleArgs(intent!.data)[1]).toEqual([])
    votes.heard(2n)
    const intents = carryBatchesDuty(votes.world)
    expect(intents.map(({ data }) => scheduleArgs(data)[1])).toEqual([[leafOf(2n)], [leafOf(1n)]])
  })

  it('prove nothing under a root that the hub has not sent', () => {
    const votes = makeVotes()
    votes.batch(1n)
    votes.left(1n)
    votes.heard(1n, { root: keccak256('0x12') })
    expect(due(votes)).toEqual([])
    votes.batch(2n)
    votes.left(2n)
    votes.heard(2n, { root: keccak256(concatHex([leafOf(1n), leafOf(2n)])) })
    // The same two leaves, and not the tree of 32 levels.
    expect(due(votes)).toEqual([])
  })

  it('wait for the batch they follow, and for ever where that one is void', () => {
    const votes = makeVotes()
    votes.batch(1n)
    votes.batch(2n, { follows: 1n })
    votes.left(1n)
    votes.heard(1n)
    expect(due(votes)).toEqual([`schedule:${SPOKE}:1`])
    votes.scheduled(1n, NOW)
    expect(due(votes)).toEqual([`execute:${SPOKE}:1`, `schedule:${SPOKE}:2`])
    votes.scheduled(2n, NOW)
    expect(due(votes)).toEqual([`execute:${SPOKE}:1`])
    votes.executed(1n)
    const [intent] = carryBatchesDuty(votes.world)
    const { args } = decodeFunctionData({ abi: timelockControllerAbi, data: intent!.data })
    expect(args?.slice(3)).toEqual([operationOf(1n), leafOf(2n)])

    const barred = confirmed()
    barred.scheduled(1n, NOW)
    barred.cancelled(1n)
    barred.batch(2n, { follows: 1n })
    barred.left(2n)
    barred.heard(2n)
    expect(due(barred)).toEqual([])
  })

  it('are not done again when a vote has replaced the executor that had them', () => {
    const votes = confirmed()
    votes.salted(1n)
    votes.batch(2n)
    votes.left(2n)
    votes.heard(2n)
    expect(due(votes)).toEqual([`schedule:${SPOKE}:2`])
    votes.salted(2n)
    votes.scheduled(2n, NOW)
    expect(due(votes)).toEqual([`execute:${SPOKE}:2`])
  })

  it('have gas for the length of what they carry', () => {
    const target = remote.executor
    const calls = [{ target, data: `0x${'ab'.repeat(10_000)}` as const }]
    const [short] = carryBatchesDuty(confirmed().world)
    const [long] = carryBatchesDuty(confirmed({ calls }).world)
    expect(long!.gas - short!.gas).toBeGreaterThanOrEqual(50n * 9_900n)
  })
})
