import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { simulatedPath } from '../../relayer/localnet/market/simulated.ts'
import type { Options } from '../../relayer/localnet/options.ts'
import type { Stack } from '../../relayer/localnet/process/stack.ts'
import { startReplay } from '../../relayer/localnet/replay.ts'
import { conservation } from '../../relayer/localnet/report/conservation.ts'
import { readHistory } from '../../relayer/localnet/report/history.ts'
import { readIndexers } from '../../relayer/localnet/report/indexed.ts'
import { makeRecording } from '../../relayer/localnet/report/recording.ts'
import { setStage } from '../../relayer/localnet/stage.ts'
import { type RpcGate, rpcGate } from '../e2e/stage/rpc-gate.ts'
import { judge } from '../reference/judge.ts'
import { type Back, booksBack } from './books-back.ts'
import { chaosOn } from './faults.ts'
import { gappedPath } from './gapped-path.ts'
import { journalErrors, readJournal } from './journal-check.ts'
import { type RelayerProcess, relayerProcess } from './relayer-process.ts'
import { type Fault, lastEnd, RECOVERY } from './schedule.ts'

export interface ChaosOptions {
  readonly seed: number
  readonly minutes: number
  readonly schedule: readonly Fault[]
  readonly subgraph: boolean
  readonly folder: string
  readonly stack: Stack
  readonly say: (line: string) => void
  readonly signal: AbortSignal
}

export interface Verdict {
  readonly faults: number
  readonly hedges: number
  readonly back: readonly Back[]
  /** Empty when everything that must hold has held. */
  readonly errors: readonly string[]
}

/** Replays a market on the local network while the schedule breaks it, and judges what is left of it. */
export async function runChaos(chaos: ChaosOptions): Promise<Verdict> {
  const { seed, minutes, schedule, stack, say, signal, folder } = chaos
  const options = optionsOf(chaos)
  let broken: Error | undefined
  const gates = new Map<number, RpcGate>()
  let relayer: RelayerProcess | undefined
  const raised = await setStage({
    options,
    stack,
    say,
    fail: (error) => {
      broken ??= error
    },
    path: gappedPath(simulatedPath(seed), schedule),
    relay: async (given, ground) => {
      for (const { id, rpc } of given.config.chains) {
        gates.set(id, await stack.start(`endpoint of ${id}`, () => rpcGate(rpc[0]!)))
      }
      relayer = await relayerProcess(given, ground, (id) => gates.get(id)!.url)
      return relayer
    },
  })
  if (relayer === undefined) throw new Error('nobody relays')
  const { stage, actor } = chaosOn({ stage: raised, relayer, gates, say }, schedule)
  const screen = { say, show: () => {}, report: () => {} }
  const replay = startReplay(stage, { options, screen, signal, first: actor })
  await replay.until(stage.path.start + 60 * minutes)
  if (broken !== undefined) throw broken

  const { sites, books, path } = stage
  const history = await readHistory(sites)
  const recording = await makeRecording(sites, history, replay.ticks)
  writeFileSync(join(folder, 'recording.json'), JSON.stringify(recording))
  const verdicts = judge(recording)
  const back = await booksBack({
    sites,
    books,
    path,
    seed,
    history,
    from: path.start + lastEnd(schedule),
    until: replay.reached(),
  })
  const balances = await conservation(
    sites,
    books.map(({ book }) => book),
  )
  const indexed = await readIndexers(await stage.indexers, sites)
  const late = back.filter(({ after }) => after === undefined || after > 60 * RECOVERY)
  const wrong = verdicts.filter(({ allowed, lotsOff }) => !allowed || lotsOff > 1)
  const lostToIndex = chaos.subgraph && indexed.hedges !== verdicts.length
  return {
    faults: schedule.length,
    hedges: verdicts.length,
    back,
    errors: [
      ...(await journalErrors(sites, readJournal(relayer.journal))),
      ...balances.flatMap(({ what, error }) => (error === 0n ? [] : [`${what} is off by ${error} units`])),
      ...wrong.map(
        ({ hedge, allowed, lotsOff }) =>
          `hedge of book ${hedge.book} on ${hedge.spoke} at ${hedge.mined}: ` +
          (allowed ? `${lotsOff.toFixed(1)} lots off` : 'began inside its band'),
      ),
      ...late.map(({ book }) => `${book} was not back within ${RECOVERY} minutes`),
      ...indexed.errors,
      ...(lostToIndex ? [`the subgraph has ${indexed.hedges} of ${verdicts.length} hedges`] : []),
    ],
  }
}

function optionsOf({ seed, minutes, subgraph, folder }: ChaosOptions): Options {
  return {
    hours: minutes / 60,
    seed,
    speed: 'max',
    prices: undefined,
    from: undefined,
    report: undefined,
    exit: true,
    ports: undefined,
    keep: folder,
    json: false,
    subgraph,
  }
}
