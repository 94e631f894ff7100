// SPDX-License-Identifier: MIT
import { iHedgeTransportAbi, iMandateBookAbi } from '@gimbal/contracts'
import { encodeFunctionData } from 'viem'
import type { Intent } from '../chain/intent.ts'
import type { SpokeState } from '../transport/spoke-state.ts'
import type { SpokeWorld, World } from './world.ts'

const GAS = 1_500_000n
/** `Kind.RELAY` */
const RELAY = 3

/** Config snapshots that were never sent, or not heard of since. */
export function configDuty({ config, hubHead, spokes }: World): readonly Intent[] {
  const waiting = ({ hubSide, state }: SpokeWorld) =>
    hubSide.configVersion > hubSide.configSentVersion ||
    (hubSide.configVersion > knownVersion(state) &&
      hubHead.time - hubSide.configSentAt > config.policy.resendAfter)
  return spokes
    .filter((spoke) => spoke.hubSide.configVersion > 0n && waiting(spoke))
    .map(({ id }) => ({
      chain: config.hub,
      key: `config:${id}`,
      purpose: 'config',
      to: config.hubContracts.mandateBook,
      data: encodeFunctionData({ abi: iMandateBookAbi, functionName: 'sendConfig', args: [BigInt(id)] }),
      gas: 4n * GAS,
    }))
}

/** The newest config that a spoke has confirmed, though it may still wait there. */
function knownVersion({ configVersion, configsWaiting }: SpokeState): bigint {
  return [...configsWaiting.values()].reduce(
    (newest, { version }) => (version > newest ? version : newest),
    configVersion,
  )
}

/** Heartbeats that their spoke has not confirmed in time. */
export function resendHeartbeatDuty({ config, hubHead, spokes }: World): readonly Intent[] {
  return spokes
    .filter(({ hubSide, state }) => {
      const last = hubSide.epochs.get(hubSide.lastEpoch)
      return last && state.epoch < hubSide.lastEpoch && hubHead.time - last.sentAt > config.policy.resendAfter
    })
    .map(({ id, hubSide }) => ({
      chain: config.hub,
      key: `resend:${id}:${hubSide.lastEpoch}`,
      purpose: 'resend',
      to: config.hubContracts.mandateBook,
      data: encodeFunctionData({ abi: iMandateBookAbi, functionName: 'resendHeartbeat', args: [BigInt(id)] }),
      gas: GAS,
    }))
}

/** Token transfers that have not arrived in time: the transport sends the message again, the bridge executes it once. */
export function resendRelayDuty({ config, spokes }: World): readonly Intent[] {
  const byId = new Map(spokes.map((spoke) => [spoke.id, spoke]))
  return spokes.flatMap(({ agent, head, id, state }) =>
    [...state.relays.values()]
      .filter(
        ({ toChain, nonce, sentAt }) =>
          head.time - sentAt > config.policy.resendAfter &&
          byId.get(toChain)?.state.confirmedRelays.has(`${id}:${nonce}`) === false,
      )
      .map(({ toChain, nonce, body }) => ({
        chain: id,
        key: `relay:${id}:${toChain}:${nonce}`,
        purpose: 'resend',
        to: agent.config.spoke.hedgeTransport,
        data: encodeFunctionData({
          abi: iHedgeTransportAbi,
          functionName: 'resend',
          args: [BigInt(toChain), nonce, body],
        }),
        gas: GAS,
      })),
  )
}

/** Token transfers that were confirmed and then refused by their recipient: tried again with what was sent. */
export function retryRelayDuty({ spokes }: World): readonly Intent[] {
  const byId = new Map(spokes.map((spoke) => [spoke.id, spoke]))
  return spokes.flatMap(({ agent, id, state }) =>
    [...state.failedRelays].flatMap((key): readonly Intent[] => {
      const [from, nonce] = key.split(':')
      const queued = byId.get(Number(from))?.state.relays.get(`${id}:${nonce}`)
      if (!queued) return []
      return [
        {
          chain: id,
          key: `retry:${id}:${key}`,
          purpose: 'retry',
          to: agent.config.spoke.hedgeTransport,
          data: encodeFunctionData({
            abi: iHedgeTransportAbi,
            functionName: 'retry',
            args: [BigInt(from!), RELAY, queued.nonce, queued.body],
          }),
          gas: GAS,
        },
      ]
    }),
  )
}
