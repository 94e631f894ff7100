import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { portSource } from '@gimbal/relayer/local/ports'
import { createStack } from '@gimbal/relayer/local/stack'
import type { Hex, TransactionReceipt } from 'viem'
import type { Context } from '../actions/call.ts'
import type { Batch } from '../lifecycle/batch.ts'
import { waitingOn } from '../lifecycle/waiting.ts'
import { type Market, readNames } from '../network/names.ts'
import { governedSites, type Network, NetworkError, type Site } from '../network/network.ts'
import { unpackKey } from '../parameter/key.ts'
import { explainFor } from '../refusal/words.ts'
import { type LossBound, lossBounds } from '../view/loss-bound.ts'
import { deliveryTo } from '../view/status.ts'
import { type Carried, carry, sendConfigs } from './chain/carry.ts'
import { batchHash, type Enacted, executeOn, queueOn } from './chain/enact.ts'
import { type Fork, forkOf } from './chain/fork.ts'
import { type LetIn, letIn } from './chain/let-in.ts'
import { passOn, type Refusal } from './chain/queued.ts'
import { readAllTerms, readStanding, replayAll, type Standing } from './hedging/hedging.ts'
import type { PathOptions } from './hedging/paths.ts'
import { decodeCalls } from './report/calls.ts'
import type { Delivered, Report } from './report/report.ts'
import { type ChangedValues, changedValues } from './state/events.ts'
import { roleChanges } from './state/roles.ts'
import { checkRules } from './state/rules.ts'
import { movedSettings, readSettings } from './state/settings.ts'
import { snapshotOf } from './state/snapshot.ts'
import { upgradeRules } from './state/upgrades.ts'
import { movedValues, readGoverned } from './state/values.ts'
import { storageChanges } from './storage/changes.ts'

export type SimulateOptions = {
  readonly title: string
  readonly batch: Batch
  /** After which block of a chain, by its name; its newest unless given. */
  readonly blocks?: ReadonlyMap<string, bigint>
  /** Paths of the replay; no replay unless given. */
  readonly replay?: PathOptions
  readonly say?: (line: string) => void
  /** Ends it and its chains. */
  readonly signal?: AbortSignal
}

/**
 * Does on local copies of the chains what a vote would do: what waits in the timelock first, then the proposal the whole way,
 * then its messages to the spokes. Nothing is sent to the network itself.
 *
 * @throws NetworkError where a chain cannot be copied
 */
