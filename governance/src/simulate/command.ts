import { print } from '@gimbal/relayer/terminal'
import { Command } from 'commander'
import type { Context } from '../actions/call.ts'
import { readProposal } from '../document/read.ts'
import { withValuesOf } from '../fee/kept.ts'
import { type Found, findProposal } from '../lifecycle/find.ts'
import { titleOf } from '../lifecycle/title.ts'
import { type Network, NetworkError } from '../network/network.ts'
import { buildProposal, type Proposal, proposalOf } from '../proposal.ts'
import { batchHash } from './chain/enact.ts'
import { withEndpoints } from './endpoints.ts'
import { DEFAULTS, type PathOptions } from './hedging/paths.ts'
import { type Recheck, recheck } from './recheck.ts'
import { type KeptReport, readReport, reportFolder, valuesOf, writeReport } from './report/file.ts'
import { findLine, formatLine, withLine } from './report/line.ts'
import { outcomeOf } from './report/markdown.ts'
import { simulate } from './simulate.ts'

/** Flags of a simulation, as the command line has them. */
export type SimulateFlags = {
  readonly fork: readonly string[]
  readonly out?: string
  readonly prices?: string
  readonly seed?: string
  readonly paths?: string
  readonly days?: string
  readonly replay?: boolean
}

type Ask = { readonly context: () => Promise<Context>; readonly json: () => boolean | undefined }

/** Progress is for people who wait, and no part of the answer. */
const say = (line: string): void => console.error(line)

/** Options that say where and what a simulation is made from. */
export function simulateOptions(command: Command): Command {
  return command
    .option(
      '--fork <name=url>',
      'copy this chain from another endpoint; may be repeated',
      (one: string, all: readonly string[]) => [...all, one],
      [],
    )
    .option('--prices <csv>', 'replay hedging over these candles: those that npm start reads')
    .option(
      '-o, --out <dir>',
      'folder of the report; FILE without its ending and with .simulation unless given',
    )
}

/** `simulate PROPOSAL`: a file, or one that is put forward already, by whomever. */
export function simulateCommand({ context, json }: Ask): Command {
  return simulateOptions(new Command('simulate').argument('<proposal>'))
    .description(
      'do on local copies of all chains what a proposal would do, and write a report of it: a file, or one that is proposed, by its number, id or latest',
    )
    .option('--seed <n>', 'of the paths drawn without a price file', String(DEFAULTS.seed))
    .option('--paths <n>', 'most paths of the replay', String(DEFAULTS.paths))
    .option('--days <n>', 'length of each', String(DEFAULTS.days))
    .option('--no-replay', 'leave hedging out')
    .action(async (which: string, flags: SimulateFlags) => {
      const read = isProposed(which) ? undefined : readProposal(which)
      const at = await context()
      const proposal =
        read === undefined ? await proposedAs(at.network, which) : await buildProposal(at, read)
      const network = withEndpoints(at.network, flags.fork)
      const what = { title: proposal.title, batch: proposal, say, ...replayOf(flags) }
      const report = await interruptible((signal) => simulate(network, { ...what, signal }))
      const { markdown, json: data, chart, digest, line } = writeReport(flags.out ?? folderOf(which), report)
      print(
        json(),
        { digest, report: data, markdown, chart: chart ?? null, executes: report.execution.done },
        [outcomeOf(report), `report: ${markdown}`, formatLine(line)],
      )
      if (!report.execution.done) process.exitCode = 1
    })
}

/** Whether a word names a proposal of the Governor; a file is named otherwise. */
export function isProposed(which: string): boolean {
  return which === 'latest' || /^\d+$/.test(which)
}

async function proposedAs(
  network: Network,
  which: string,
): Promise<Pick<Proposal, 'title' | 'targets' | 'values' | 'calldatas'>> {
  const { description, targets, values, calldatas } = await findProposal(network, which)
  return { title: titleOf(description), targets, values, calldatas }
}

/** Of one that has no file, a folder here. */
function folderOf(which: string): string {
  return isProposed(which) ? `proposal-${which}.simulation` : reportFolder(which)
}

/**
 * The proposal with the digest of its simulation in its description; of the report beside its file, or of a new one.
 *
 * @throws NetworkError where the simulation says that it fails
 */
