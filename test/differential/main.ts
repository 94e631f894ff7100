import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { campaign } from './campaign.ts'
import { shown } from './chain.ts'
import { broken, tableOf } from './tally.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    points: { type: 'string', default: '20000' },
    seconds: { type: 'string', default: '0' },
  },
})
const seed = BigInt(values.seed ?? `0x${randomBytes(8).toString('hex')}`)
console.log(`seed 0x${seed.toString(16)}`)
const measures = await campaign({
  seed,
  points: Number(values.points),
  seconds: Number(values.seconds),
  say: console.log,
})
console.log(tableOf(measures))
for (const measure of measures.filter(broken)) console.log(`${measure.name}: ${shown(measure.at)}`)