export async function simulate(network: Network, options: SimulateOptions): Promise<Report> {
  const { say = () => undefined } = options
  const stack = createStack(say)
  options.signal?.addEventListener('abort', () => void stack.stop(), { once: true })
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-simulate-'))
  try {
    const ground = { stack, folder, ports: portSource() }
    const forks = await Promise.all(
      network.sites.map((site) => forkOf(site, ground, options.blocks?.get(site.deployment.name))),
    )
    return await simulateOn(forks, options, say)
  } finally {
    await stack.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function simulateOn(
  forks: readonly Fork[],
  { title, batch, replay }: SimulateOptions,
  say: (line: string) => void,
): Promise<Report> {
  const [hub] = forks
  if (hub === undefined) throw new NetworkError('a network has a hub')
  const network: Network = { hub: hub.site, sites: forks.map(({ site }) => site) }
  const context: Context = { network, names: await readNames(network) }
  const start = Number(hub.origin.time)
  const standing = replay === undefined ? [] : await readStanding(network, context.names.markets, start)
  const words = explainFor(context)
  const explain = async ({ why, error }: Refusal): Promise<string> =>
    error === undefined ? why : words(error)
  const queued = []
  for (const waiting of await waitingOn(hub.site)) {
    say(`queued before: ${waiting.title ?? waiting.operation}`)
    const heights = await heightsOf(forks)
    queued.push(await passOn(hub, waiting, explain))
    await bring(hub, forks, heights)
  }
  say('vote, queue and wait')
  const voted = await queueOn(hub, batch)
  await hub.reach(voted.eta)
  const before = await stateOf(context, standing)
  const heights = await heightsOf(forks)
  const enacted = await executeOn(hub, batch, voted)
  const why = enacted.ending.ok ? undefined : await explain(enacted.ending)
  say(why === undefined ? 'executed' : `fails: ${why}`)
  const brought = await bring(hub, forks, heights)
  const receipt = enacted.ending.ok ? enacted.ending.receipt : undefined
  const set = changedValues(receipt)
  const after = await stateOf(context, standing, set)
  const settings = movedSettings(before.settings, after.settings)
  say('read what has changed')
  const known = await governedSites(network)
  return {
    format: 1,
    title,
    batch: batchHash(batch),
    calls: decodeCalls(context, batch),
    origins: forks.map(({ site, origin }) => ({ chain: site.deployment.name, ...origin })),
    queued: queued.map(({ operation, title: known, why, ...calls }) => ({
      operation,
      title: known ?? 'an operation without a proposal',
      calls: decodeCalls(context, calls),
      ...(why === undefined ? {} : { why }),
    })),
    execution: executionOf(enacted, why),
    deliveries: await Promise.all(known.map((site) => deliveredTo(hub, site, brought))),
    values: await movedValues(context, before.governed, after.governed, set),
    settings,
    ...(await writtenBy(context, hub, forks, receipt, brought)),
    rules: [
      ...after.rules.map((rule, i) => ({ ...rule, before: before.rules[i]?.holds ?? false })),
      ...(await upgradeRules(network, settings)).map((rule) => ({ ...rule, before: true })),
    ],
    loss: lossChanges(before.loss, after.loss),
    ...(replay === undefined ? {} : { hedging: replayAll(standing, before.terms, after.terms, replay) }),
  }
}

/** What transactions of the proposal wrote: its execution on the hub, and what the spokes took in. */
async function writtenBy(
  context: Context,
  hub: Fork,
  forks: readonly Fork[],
  execution: TransactionReceipt | undefined,
  { carried, done }: Brought,
): Promise<Pick<Report, 'roles' | 'storage'>> {
  const found = await Promise.all(
    forks.map(async (fork) => {
      const chain = fork.site.deployment.name
      const receipts = [
        ...(fork === hub && execution !== undefined ? [execution] : []),
        ...carried.flatMap(({ to, receipt }) => (to === chain && receipt !== undefined ? [receipt] : [])),
        ...done.flatMap((each) => (each.chain === chain ? [each.receipt] : [])),
      ]
      const hashes = receipts.map(({ transactionHash }) => transactionHash)
      return {
        roles: roleChanges(context, chain, receipts),
        storage: await storageChanges(context, fork, hashes),
      }
    }),
  )
  return { roles: found.flatMap(({ roles }) => roles), storage: found.flatMap(({ storage }) => storage) }
}

/** @param set values that the proposal has set, some of them on their way for days */
async function stateOf(live: Context, standing: Standing, set: ChangedValues = new Map()) {
  const context = snapshotOf(live)
  const [governed, settings, loss, terms] = await Promise.all([
    readGoverned(context),
    readSettings(context),
    lossBounds(context),
    readAllTerms(context.network, standing, (market) => rampedOf(market, set)),
  ])
  return { governed, settings, loss, terms, rules: await checkRules(context, governed) }
}

/** What thresholds of a market are set to. */
function rampedOf({ id }: Market, set: ChangedValues): ReadonlyMap<string, bigint> {
  const ofMarket = [...set].flatMap(([key, { value }]) => {
    const { field, market } = unpackKey(key as Hex)
    return field?.familyName === 'thresholds' && market === id ? [[field.name, value] as const] : []
  })
  return new Map(ofMarket)
}

function lossChanges(before: readonly LossBound[], after: readonly LossBound[]): Report['loss'] {
  return before.map(({ market, spoke, symbols, hedges, fills, fees }, i) => ({
    market,
    spoke,
    quote: symbols.quote,
    hedges: { before: hedges, after: after[i]?.hedges ?? 0n },
    fills: { before: fills, after: after[i]?.fills ?? 0n },
    fees: { before: fees, after: after[i]?.fees ?? 0n },
  }))
}

type Brought = LetIn & { readonly carried: readonly Carried[] }

/** Sends configs where they are due, carries all that has left since some heights, and lets the spokes act on it. */
async function bring(hub: Fork, forks: readonly Fork[], since: ReadonlyMap<Fork, bigint>): Promise<Brought> {
  await sendConfigs(hub, forks)
  const carried = await carry(forks, since)
  const network: Network = { hub: hub.site, sites: forks.map(({ site }) => site) }
  return { carried, ...(await letIn(network, forks)) }
}

async function heightsOf(forks: readonly Fork[]): Promise<ReadonlyMap<Fork, bigint>> {
  const heights = forks.map(async (fork) => [fork, await fork.site.client.getBlockNumber()] as const)
  return new Map(await Promise.all(heights))
}

function executionOf({ ending, waited, paid }: Enacted, why: string | undefined): Report['execution'] {
  return ending.ok
    ? { done: true, waited, gas: ending.receipt.gasUsed, ...(paid === undefined ? {} : { paid }) }
    : { done: false, waited, why: why ?? ending.why }
}

async function deliveredTo(hub: Fork, site: Site, { carried, refused }: Brought): Promise<Delivered> {
  const { chain, wanted, applied } = await deliveryTo(hub.site, site)
  const here = carried.filter(({ to, kind }) => to === chain && kind === 'config')
  return {
    chain,
    wanted,
    applied,
    families: here.filter(({ why }) => why === undefined).map(({ family }) => family),
    refused: [
      ...here.flatMap(({ family, why }) => (why === undefined ? [] : [`family ${family} ${why}`])),
      ...refused.flatMap((each) => (each.chain === chain ? [each.why] : [])),
    ],
  }
}
