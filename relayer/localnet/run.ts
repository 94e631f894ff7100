import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Options } from './options.ts'
import type { Stack } from './process/stack.ts'
import { type Replay, startReplay } from './replay.ts'
import { readHistory } from './report/history.ts'
import { readIndexers } from './report/indexed.ts'
import { makeReport } from './report/make-report.ts'
import { makeRecording } from './report/recording.ts'
import type { Report } from './report/report.ts'
import { type Stage, setStage } from './stage.ts'
import type { Screen } from './view/screen.ts'

export type RunOptions = {
  readonly options: Options
  readonly screen: Screen
  readonly stack: Stack
  /** Ends the replay; what was measured until then is reported. */
  readonly signal: AbortSignal
  /** Told when everything stands and the replay begins. */
  readonly onReplay: () => void
  /** Ends the run with an error, e.g. when a process dies. */
  readonly fail: (error: Error) => void
}

const HOUR = 3_600

/** Brings everything up, replays the market and reports; unless asked to exit it goes on until the signal and reports again. */
export async function runLocalnet(run: RunOptions): Promise<Report> {
  const { options, screen, stack, signal, fail } = run
  const stage = await setStage({ options, stack, say: screen.say, fail })
  const { start, end } = stage.path
  run.onReplay()
  const replay = startReplay(stage, { options, screen, signal })
  const wanted = start + options.hours * HOUR
  await replay.until(end === undefined ? wanted : Math.min(wanted, end))
  const report = await publish(run, stage, replay)
  if (options.exit || signal.aborted) return report
  await replay.until(end)
  return publish(run, stage, replay)
}

/** Measures what was replayed so far, shows it and writes the files that were asked for. */
async function publish({ options, screen }: RunOptions, stage: Stage, replay: Replay): Promise<Report> {
  const { sites, books, path, relayer, carrier, updaters, indexers } = stage
  const [history, indexed] = await Promise.all([readHistory(sites), readIndexers(await indexers, sites)])
  const report = await makeReport({
    sites,
    books,
    path,
    seed: options.seed,
    until: replay.reached(),
    history,
    messages: carrier.stats(),
    latency: relayer.latency(),
    submitted: updaters.submitted(),
    troubles: updaters.troubles(),
    ticks: replay.ticks,
    indexed,
    errors: replay.errors(),
  })
  screen.report(report)
  if (options.report !== undefined) writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`)
  if (options.keep !== undefined) {
    const recording = await makeRecording(sites, history, replay.ticks)
    writeFileSync(join(options.keep, 'recording.json'), JSON.stringify(recording))
  }
  return report
}
