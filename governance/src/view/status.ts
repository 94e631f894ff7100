import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { encodeFunctionData, getAbiItem, type Hex } from 'viem'
import type { Found } from '../lifecycle/find.ts'
import { PROPOSAL_STATES } from '../lifecycle/states.ts'
import { titleOf } from '../lifecycle/title.ts'
import { readNames } from '../network/names.ts'
import { governedSites, type Network, read, type Site } from '../network/network.ts'
import { explainFor } from '../refusal/words.ts'
import { readBatches, type Stage } from '../remote/batches.ts'
import { type ConfigWait, readConfigWaits } from '../remote/config-waits.ts'
import { formatDuration } from '../units/duration.ts'
import { formatTime } from '../units/time.ts'

/** Most of them, as many as bits. */
const FAMILIES = 256
/** Kind.CONFIG of contracts/types/Message.sol. */
const CONFIG = 1

export type Delivery = {
  readonly chain: string
  /** Version and digest that the hub wants there, and those in force. */
  readonly wanted: { readonly version: bigint; readonly digest: Hex }
  readonly applied: { readonly version: bigint; readonly digest: Hex }
  /** Families that have delivered the wanted version, of how many are needed. */
  readonly families: number
  /** Their numbers; none once it is confirmed. */
  readonly carriedBy: readonly number[]
  readonly quorum: number
  /** Configs that are confirmed there and wait, since they loosen something. */
  readonly waiting: readonly ConfigWait[]
}

/** What a proposal asks of a spoke. */
export type RemoteDelivery = { readonly chain: string; readonly number: bigint; readonly stage: Stage }

export type Status = {
  readonly proposal: bigint
  readonly number: number
  readonly title: string
  readonly state: (typeof PROPOSAL_STATES)[number]
  readonly votes: { readonly for: bigint; readonly against: bigint; readonly abstain: bigint }
  readonly quorum: bigint
  readonly voteStart: bigint
  readonly voteEnd: bigint
  /** When it may be executed; 0 before it is queued. */
  readonly eta: bigint
  readonly now: bigint
  readonly chains: readonly Delivery[]
  /** Batches of this proposal, by spoke. */
  readonly batches: readonly RemoteDelivery[]
  /** What has to happen next, and the command that makes it happen; nothing where it is done or dead. */
  readonly next?: { readonly what: string; readonly command?: string }
}

/** Follows a proposal from its vote to every chain. */
export async function readStatus(network: Network, found: Found): Promise<Status> {
  const { hub } = network
  const { id } = found
  const sites = await governedSites(network)
  const [state, [against, inFavour, abstain], voteEnd, eta, block, chains, batches] = await Promise.all([
    read<number>(hub, 'GimbalGovernor', 'state', [id]),
    read<readonly [bigint, bigint, bigint]>(hub, 'GimbalGovernor', 'proposalVotes', [id]),
    read<bigint>(hub, 'GimbalGovernor', 'proposalDeadline', [id]),
    read<bigint>(hub, 'GimbalGovernor', 'proposalEta', [id]),
    hub.client.getBlock(),
    Promise.all(sites.map((site) => deliveryTo(hub, site))),
    batchesOf(network, id),
  ])
  // The quorum of a vote is fixed once it begins; before that today's stands for it.
  const at = found.voteStart < block.timestamp ? found.voteStart : block.timestamp - 1n
  const status: Status = {
    proposal: id,
    number: found.number,
    title: titleOf(found.description),
    state: PROPOSAL_STATES[state] ?? 'pending',
    votes: { for: inFavour, against, abstain },
    quorum: await read<bigint>(hub, 'GimbalGovernor', 'quorum', [at]),
    voteStart: found.voteStart,
    voteEnd,
    eta,
    now: block.timestamp,
    chains,
    batches,
  }
  const due = status.state === 'queued' && status.now >= eta
  const next = nextOf(status, due ? await stuckAt(network, id) : undefined)
  return next === undefined ? status : { ...status, next }
}

