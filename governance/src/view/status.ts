import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { encodeFunctionData, getAbiItem, type Hex, zeroAddress } from 'viem'
import type { Found } from '../lifecycle/find.ts'
import { overdueFrom } from '../lifecycle/overdue.ts'
import { paymentOf } from '../lifecycle/payment.ts'
import { PROPOSAL_STATES } from '../lifecycle/states.ts'
import { titleOf } from '../lifecycle/title.ts'
import { readNames } from '../network/names.ts'
import { governedSites, type Network, read, type Site } from '../network/network.ts'
import { explainFor } from '../refusal/words.ts'
import { readBatches } from '../remote/batches.ts'
import { readConfigWaits } from '../remote/config-waits.ts'
import { familiesOf, KIND } from '../remote/families.ts'
import { hindranceOf } from '../remote/move.ts'
import { refusedConfig } from '../remote/refused.ts'
import { nextOf, type Stuck } from './next.ts'
import type { Delivery, RemoteDelivery, Status } from './progress.ts'

/** States in which it may still be executed. */
const OPEN: ReadonlySet<Status['state']> = new Set(['pending', 'active', 'succeeded', 'queued'])

/** Follows a proposal from its vote to every chain. */
export async function readStatus(network: Network, found: Found): Promise<Status> {
  const { hub } = network
  const { id } = found
  const sites = await governedSites(network)
  const [state, [against, inFavour, abstain], voteEnd, queueLife, eta, block, chains, batches] =
    await Promise.all([
      read<number>(hub, 'GimbalGovernor', 'state', [id]),
      read<readonly [bigint, bigint, bigint]>(hub, 'GimbalGovernor', 'proposalVotes', [id]),
      read<bigint>(hub, 'GimbalGovernor', 'proposalDeadline', [id]),
      read<bigint>(hub, 'GimbalGovernor', 'QUEUE_LIFE'),
      read<bigint>(hub, 'GimbalGovernor', 'proposalEta', [id]),
      hub.client.getBlock(),
      Promise.all(sites.map((site) => deliveryTo(hub, site))),
      batchesOf(network, id),
    ])
  // The quorum of a vote is fixed once it begins; before that today's stands for it.
  const at = found.voteStart < block.timestamp ? found.voteStart : block.timestamp - 1n
  const status = {
    proposal: id,
    number: found.number,
    title: titleOf(found.description),
    state: PROPOSAL_STATES[state] ?? 'pending',
    votes: { for: inFavour, against, abstain },
    quorum: await read<bigint>(hub, 'GimbalGovernor', 'quorum', [at]),
    voteStart: found.voteStart,
    voteEnd,
    queueUntil: voteEnd + queueLife,
    eta,
    now: block.timestamp,
    chains,
    batches,
  }
  const payment = OPEN.has(status.state) ? await paymentOf(hub, found.values) : undefined
  const paid = payment === undefined ? status : { ...status, payment }
  const isDue = status.state === 'queued' && status.now >= eta
  const todo = nextOf(paid, isDue ? await stuckAt(network, id, eta, payment?.due) : undefined)
  const [next] = todo
  return { ...paid, todo, ...(next === undefined ? {} : { next }) }
}

/** Why an execution that is due would fail, if it would. */
async function stuckAt(network: Network, id: bigint, eta: bigint, value = 0n): Promise<Stuck | undefined> {
  const { client, deployment } = network.hub
  const { abi } = artifact('GimbalGovernor')
  const to = addressOf(deployment, 'GimbalGovernor')
  try {
    await client.call({
      account: zeroAddress,
      to,
      data: encodeFunctionData({ abi, functionName: 'execute', args: [id] }),
      value,
      ...(value === 0n ? {} : { stateOverride: [{ address: zeroAddress, balance: value }] }),
    })
    return undefined
  } catch (error) {
    const why = await explainFor({ network, names: await readNames(network) })(error)
    return { why, cancellableFrom: await overdueFrom(network.hub, eta) }
  }
}

/** What a chain has of what the hub wants there. */
export async function deliveryTo(hub: Site, site: Site): Promise<Delivery> {
  const spoke = BigInt(site.deployment.chainId)
  const [version, digest, applied] = await Promise.all([
    read<bigint>(hub, 'RiskParameters', 'version', [spoke]),
    read<Hex>(hub, 'RiskParameters', 'digest', [spoke]),
    read<readonly [bigint, Hex]>(site, 'SpokeControl', 'configVersion'),
  ])
  const families =
    site.deployment.role === 'hub'
      ? { families: 0, quorum: 0, carriedBy: [], missing: [] }
      : await familiesOf(hub, site, { kind: KIND.config, epoch: version, digest })
  const refused = await refusedConfig(hub, site)
  return {
    ...families,
    ...(refused && { refused: refused.why === undefined ? {} : { why: refused.why } }),
    waiting: await readConfigWaits(site),
    chain: site.deployment.name,
    wanted: { version, digest },
    applied: { version: applied[0], digest: applied[1] },
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
  const explain = explainFor({ network, names: await readNames(network) })
  return Promise.all(
    all
      .flat()
      .filter((each) => each.transaction === transaction)
      .map(async (each) => {
        const { site, batch, stage } = each
        const stuck = await hindranceOf(network, each, explain)
        const known = { chain: site.deployment.name, number: batch.number, stage }
        return stuck === undefined ? known : { ...known, stuck }
      }),
  )
}
