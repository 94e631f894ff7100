// SPDX-License-Identifier: MIT
import { iHedgeTransportAbi, iRemoteOutboxAbi } from '@gimbal/contracts'
import { encodeFunctionData, parseGwei } from 'viem'
import type { Intent } from '../chain/intent.ts'
import type { Policy } from '../config/schema.ts'
import { batchProgress } from '../transport/batch-progress.ts'
import type { Outbox } from '../transport/outbox.ts'
import { REMOTE } from '../transport/remote-inbox.ts'
import type { SpokeWorld, World } from './world.ts'

/** Each of seven gateways may burn what the transport lets it. */
const GAS_SEND = 2_500_000n
const GAS_RETRY = 500_000n
/** As the outbox has it: seconds from one epoch to its renewal. */
const RENEW_APART = 86_400
const DAY = 86_400

/**
 * The root of all batches that votes have sent to a spoke, where the spoke lacks something of it that still counts: sent again,
 * under a new epoch where the spoke has that of now for another root, or handed to an executor that has refused it. Not for a
 * spoke that cannot be reached, since what it has is not known.
 */
export function carryRootsDuty(world: World): readonly Intent[] {
  return world.spokes.flatMap((spoke) => {
    const { head, state, hubSide, agent } = spoke
    const now = { hub: world.hubHead.time, spoke: head.time }
    const lacks = batchProgress(hubSide.outbox, state.inbox, now).some(({ due }) => due?.turn === 'root')
    return lacks && agent.trouble() === undefined ? carry(world, spoke) : []
  })
}

function carry(world: World, spoke: SpokeWorld): readonly Intent[] {
  const { config, hubHead } = world
  const { outbox } = spoke.hubSide
  const { heard, refused } = spoke.state.inbox
  if (refused === outbox.epoch) return [retry(config.hub, spoke)]
  if (heard >= outbox.epoch) {
    return hubHead.time - outbox.newAt < RENEW_APART ? [] : send(world, spoke, 'renew')
  }
  const { carriedAt } = outbox
  if (carriedAt !== undefined && hubHead.time - carriedAt <= config.policy.resendAfter) return []
  return send(world, spoke, 'resend')
}

/**
 * Which gateways charge, nobody says, and one that does not may refuse a fee. So it is tried for nothing and for the fee, in
 * turn first, and what is tried second goes out only where the first is refused.
 */
function send(
  { config, hubHead }: World,
  { id, hubSide: { outbox } }: SpokeWorld,
  functionName: 'resend' | 'renew',
): readonly Intent[] {
  const free: Intent = {
    chain: config.hub,
    key: `root:${id}`,
    purpose: 'root',
    to: config.hubContracts.remoteOutbox,
    data: encodeFunctionData({ abi: iRemoteOutboxAbi, functionName, args: [BigInt(id)] }),
    gas: GAS_SEND,
  }
  const value = feeLeft(outbox, hubHead.time, config.policy)
  if (value === 0n) return [free]
  const paid = { ...free, key: `${free.key}:paid`, value }
  const [first, second] = outbox.sendings % 2 === 0 ? [free, paid] : [paid, free]
  return [
    { ...first, insteadOf: [second.key] },
    { ...second, insteadOf: [first.key] },
  ]
}

/** What gateways may get now, of the day's and of one sending's limit. */
function feeLeft({ payments }: Outbox, now: number, { rootFeeGwei, rootFeesPerDayGwei }: Policy): bigint {
  const spent = payments.filter(({ time }) => now - time < DAY).reduce((sum, { fee }) => sum + fee, 0n)
  const left = parseGwei(String(rootFeesPerDayGwei)) - spent
  const most = parseGwei(String(rootFeeGwei))
  if (left >= most) return most
  return left < 0n ? 0n : left
}

function retry(hub: number, { id, agent, hubSide: { outbox } }: SpokeWorld): Intent {
  return {
    chain: id,
    key: `root:${id}:${outbox.epoch}`,
    purpose: 'retry',
    to: agent.config.spoke.hedgeTransport,
    data: encodeFunctionData({
      abi: iHedgeTransportAbi,
      functionName: 'retry',
      // A root is 32 bytes, and so is its encoding.
      args: [BigInt(hub), REMOTE, outbox.epoch, outbox.roots.get(outbox.epoch)!.root],
    }),
    gas: GAS_RETRY,
  }
}
