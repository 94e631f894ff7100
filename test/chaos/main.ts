import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createStack } from '../../relayer/localnet/process/stack.ts'
import { clock } from './faults.ts'
import { runChaos } from './run.ts'
import { FAULTS, type FaultKind, RECOVERY, SETTLE, scheduleOf } from './schedule.ts'

const usage = `npm run chaos -- [options]: the local network under a seeded schedule of faults

  --seed N         seed of market, messages and faults (default 1)
  --minutes N      simulated minutes, more than ${SETTLE + RECOVERY} (default 180); the first ${SETTLE} and the last ${RECOVERY} without faults
  --hours N        the same in hours
  --faults A,B     only these kinds: ${FAULTS.join(', ')}
  --no-subgraph    without Postgres and graph-node
  --keep DIR       keep logs, journal and recording in DIR
  --json           one JSON object at the end instead of lines
  --help           show this

Ends with 1 when a hedge was doubled, lost or off the rule, a token is missing, or a book is not back in time.`

interface Asked {
  readonly seed: number
  readonly minutes: number
  readonly kinds: readonly FaultKind[]
  readonly subgraph: boolean
  readonly keep: string | undefined
  readonly json: boolean
}

function readAsked(): Asked | 'help' {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      minutes: { type: 'string' },
      hours: { type: 'string' },
      faults: { type: 'string' },
      'no-subgraph': { type: 'boolean', default: false },
      keep: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  const subgraph = !values['no-subgraph']
  const minutes = values.minutes ?? (values.hours === undefined ? 180 : 60 * Number(values.hours))
  return {
    seed: numberOf('--seed', values.seed, 0),
    minutes: numberOf('--minutes', String(minutes), SETTLE + RECOVERY + 1),
    kinds: kindsOf(values.faults).filter((kind) => subgraph || kind !== 'graph-node-frozen'),
    subgraph,
    keep: values.keep,
    json: values.json,
  }
}

function numberOf(name: string, raw: string, least: number): number {
  const value = Number(raw)
  if (Number.isInteger(value) && value >= least) return value
  throw new Error(`${name} "${raw}" is not a whole number of at least ${least}`)
}

function kindsOf(raw: string | undefined): readonly FaultKind[] {
  if (raw === undefined) return FAULTS
  return raw.split(',').map((name) => {
    const kind = FAULTS.find((known) => known === name)
    if (kind === undefined) throw new Error(`no fault is called "${name}"`)
    return kind
  })
}

async function main(): Promise<number> {
  let asked: Asked | 'help'
  try {
    asked = readAsked()
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    return 2
  }
  if (asked === 'help') {
    console.log(usage)
    return 0
  }
  const { json, keep } = asked
  const say = (line: string) => {
    if (!json) console.log(line)
  }
  const schedule = scheduleOf(asked)
  for (const { kind, at, lasts, gap } of schedule) {
    const how = gap === undefined ? `for ${Math.round(lasts / 6) / 10} min` : `of ${(100 * gap).toFixed(1)} %`
    say(`${clock(at)} ${kind} ${how}`)
  }
  const folder = keep ?? mkdtempSync(join(tmpdir(), 'gimbal-chaos-'))
  const stack = createStack(say)
  const stop = new AbortController()
  const interrupted = new Promise<'interrupted'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        stop.abort()
        resolve('interrupted')
      })
    }
  })
  try {
    const running = runChaos({ ...asked, folder, schedule, stack, say, signal: stop.signal })
    const verdict = await Promise.race([running, interrupted])
    if (verdict === 'interrupted') {
      // what is under way fails as everything is stopped
      running.catch(() => {})
      return 130
    }
    const { errors, back, hedges, faults } = verdict
    if (json) console.log(JSON.stringify({ seed: asked.seed, minutes: asked.minutes, schedule, ...verdict }))
    else {
      for (const { book, after } of back)
        say(`${book}: back after ${after === undefined ? 'never' : `${after} s`}`)
      for (const error of errors) say(`broken: ${error}`)
      say(
        `${faults} faults, ${hedges} hedges, ${errors.length === 0 ? 'all is well' : `${errors.length} broken`}`,
      )
    }
    return errors.length === 0 ? 0 : 1
  } catch (error) {
    console.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return 1
  } finally {
    await stack.stop()
    if (keep === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

process.exitCode = await main()