/** Why an execution that is due would fail, if it would. */
async function stuckAt(network: Network, id: bigint): Promise<string | undefined> {
  const { client, deployment } = network.hub
  const { abi } = artifact('GimbalGovernor')
  const to = addressOf(deployment, 'GimbalGovernor')
  try {
    await client.call({ to, data: encodeFunctionData({ abi, functionName: 'execute', args: [id] }) })
    return undefined
  } catch (error) {
    return explainFor({ network, names: await readNames(network) })(error)
  }
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
  const [votes, set] =
    applied[0] >= version
      ? [BigInt(k), 0n]
      : await read<readonly [bigint, bigint]>(site, 'HedgeTransport', 'votes', [
          BigInt(hub.deployment.chainId),
          CONFIG,
          version,
          digest,
        ])
  return {
    waiting: await readConfigWaits(site),
    chain: site.deployment.name,
    wanted: { version, digest },
    applied: { version: applied[0], digest: applied[1] },
    families: Number(votes),
    carriedBy: familiesIn(set),
    quorum: k,
  }
}

/** Numbers of the families in a set of contracts/types/FamilySet.sol. */
export function familiesIn(set: bigint): readonly number[] {
  return Array.from({ length: FAMILIES }, (_, family) => family).filter(
    (family) => (set >> BigInt(family)) & 1n,
  )
}

function nextOf(status: Status, stuck: string | undefined): Status['next'] {
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
        : stuck === undefined
          ? { what: 'it waits for its execution', command: `gimbal-gov execute ${number}` }
          : { what: `it is stuck: its execution ${stuck}` }
    case 'executed':
      return nextBatch(status) ?? nextDelivery(status)
    default:
      return undefined
  }
}

/** The batches that the execution of a proposal has sent. */
async function batchesOf(network: Network, id: bigint): Promise<readonly RemoteDelivery[]> {
  const { hub, sites } = network
  const { client, deployment } = hub
  const executed = await client.getLogs({
    address: addressOf(deployment, 'GimbalGovernor'),
    event: getAbiItem({ abi: artifact('GimbalGovernor').abi, name: 'ProposalExecuted' }),
    fromBlock: BigInt(deployment.startBlock),
    strict: true,
  })
  const transaction = executed.find(({ args }) => args.proposalId === id)?.transactionHash
  if (transaction === undefined) return []
  const all = await Promise.all(sites.map((site) => readBatches(network, site)))
  return all
    .flat()
    .filter((each) => each.transaction === transaction)
    .map(({ site, batch, stage }) => ({ chain: site.deployment.name, number: batch.number, stage }))
}

function nextBatch({ batches }: Status): Status['next'] {
  for (const { chain, number, stage } of batches) {
    const next = nextOfStage(chain, number, stage)
    if (next !== undefined) return next
  }
  return undefined
}

function nextOfStage(chain: string, number: bigint, stage: Stage): Status['next'] {
  const command = `gimbal-gov carry ${chain}`
  switch (stage.kind) {
    case 'under way':
      return {
        what: `batch ${number} of ${chain} waits for ${stage.quorum - stage.families} more of ${stage.quorum} families`,
        command,
      }
    case 'confirmed':
      return { what: `batch ${number} of ${chain} waits to be scheduled there`, command }
    case 'waits':
      return {
        what: `the timelock of ${chain} holds batch ${number} until ${formatTime(stage.eta)}`,
        command,
      }
    case 'ready':
      return { what: `batch ${number} of ${chain} waits for its execution`, command }
    default:
      return undefined
  }
}

function nextDelivery({ chains }: Status): Status['next'] {
  const late = chains.find(({ wanted, applied }) => applied.version < wanted.version)
  if (late === undefined) return undefined
  const { chain, wanted, applied, families, quorum, waiting } = late
  const held = waiting.findLast(({ version }) => version === wanted.version)
  if (held?.kind === 'cancelled') {
    const rest = held.tightened ? '; what it tightens is in force' : ''
    return { what: `the guardian of ${chain} cancelled version ${held.version}${rest}` }
  }
  if (held !== undefined) {
    const until = formatTime(held.eta)
    return {
      what: held.tightened
        ? `what version ${held.version} tightens is in force on ${chain}, whose timelock holds the rest until ${until}`
        : `version ${held.version} loosens something, so the timelock of ${chain} holds it until ${until}`,
      command: `gimbal-gov carry ${chain}`,
    }
  }
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
