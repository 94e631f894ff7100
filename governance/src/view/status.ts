import type { Hex } from 'viem'
import type { Found } from '../lifecycle/find.ts'
import { type Network, read, type Site } from '../network/network.ts'
import { formatDuration } from '../units/duration.ts'

/** States of OpenZeppelin's Governor, in its order. */
export const STATES = [
  'pending',
  'active',
  'canceled',
  'defeated',
  'succeeded',
  'queued',
  'expired',
  'executed',
] as const

/** Kind.CONFIG of contracts/types/Message.sol. */
const CONFIG = 1

export type Delivery = {
  readonly chain: string
  /** Version and digest that the hub wants there, and those in force. */
  readonly wanted: { readonly version: bigint; readonly digest: Hex }
  readonly applied: { readonly version: bigint; readonly digest: Hex }
  /** Families that have delivered the wanted version, of how many are needed. */
  readonly families: number
  readonly quorum: number
}

export type Status = {
  readonly proposal: bigint
  readonly number: number
  readonly title: string
  readonly state: (typeof STATES)[number]
  readonly votes: { readonly for: bigint; readonly against: bigint; readonly abstain: bigint }
  readonly quorum: bigint
  readonly voteStart: bigint
  readonly voteEnd: bigint
  /** When it may be executed; 0 before it is queued. */
  readonly eta: bigint
  readonly now: bigint
  readonly chains: readonly Delivery[]
  /** What has to happen next, and the command that makes it happen; nothing where it is done or dead. */
  readonly next?: { readonly what: string; readonly command?: string }
}

/** Follows a proposal from its vote to every chain. */
export async function readStatus(network: Network, found: Found): Promise<Status> {
  const { hub, sites } = network
  const { id } = found
  const [state, [against, inFavour, abstain], voteEnd, eta, block, chains] = await Promise.all([
    read<number>(hub, 'GimbalGovernor', 'state', [id]),
    read<readonly [bigint, bigint, bigint]>(hub, 'GimbalGovernor', 'proposalVotes', [id]),
    read<bigint>(hub, 'GimbalGovernor', 'proposalDeadline', [id]),
    read<bigint>(hub, 'GimbalGovernor', 'proposalEta', [id]),
    hub.client.getBlock(),
    Promise.all(sites.map((site) => deliveryTo(hub, site))),
  ])
  // The quorum of a vote is fixed once it begins; before that today's stands for it.
  const at = found.voteStart < block.timestamp ? found.voteStart : block.timestamp - 1n
  const status: Status = {
    proposal: id,
    number: found.number,
    title: titleOf(found.description),
    state: STATES[state] ?? 'pending',
    votes: { for: inFavour, against, abstain },
    quorum: await read<bigint>(hub, 'GimbalGovernor', 'quorum', [at]),
    voteStart: found.voteStart,
    voteEnd,
    eta,
    now: block.timestamp,
    chains,
  }
  const next = nextOf(status)
  return next === undefined ? status : { ...status, next }
}

/** First heading of a description. */
export function titleOf(description: string): string {
  return /^# (.*)$/m.exec(description)?.[1] ?? description.split('\n')[0] ?? ''
}

/** What a chain has of what the hub wants there. */
export async function deliveryTo(hub: Site, site: Site): Promise<Delivery> {
  const spoke = BigInt(site.deployment.chainId)
  const [version, digest, applied, [k]] = await Promise.all([
    read<bigint>(hub, 'RiskParameters', 'version', [spoke]),
    read<Hex>(hub, 'RiskParameters', 'digest', [spoke]),
    read<readonly [bigint, Hex]>(site, 'SpokeControl', 'configVersion'),
    read<readonly [number, bigint]>(site, 'HedgeTransport', 'quorum'),
  ])
  const [votes] =
    applied[0] >= version
      ? [BigInt(k)]
      : await read<readonly [bigint, bigint]>(site, 'HedgeTransport', 'votes', [
          BigInt(hub.deployment.chainId),
          CONFIG,
          version,
          digest,
        ])
  return {
    chain: site.deployment.name,
    wanted: { version, digest },
    applied: { version: applied[0], digest: applied[1] },
    families: Number(votes),
    quorum: k,
  }
}

function nextOf(status: Status): Status['next'] {
  const { number, state, now, voteStart, voteEnd, eta } = status
  const wait = (what: string, until: bigint) => ({
    what: `${what} in ${formatDuration(until > now ? until - now : 0n)}`,
  })
  switch (state) {
    case 'pending':
      return wait('the vote begins', voteStart)
    case 'active':
      return {
        ...wait(`the vote ends`, voteEnd),
        command: `gimbal-gov vote ${number} for`,
      }
    case 'succeeded':
      return { what: 'it waits for the queue', command: `gimbal-gov queue ${number}` }
    case 'queued':
      return now < eta
        ? wait('the timelock lets it go', eta)
        : { what: 'it waits for its execution', command: `gimbal-gov execute ${number}` }
    case 'executed':
      return nextDelivery(status)
    default:
      return undefined
  }
}

function nextDelivery({ chains }: Status): Status['next'] {
  const late = chains.find(({ wanted, applied }) => applied.version < wanted.version)
  if (late === undefined) return undefined
  const { chain, wanted, applied, families, quorum } = late
  return families === 0
    ? {
        what: `${chain} is at version ${applied.version}: nobody has sent it version ${wanted.version}, or it is on its way`,
        command: `gimbal-gov send-config ${chain}`,
      }
    : {
        what: `${chain} waits for ${quorum - families} more of ${quorum} families to deliver version ${wanted.version}`,
        command: `gimbal-gov send-config ${chain}`,
      }
}
