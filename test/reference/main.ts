import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Recording } from '../../relayer/localnet/report/recording.ts'
import { judge, type Verdict } from './judge.ts'

const usage = `npm run judge -- RECORDING [--json]

Works out every hedge of a run anew, by an independent reference of the band rule.
RECORDING is recording.json in the folder that npm start was given with --keep.
Ends with 1 if a hedge is off by more than a lot, or began inside its band.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
})
const [file] = positionals
if (values.help || file === undefined) {
  console.log(usage)
  process.exit(values.help ? 0 : 2)
}

const verdicts = judge(read(file))
const wrong = verdicts.filter(({ allowed, lotsOff }) => !allowed || lotsOff > 1)
const within = verdicts.length - wrong.length
if (values.json) console.log(JSON.stringify({ hedges: verdicts.length, within, wrong }))
else {
  for (const verdict of wrong) console.log(line(verdict))
  console.log(`${within} of ${verdicts.length} hedges within one lot of the rule`)
}
process.exitCode = wrong.length === 0 ? 0 : 1

function read(path: string): Recording {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Recording
  } catch (cause) {
    console.error(`${path} is not a recording: ${String(cause)}\n\n${usage}`)
    return process.exit(2)
  }
}

function line({ hedge, decided, due, traded, lotsOff, distance, outer, allowed }: Verdict): string {
  const why = allowed ? `${lotsOff.toFixed(1)} lots off` : 'began inside its band'
  return (
    `book ${hedge.book} on ${hedge.spoke}, decided ${decided}, mined ${hedge.mined}: ${why}; ` +
    `traded ${traded.toFixed(4)}, due ${due.toFixed(4)}, distance ${distance.toFixed(4)}, outer ${outer.toFixed(4)}`
  )
}
