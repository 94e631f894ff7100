import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { artifact } from '@gimbal/contracts'
import { getAbiItem, type Hex } from 'viem'
import { accounts, delegates } from '../../relayer/localnet/accounts.ts'
import { readOptions } from '../../relayer/localnet/options.ts'
import type { Stack } from '../../relayer/localnet/process/stack.ts'
import { startReplay } from '../../relayer/localnet/replay.ts'
import { contractOf, networkFile, type Site } from '../../relayer/localnet/setup/local-network.ts'
import { type Stage, setStage } from '../../relayer/localnet/stage.ts'
import { openScreen } from '../../relayer/localnet/view/screen.ts'
import { checkProposal } from '../src/check.ts'
import { readProposal } from '../src/document/read.ts'
import * as acts from '../src/lifecycle/acts.ts'
import { type Found, findProposal } from '../src/lifecycle/find.ts'
import { readNames } from '../src/network/names.ts'
import { type Network, readNetworkFile } from '../src/network/network.ts'
import { ProposalError } from '../src/problem.ts'
import { buildProposal, type Proposal, proposalOf } from '../src/proposal.ts'
import { reportFolder, writeReport } from '../src/simulate/report/file.ts'
import { withLine } from '../src/simulate/report/line.ts'
import { outcomeOf } from '../src/simulate/report/markdown.ts'
import { simulate } from '../src/simulate/simulate.ts'
import { checkLines, statusLines } from '../src/view/lines.ts'
import type { Status } from '../src/view/progress.ts'
import { readStatus } from '../src/view/status.ts'
import { indexedLines } from './indexed.ts'
import { proposalFile } from './proposal-file.ts'

export type DemoOptions = {
  /** Of npm start. */
  readonly args: readonly string[]
  readonly stack: Stack
  readonly say: (line: string) => void
  readonly signal: AbortSignal
  readonly fail: (error: Error) => void
}

export type DemoResult = {
  readonly proposal: string
  readonly state: Status['state']
  readonly applied: readonly { readonly chain: string; readonly version: number; readonly digest: Hex }[]
  readonly hedgesUnderNewVersion: number
}

/** Simulated seconds a second: an hour of voting passes in twenty, and half a day of the market in four minutes. */
const SPEED = '180'
const SPOKE = 'spoke-a'
/** Enough paths to tell a wider band, and few enough not to hold the vote up. */
const REPLAY = { seed: 1, paths: 32, days: 7 }
const PATIENCE = 240_000

/** The whole way of a proposal while the network goes on hedging. */
export async function runDemo({ args, stack, say, signal, fail }: DemoOptions): Promise<DemoResult> {
  const options = readOptions([...args, '--speed', SPEED, '--hours', '24'])
  if (options === 'help') throw new Error('no help here')
  const stage = await setStage({ options, stack, say, fail })
  const site = stage.sites.find(({ chain }) => chain.name === SPOKE)
  if (site === undefined) throw new Error(`no ${SPOKE}`)
  await prepareVoters(stage)
  const replay = startReplay(stage, { options, screen: openScreen(process.stderr, true), signal })
  replay.until(undefined).catch(fail)

  const network = readNetworkFile(networkFile(stage.folder))
  const file = join(stage.folder, 'proposal.yaml')
  writeFileSync(file, await proposalFile(network, site))
  const [lead] = delegates
  if (lead === undefined) throw new Error('nobody may propose')
  await Promise.all(delegates.map((voter) => acts.delegate(network, voter, voter.address)))
  say(`${delegates.length} holders delegate to themselves`)

  const context = { network, names: await readNames(network) }
  const read = readProposal(file)
  const plain = await buildProposal(context, read)
  const check = await checkProposal(context, read, plain)
  if (check.problems.length > 0) throw new ProposalError(file, check.problems)
  for (const line of checkLines(file, plain, check)) say(line)
  const proposal = await simulated(network, file, plain, say)

  await acts.propose(network, lead, proposal)
  const found = await findProposal(network, 'latest')
  await until(network, found, 'active', say)
  for (const voter of delegates) await acts.vote(network, voter, found, 'for', 'wider bands cost less here')
  await until(network, found, 'succeeded', say)
  await acts.queue(network, lead, found)
  await untilDue(network, found, say)
  await acts.execute(network, lead, found)
  const before = await site.chain.client.getBlockNumber()
  await acts.sendConfig(network, lead, site.chain.id)
  const status = await untilApplied(network, found, say)
  const delivery = status.chains.find(({ chain }) => chain === SPOKE)
  if (delivery === undefined) throw new Error(`${SPOKE} has no version`)
  const hedges = await hedgesUnder(site, delivery.applied.digest, before)
  say(`${hedges} hedges on ${SPOKE} under version ${delivery.applied.version}`)
  const hub = network.hub.deployment.chainId
  for (const line of await indexedLines(await stage.indexers, hub, found)) say(line)
  return {
    proposal: String(found.id),
    state: status.state,
    applied: status.chains.map(({ chain, applied }) => ({
      chain,
      version: Number(applied.version),
      digest: applied.digest,
    })),
    hedgesUnderNewVersion: hedges,
  }
}

