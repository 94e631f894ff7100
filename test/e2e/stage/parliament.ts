import {
  acts,
  buildProposal,
  findProposal,
  type Network,
  openNetwork,
  parseProposal,
  readNames,
  readStatus,
} from '@gimbal/governance'
import { accounts, delegates } from '../../../relayer/localnet/accounts.ts'
import type { LocalChain } from '../../../relayer/localnet/chain/local-chain.ts'
import { portSource } from '../../../relayer/localnet/process/ports.ts'
import { createStack } from '../../../relayer/localnet/process/stack.ts'
import { compileSubgraphs, type Indexer, startIndexers } from '../../../relayer/localnet/setup/indexers.ts'
import { addressFolder, buildLocalNetwork } from '../../../relayer/localnet/setup/local-network.ts'
import {
  type Ground,
  prepareFolder,
  startChains,
  startIndexerGround,
} from '../../../relayer/localnet/setup/processes.ts'
import type { Fault } from '../../../relayer/src/carrier/options.ts'
import { type ProposalRecord, recordProposals } from './proposal-record.ts'
import { quickCarrier } from './quick-carrier.ts'
import { arriveOn, passOn } from './time.ts'

const GENESIS = 1_767_225_600
const MINUTE = 60
const WAD = 10n ** 18n

export type Found = Awaited<ReturnType<typeof findProposal>>
/** How each delegate votes, those with most first. */
export type Division = readonly ('for' | 'against' | 'abstain')[]

/** Chains that are governed, whose time a test moves, with a graph-node each; the hub's first. */
export interface Parliament {
  readonly chains: readonly LocalChain[]
  readonly network: Network
  readonly indexers: readonly Indexer[]
  /** The Governor's word after each act here. */
  readonly records: readonly ProposalRecord[]
  readonly record: () => Promise<void>
  readonly siteOf: (name: string) => Network['sites'][number]
  /** Lets time go on everywhere. */
  readonly pass: (seconds: number) => Promise<void>
  /** Has everything that is under way arrive. */
  readonly arrive: () => Promise<void>
  /** What happens to messages from now on. */
  readonly trouble: (fault: Fault | undefined) => void
  /** Puts a proposal forward; the actions are YAML. */
  readonly propose: (title: string, actions: string) => Promise<Found>
  /** Lets the vote begin, pass and end. */
  readonly divide: (found: Found, division: Division) => Promise<void>
  /** The same, and carries it out on the hub: adopted by all. */
  readonly enact: (title: string, actions: string) => Promise<Found>
  /** Waits until every block there is now is indexed. */
  readonly indexed: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** The hub and one spoke: what is said of one spoke holds of each. */
export async function openParliament(): Promise<Parliament> {
  const stack = createStack(() => undefined)
  try {
    return await openOn(stack)
  } catch (error) {
    await stack.stop()
    throw error
  }
}

async function openOn(stack: ReturnType<typeof createStack>): Promise<Parliament> {
  const ground: Ground = {
    folder: await prepareFolder(stack, undefined),
    ports: portSource(),
    stack,
    onDeath: (child, ending) => {
      throw new Error(`${child.name} died (${ending})`)
    },
  }
  await compileSubgraphs()
  const chains = (await startChains(ground, GENESIS)).slice(0, 2)
  const prices = { base: 3_000, quote: 1 }
  const said = { chains, prices, initialVol: 0.66, after: GENESIS, folder: ground.folder }
  const sites = await buildLocalNetwork({ ...said, say: () => undefined })
  const rpc = Object.fromEntries(chains.map(({ name, url }) => [name, url]))
  const network = openNetwork({ addresses: addressFolder(ground.folder), rpc })
  let fault: Fault | undefined
  const stops = network.sites.map(({ deployment, rpcUrl }) => ({ url: rpcUrl, deployment }))
  const carrier = await stack.start('carrier', () => quickCarrier(stops, () => fault))
  const indexers = await startIndexers(ground, await startIndexerGround(ground), sites)
  const pass = (seconds: number) => passOn(chains, seconds)
  const arrive = () => arriveOn(chains, carrier)
  const [lead] = delegates
  for (const voter of delegates) {
    for (const chain of chains) await chain.give(accounts.deployer.address, voter.address, WAD)
    await acts.delegate(network, voter, voter.address)
  }
  await arrive()

  const records: ProposalRecord[] = []
  const record = async (): Promise<void> => {
    records.push(await recordProposals(network))
  }

  async function propose(title: string, actions: string): Promise<Found> {
    const context = { network, names: await readNames(network) }
    const read = parseProposal('p.yaml', `title: ${title}\ntext: because\nactions:\n${actions}\n`)
    await acts.propose(network, lead!, await buildProposal(context, read))
    await record()
    return findProposal(network, 'latest')
  }

  async function divide(found: Found, division: Division): Promise<void> {
    await pass(6 * MINUTE)
    for (const [at, how] of division.entries()) {
      await acts.vote(network, delegates[at]!, found, how, `${how} it`)
      await record()
    }
    await pass(45 * MINUTE)
    await record()
  }

  return {
    chains,
    network,
    indexers,
    records,
    record,
    siteOf: (name) => network.sites.find(({ deployment }) => deployment.name === name)!,
    pass,
    arrive,
    trouble: (next) => {
      fault = next
    },
    propose,
    divide,
    enact: async (title, actions) => {
      const found = await propose(title, actions)
      await divide(found, ['for', 'for', 'for'])
      await acts.queue(network, lead!, found)
      await record()
      const { eta, now } = await readStatus(network, found)
      await pass(Number(eta - now))
      await acts.execute(network, lead!, found)
      await record()
      return found
    },
    indexed: () => allIndexed(chains, indexers),
    stop: () => stack.stop(),
  }
}

const PATIENCE = 120_000

async function allIndexed(chains: readonly LocalChain[], indexers: readonly Indexer[]): Promise<void> {
  const deadline = Date.now() + PATIENCE
  for (const [at, { client, name }] of chains.entries()) {
    const last = Number(await client.getBlockNumber())
    for (;;) {
      const status = await indexers[at]?.node.status()
      if (status?.fatalError) throw new Error(`the subgraph of ${name} failed: ${status.fatalError}`)
      if (status !== undefined && status.block >= last) break
      if (Date.now() > deadline) throw new Error(`the subgraph of ${name} is at ${status?.block} of ${last}`)
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}
