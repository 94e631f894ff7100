import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { build } from '@gimbal/contracts/build'
import { shown, startBatch } from '../../differential/chain.ts'
import { broken, type Measure, tableOf } from '../../differential/tally.ts'
import { gasTable, measureGas } from './gas.ts'
import { measureLyra } from './lyra.ts'
import { type MeasuredPeer, quotedPeers } from './peers.ts'

const usage = `npm run bench:onchain -- [options]

Gas of every measure beside its reviewed snapshot, the worst errors against 50 digits over fresh options of every kind, each
as a call and a put, and what others cost on the 216 points.

  --points N     options; 20000 unless given
  --seed HEX     where they are drawn from
  --json FILE    writes all of it
  --help`

interface Options {
  readonly points: number
  readonly seed: string
  readonly json: string | undefined
}

function readOptions(): Options | 'help' {
  const { values } = parseArgs({
    options: {
      points: { type: 'string', default: '20000' },
      seed: { type: 'string', default: `0x${randomBytes(8).toString('hex')}` },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  const points = Number(values.points)
  if (!Number.isInteger(points) || points < 1) throw new Error(`${values.points} is no count of points`)
  if (!/^0x[0-9a-f]{1,64}$/i.test(values.seed)) throw new Error(`${values.seed} is no seed`)
  return { points, seed: values.seed, json: values.json }
}

async function measureErrors({ seed, points }: Options): Promise<readonly Measure[]> {
  // Needs the kernels that the build writes.
  const { campaign } = await import('../../differential/campaign.ts')
  return campaign({ seed: BigInt(seed), points })
}

async function measurePeers(): Promise<readonly MeasuredPeer[]> {
  const batch = await startBatch()
  try {
    return [await measureLyra(batch)]
  } finally {
    await batch.stop()
  }
}

async function measure(options: Options): Promise<void> {
  const { points, seed, json } = options
  await build()
  const { gas, passed } = await measureGas()
  console.log(`\ngas (reviewed snapshot)\n${gasTable(gas)}`)

  const errors = await measureErrors(options)
  console.log(
    `\nworst error (bound), results compared: ${points} options and the 216 points, each a call and a put; seed ${seed}`,
  )
  console.log(tableOf(errors))
  const bad = errors.filter(broken)
  for (const one of bad) console.log(`${one.name}: ${shown(one.at)}`)

  const measured = await measurePeers()
  console.log('\nothers on the 216 points, median gas; measured here, as a call from outside')
  for (const { name, outputs, gas: used, priceError, deltaError, reverted } of measured)
    console.log(
      `${String(used).padStart(10)}  ${name}: ${outputs}; price error ${priceError.toExponential(1)}, delta error ${deltaError.toExponential(1)}, reverts at ${reverted}`,
    )
  console.log('measured elsewhere (quoted)')
  for (const { name, outputs, gas: used, note } of quotedPeers)
    console.log(`${String(used).padStart(10)}  ${name}: ${outputs}${note ? `; ${note}` : ''}`)

  if (!passed || bad.length > 0) process.exitCode = 1
  if (json !== undefined) {
    const peers = { measured, quoted: quotedPeers }
    writeFileSync(json, `${shown({ seed, points, gas, errors, peers })}\n`)
  }
}

try {
  const options = readOptions()
  if (options === 'help') console.log(usage)
  else await measure(options)
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  process.exitCode = 2
}