/** The proposal on local copies of the chains, its report in a file and the report's digest in its description. */
async function simulated(
  network: Network,
  file: string,
  proposal: Proposal,
  say: (line: string) => void,
): Promise<Proposal> {
  const report = await simulate(network, { title: proposal.title, batch: proposal, replay: REPLAY })
  const { markdown, line } = writeReport(reportFolder(file), report)
  say(`simulation: ${outcomeOf(report)}`)
  say(`report: ${markdown}`)
  if (!report.execution.done) throw new Error('the proposal would fail')
  return proposalOf(proposal.title, withLine(proposal.description, line), proposal.calls)
}

/** Voters pay their own gas. */
async function prepareVoters({ sites }: Stage): Promise<void> {
  const [hub] = sites
  await hub?.chain.automine(true)
  for (const { address } of delegates) await hub?.chain.give(accounts.deployer.address, address, 10n ** 18n)
  await hub?.chain.automine(false)
}

async function until(
  network: Network,
  found: Found,
  state: Status['state'],
  say: (line: string) => void,
): Promise<Status> {
  const status = await poll(network, found, (each) => each.state === state)
  for (const line of statusLines(status)) say(line)
  return status
}

async function untilDue(network: Network, found: Found, say: (line: string) => void): Promise<void> {
  const status = await poll(network, found, ({ state, now, eta }) => state === 'queued' && now >= eta)
  for (const line of statusLines(status)) say(line)
}

async function untilApplied(network: Network, found: Found, say: (line: string) => void): Promise<Status> {
  const status = await poll(
    network,
    found,
    ({ state, chains }) =>
      state === 'executed' && chains.every(({ wanted, applied }) => applied.version >= wanted.version),
  )
  for (const line of statusLines(status)) say(line)
  return status
}

async function poll(network: Network, found: Found, done: (status: Status) => boolean): Promise<Status> {
  const deadline = Date.now() + PATIENCE
  for (;;) {
    const status = await readStatus(network, found)
    if (done(status)) return status
    if (Date.now() > deadline) throw new Error(`stuck: ${statusLines(status).join('; ')}`)
    await sleep(500)
  }
}

/** Waits for the first hedge whose trade was checked against the config of a digest. */
async function hedgesUnder({ chain, ...site }: Site, digest: Hex, fromBlock: bigint): Promise<number> {
  const event = getAbiItem({ abi: artifact('IHedgeExecutor').abi, name: 'Hedged' })
  const deadline = Date.now() + PATIENCE
  for (;;) {
    const logs = await chain.client.getLogs({
      address: contractOf({ chain, ...site }, 'HedgeExecutor'),
      event,
      fromBlock,
      strict: true,
    })
    const under = logs.filter(({ args }) => args.execution.configDigest === digest)
    if (under.length > 0 || Date.now() > deadline) return under.length
    await sleep(500)
  }
}