export async function withSimulation(
  { network }: Context,
  file: string,
  proposal: Proposal,
  flags: SimulateFlags,
): Promise<Proposal> {
  const folder = flags.out ?? reportFolder(file)
  const { line, fails } = reportOf(folder, proposal) ?? (await simulateInto(folder, network, proposal, flags))
  if (fails !== undefined) {
    throw new NetworkError(
      `its simulation fails: ${fails}. ${folder}/report.md says the rest; simulate it again once that has changed, or leave the digest out with --no-simulation`,
    )
  }
  return proposalOf(proposal.title, withLine(proposal.description, line), proposal.calls)
}

/** The proposal with the values of the report beside its file, if that is of its calls and still pays gateways. */
export function withKeptValues(file: string, proposal: Proposal, { out }: SimulateFlags): Proposal {
  const kept = readReport(out ?? reportFolder(file))
  return kept === undefined ? proposal : withValuesOf(proposal, kept)
}

/** The proposal as it would be put forward with the report beside its file, if there is one. */
export function withKeptLine(file: string, proposal: Proposal, { out }: SimulateFlags): Proposal {
  const kept = reportOf(out ?? reportFolder(file), proposal)
  if (kept === undefined) return proposal
  return proposalOf(proposal.title, withLine(proposal.description, kept.line), proposal.calls)
}

/** The report in a folder, if it is of these calls. */
function reportOf(folder: string, proposal: Proposal): KeptReport | undefined {
  const kept = readReport(folder)
  return kept?.batch === batchHash(proposal) ? kept : undefined
}

async function simulateInto(
  folder: string,
  network: Network,
  proposal: Proposal,
  flags: SimulateFlags,
): Promise<KeptReport> {
  const what = { title: proposal.title, batch: proposal, say, ...replayOf(flags) }
  const sources = withEndpoints(network, flags.fork)
  const report = await interruptible((signal) => simulate(sources, { ...what, signal }))
  const { line } = writeReport(folder, report)
  const { done, why = '' } = report.execution
  return { line, batch: report.batch, values: valuesOf(report.calls), ...(done ? {} : { fails: why }) }
}

/** Does the simulation beside a file again, if there is one of its calls. */
export async function recheckFile(
  { network }: Context,
  file: string,
  proposal: Proposal,
  flags: SimulateFlags,
): Promise<Recheck | undefined> {
  const kept = reportOf(flags.out ?? reportFolder(file), proposal)
  if (kept === undefined) return undefined
  const { line } = kept
  const what = { title: proposal.title, batch: proposal, say, ...pricesOf(flags) }
  return interruptible((signal) => recheck(withEndpoints(network, flags.fork), line, { ...what, signal }))
}

/** Does the simulation again that a proposal of the Governor names, if it names one. */
export async function recheckProposed(
  network: Network,
  found: Found,
  flags: SimulateFlags,
): Promise<Recheck | undefined> {
  const line = findLine(found.description)
  if (line === undefined) return undefined
  const what = { title: titleOf(found.description), batch: found, say, ...pricesOf(flags) }
  return interruptible((signal) => recheck(withEndpoints(network, flags.fork), line, { ...what, signal }))
}

/** Stops the copies before the program ends, whoever ends it. */
async function interruptible<result>(work: (signal: AbortSignal) => Promise<result>): Promise<result> {
  const stopping = new AbortController()
  const stop = (): void => stopping.abort()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, stop)
  try {
    return await work(stopping.signal)
  } catch (error) {
    if (stopping.signal.aborted) throw new NetworkError('interrupted', { cause: error })
    throw error
  } finally {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, stop)
  }
}

function pricesOf({ prices }: SimulateFlags): { readonly prices?: string } {
  return prices === undefined ? {} : { prices }
}

/** The replay that flags ask for. */
function replayOf({ replay = true, seed, paths, days, ...flags }: SimulateFlags): {
  readonly replay?: PathOptions
} {
  if (!replay) return {}
  const count = (flag: string, text: string | undefined, otherwise: number, most: number): number => {
    const value = text === undefined ? otherwise : Number(text)
    if (Number.isInteger(value) && value >= 1 && value <= most) return value
    throw new NetworkError(`--${flag} ${text ?? ''}: expected a whole number from 1 to ${most}`)
  }
  return {
    replay: {
      seed: count('seed', seed, DEFAULTS.seed, 2 ** 31),
      paths: count('paths', paths, DEFAULTS.paths, 10_000),
      days: count('days', days, DEFAULTS.days, 365),
      ...pricesOf(flags),
    },
  }
}
