import { iHedgeTransportAbi, iRemoteOutboxAbi } from '@gimbal/contracts'
import { decodeFunctionData, parseGwei } from 'viem'
import { describe, expect, it } from 'vitest'
import { carryRootsDuty } from '../../../relayer/src/duties/carry-roots.ts'
import type { World } from '../../../relayer/src/duties/world.ts'
import { backlogOf, batchProgress } from '../../../relayer/src/transport/batch-progress.ts'
import { HUB, NOW, SPOKE } from './make-world.ts'
import { makeVotes } from './vote.ts'

type Votes = ReturnType<typeof makeVotes>
const DAY = 86_400
const keys = (world: World) => carryRootsDuty(world).map(({ key }) => key)
const calls = (world: World) =>
  carryRootsDuty(world).map(
    ({ data }) =>
      decodeFunctionData({ abi: [...iRemoteOutboxAbi, ...iHedgeTransportAbi], data }).functionName,
  )
const later = ({ world }: Votes, seconds: number): World => ({
  ...world,
  hubHead: { ...world.hubHead, time: NOW + seconds },
})

describe('roots of batches', () => {
  it('that no gateway took are sent again at once, and others when they were not heard of in time', () => {
    const votes = makeVotes()
    expect(keys(votes.world)).toEqual([])
    votes.batch(1n)
    votes.failed(1n)
    expect(carryRootsDuty(votes.world)).toMatchObject([{ chain: HUB, key: `root:${SPOKE}` }])
    expect(calls(votes.world)).toEqual(['resend'])
    votes.left(1n)
    expect(keys(later(votes, 1_800))).toEqual([])
    expect(calls(later(votes, 1_801))).toEqual(['resend'])
    votes.left(1n, { time: NOW + 1_801 })
    expect(keys(later(votes, 3_601))).toEqual([])
    votes.heard(1n)
    expect(keys(later(votes, 3_602))).toEqual([])
  })

  it('are not sent for what is scheduled, expired or was never there', () => {
    const expired = makeVotes()
    expired.batch(1n, { expiry: BigInt(NOW - 1) })
    expired.failed(1n)
    expect(keys(expired.world)).toEqual([])
    const taken = makeVotes()
    taken.batch(1n)
    taken.left(1n)
    taken.heard(1n)
    taken.scheduled(1n, NOW)
    taken.batch(2n)
    taken.revoke(2n)
    taken.failed(2n)
    expect(keys(taken.world)).toEqual([])
  })

  it('bring a revocation to a spoke that would still schedule the batch', () => {
    const votes = makeVotes()
    votes.batch(1n)
    votes.left(1n)
    votes.heard(1n)
    votes.revoke(1n)
    votes.failed(2n)
    expect(calls(votes.world)).toEqual(['resend'])
    votes.heard(2n)
    expect(keys(votes.world)).toEqual([])
  })

  it('P3: are renewed, a day apart, where the spoke has their epoch for a root that a reorganisation undid', () => {
    const votes = makeVotes()
    votes.batch(1n)
    votes.left(1n)
    votes.heard(1n, { root: `0x${'77'.repeat(32)}` })
    expect(keys(later(votes, DAY - 1))).toEqual([])
    expect(calls(later(votes, DAY))).toEqual(['renew'])
    votes.left(2n, { time: NOW + DAY })
    expect(calls(later(votes, DAY + 1_801))).toEqual(['resend'])
    votes.heard(2n)
    expect(keys(later(votes, DAY + 1_801))).toEqual([])
  })

  it('are handed again to an executor that refused them', () => {
    const votes = makeVotes()
    votes.batch(1n)
    votes.left(1n)
    votes.heard(1n, { refused: true })
    const [intent, ...others] = carryRootsDuty(later(votes, DAY))
    expect(others).toEqual([])
    expect(intent).toMatchObject({ chain: SPOKE, key: `root:${SPOKE}:1` })
    expect(decodeFunctionData({ abi: iHedgeTransportAbi, data: intent!.data })).toEqual({
      functionName: 'retry',
      args: [BigInt(HUB), 5, 1n, votes.hubSide.outbox.roots.get(1n)!.root],
    })
  })

  it('are not sent for a spoke that cannot be reached', () => {
    const votes = makeVotes()
    votes.batch(1n)
    votes.failed(1n)
    const [spoke] = votes.world.spokes
    const agent = { ...spoke!.agent, trouble: () => 'no answer' }
    expect(keys({ ...votes.world, spokes: [{ ...spoke!, agent }] })).toEqual([])
  })
})

