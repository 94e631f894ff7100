// SPDX-License-Identifier: MIT
import { iMandateBookAbi } from '@gimbal/contracts'
import { encodeFunctionData } from 'viem'
import type { Intent } from '../chain/intent.ts'
import type { HubSpoke } from '../transport/hub-state.ts'
import type { FundEntry } from '../transport/leaf-hash.ts'
import { isSilent } from './silence.ts'
import type { SpokeWorld, World } from './world.ts'

const GAS = 1_200_000n

function fundsDiffer(now: ReadonlyMap<bigint, FundEntry>, then: ReadonlyMap<bigint, FundEntry>): boolean {
  for (const [book, { sent, recalled, expired }] of now) {
    const old = then.get(book)
    if (old?.sent !== sent || old.recalled !== recalled || old.expired !== expired) return true
  }
  return false
}

/** Whether a heartbeat of now would say something else than the last one. */
function hasNews({ lastEpoch, epochs, mandateRoot, configDigest, funds }: HubSpoke): boolean {
  const last = epochs.get(lastEpoch)
  if (!last) return true
  return (
    last.heartbeat.mandateRoot !== mandateRoot ||
    last.heartbeat.configDigest !== configDigest ||
    fundsDiffer(funds, last.funds)
  )
}

/**
 * One heartbeat per spoke: when its roots changed, before half of its lease is gone, or when the spoke is in quarantine
 * because it works under a heartbeat that a reorganisation took from the hub. It follows what changes the roots.
 */
export function heartbeatDuty(world: World, before: readonly Intent[]): readonly Intent[] {
  const { config, hubHead } = world
  const leaseOf = ({ state }: SpokeWorld) => state.config?.terms.lease ?? Infinity

  return world.spokes.flatMap((spoke): readonly Intent[] => {
    const { hubSide, id } = spoke
    if (hubSide.configSentVersion === 0n || isSilent(world, spoke)) return []
    const keys = before.filter(({ changes }) => changes?.includes(id)).map(({ key }) => key)
    const last = hubSide.epochs.get(hubSide.lastEpoch)
    const age = last ? hubHead.time - last.sentAt : Infinity
    const late = age >= config.policy.renewLeaseAt * leaseOf(spoke)
    const anyway = late || hubSide.quarantined || hasNews(hubSide)
    if (!anyway && keys.length === 0) return []
    return [
      {
        chain: config.hub,
        key: `heartbeat:${id}`,
        purpose: 'heartbeat',
        to: config.hubContracts.mandateBook,
        data: encodeFunctionData({ abi: iMandateBookAbi, functionName: 'heartbeat', args: [BigInt(id)] }),
        gas: GAS,
        after: { keys, anyway },
      },
    ]
  })
}
