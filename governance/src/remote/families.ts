import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { type Address, getAbiItem, type Hex, isAddressEqual, parseEventLogs } from 'viem'
import { read, type Site } from '../network/network.ts'
import { revertNameOf } from '../refusal/refusal.ts'

/** Kinds of contracts/types/Message.sol that a vote sends. */
export const KIND = { config: 1, remote: 5 } as const
/** Most of them, as many as bits. */
const MOST = 256

/** A message of the hub to a spoke. */
export type Message = { readonly kind: number; readonly epoch: bigint; readonly digest: Hex }

/** A family that has not voted for a message, and what its gateway on the hub made of it last. */
export type SilentFamily = { readonly family: number } & (
  | { readonly state: 'took'; readonly id: Hex }
  | { readonly state: 'refused'; readonly why: string }
  | { readonly state: 'not sent' }
)

/** Who has delivered a message to a spoke. */
export type Families = {
  /** How many have voted for it; those that are switched off there do not count. */
  readonly families: number
  readonly quorum: number
  /** Their numbers. */
  readonly carriedBy: readonly number[]
  /** Those that might vote still; none once it is confirmed, since later votes are not counted. */
  readonly missing: readonly SilentFamily[]
}

type Gateway = { readonly gateway: Address; readonly family: number; readonly active: boolean }

export async function familiesOf(hub: Site, site: Site, message: Message): Promise<Families> {
  const { kind, epoch, digest } = message
  const [[k], [count, set]] = await Promise.all([
    read<readonly [number, bigint]>(site, 'HedgeTransport', 'quorum'),
    read<readonly [bigint, bigint]>(site, 'HedgeTransport', 'votes', [
      BigInt(hub.deployment.chainId),
      kind,
      epoch,
      digest,
    ]),
  ])
  const carriedBy = familiesIn(set)
  const missing = carriedBy.length >= k ? [] : await silentFamilies(hub, site, message, carriedBy)
  return { families: Number(count), quorum: k, carriedBy, missing }
}

/** Numbers of the families in a set of contracts/types/FamilySet.sol. */
export function familiesIn(set: bigint): readonly number[] {
  return Array.from({ length: MOST }, (_, family) => family).filter((family) => (set >> BigInt(family)) & 1n)
}

async function silentFamilies(
  hub: Site,
  site: Site,
  message: Message,
  heard: readonly number[],
): Promise<readonly SilentFamily[]> {
  const [there, here] = await Promise.all([gatewaysOf(site), gatewaysOf(hub)])
  const silent = [...new Set(there.filter(({ active }) => active).map(({ family }) => family))]
    .filter((family) => !heard.includes(family))
    .toSorted((a, b) => a - b)
  if (silent.length === 0) return []
  const said = await sayingsOf(hub, site, message)
  return silent.map((family) => {
    const gateways = here.filter((each) => each.family === family && each.active)
    const last = said.findLast(({ gateway }) =>
      gateways.some((each) => isAddressEqual(each.gateway, gateway)),
    )
    return { family, ...(last?.saying ?? { state: 'not sent' }) }
  })
}

type Saying =
  | { readonly state: 'took'; readonly id: Hex }
  | { readonly state: 'refused'; readonly why: string }

/** What gateways of the hub answered when a message was given to them last: all of them, each time. */
async function sayingsOf(
  { client, deployment }: Site,
  to: Site,
  { kind, epoch }: Message,
): Promise<readonly { readonly gateway: Address; readonly saying: Saying }[]> {
  const { abi } = artifact('HedgeTransport')
  const toChain = BigInt(to.deployment.chainId)
  const sent = await client.getLogs({
    address: addressOf(deployment, 'HedgeTransport'),
    event: getAbiItem({ abi, name: 'MessageQueued' }),
    args: { toChain, kind, epoch },
    fromBlock: BigInt(deployment.startBlock),
    strict: true,
  })
  const hash = sent.at(-1)?.transactionHash
  if (hash === undefined) return []
  const { logs } = await client.getTransactionReceipt({ hash })
  const about = (args: { toChain: bigint; kind: number; epoch: bigint }) =>
    args.toChain === toChain && args.kind === kind && args.epoch === epoch
  return parseEventLogs({ abi, logs, eventName: ['GatewayTook', 'GatewayFailed'] }).flatMap((log) => {
    if (!about(log.args)) return []
    const saying: Saying =
      log.eventName === 'GatewayTook'
        ? { state: 'took', id: log.args.sendId }
        : { state: 'refused', why: revertNameOf(log.args.reason) }
    return [{ gateway: log.args.gateway, saying }]
  })
}

function gatewaysOf(site: Site): Promise<readonly Gateway[]> {
  return read<readonly Gateway[]>(site, 'HedgeTransport', 'gateways')
}