describe('fees of gateways', () => {
  const paying = (votes: Votes, seconds = 0): World => {
    const world = later(votes, seconds)
    const policy = { ...world.config.policy, rootFeeGwei: 100, rootFeesPerDayGwei: 250 }
    return { ...world, config: { ...world.config, policy } }
  }
  const values = (world: World) => carryRootsDuty(world).map(({ value }) => value ?? 0n)
  const gwei = (amount: number) => parseGwei(String(amount))

  it('are offered in turn with none, and one stands in for the other', () => {
    const votes = makeVotes()
    votes.batch(1n)
    votes.failed(1n)
    expect(values(votes.world)).toEqual([0n])
    expect(values(paying(votes))).toEqual([0n, gwei(100)])
    expect(carryRootsDuty(paying(votes))).toMatchObject([
      { key: `root:${SPOKE}`, insteadOf: [`root:${SPOKE}:paid`] },
      { key: `root:${SPOKE}:paid`, insteadOf: [`root:${SPOKE}`] },
    ])
    votes.left(1n)
    expect(values(paying(votes, 1_801))).toEqual([gwei(100), 0n])
  })

  it('stay within the limit of a day, whoever paid, and votes do not count', () => {
    const votes = makeVotes()
    const vote = `0x${'11'.repeat(32)}` as const
    const stranger = `0x${'22'.repeat(32)}` as const
    votes.batch(1n, { expiry: BigInt(NOW + 10 * DAY) }, { transaction: vote })
    votes.left(1n, { transaction: vote }, gwei(1_000))
    expect(values(paying(votes, 1_801))).toEqual([gwei(100), 0n])
    votes.left(1n, { time: NOW + 10, transaction: stranger }, gwei(170))
    expect(values(paying(votes, 2_000))).toEqual([0n, gwei(80)])
    votes.left(1n, { time: NOW + 20, transaction: stranger }, gwei(80))
    expect(values(paying(votes, 2_000))).toEqual([0n])
    expect(values(paying(votes, DAY + 10))).toEqual([gwei(100), 0n])
  })
})

describe('the backlog of a spoke', () => {
  const backlog = ({ hubSide, state }: Votes, hub: number, spoke = hub) =>
    backlogOf(batchProgress(hubSide.outbox, state.inbox, { hub: NOW + hub, spoke: NOW + spoke }))

  it('counts what has not ended, and how long it could have gone on, each end by its own clock', () => {
    const votes = makeVotes()
    votes.batch(1n)
    votes.failed(1n)
    expect(backlog(votes, 50, 7)).toEqual({ open: 1, rootWait: 50, batchWait: 0 })
    votes.heard(1n)
    expect(backlog(votes, 50, 7)).toEqual({ open: 1, rootWait: 0, batchWait: 7 })
    votes.scheduled(1n, NOW + 100, NOW + 200)
    expect(backlog(votes, 50)).toEqual({ open: 1, rootWait: 0, batchWait: 0 })
    expect(backlog(votes, 130)).toEqual({ open: 1, rootWait: 0, batchWait: 30 })
    expect(backlog(votes, 201)).toEqual({ open: 0, rootWait: 0, batchWait: 0 })
  })

  it('counts the wait of a batch from when the one it follows was done', () => {
    const votes = makeVotes()
    votes.batch(1n)
    votes.batch(2n, { follows: 1n })
    votes.left(1n)
    votes.heard(1n)
    votes.scheduled(1n, NOW)
    votes.scheduled(2n, NOW)
    votes.executed(1n, { time: NOW + 90 })
    expect(backlog(votes, 100)).toEqual({ open: 1, rootWait: 0, batchWait: 10 })
    votes.executed(2n)
    expect(backlog(votes, 100)).toEqual({ open: 0, rootWait: 0, batchWait: 0 })
  })

  it('names a revocation that the spoke has not heard of', () => {
    const votes = makeVotes()
    votes.batch(1n)
    votes.left(1n)
    votes.heard(1n)
    votes.revoke(1n, { time: NOW + 10 })
    votes.failed(2n)
    expect(backlog(votes, 60)).toEqual({ open: 0, rootWait: 50, batchWait: 0 })
  })
})
