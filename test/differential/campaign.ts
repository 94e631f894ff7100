import { createWasmBackend, jsBackend } from '@gimbal/relayer/quant'
import { grid } from '../vectors/points.ts'
import { bandPoints, measureBands } from './bands.ts'
import { type Batch, startBatch } from './chain.ts'
import { closePoints } from './close-points.ts'
import { listPoints } from './list-points.ts'
import { measureLists } from './lists.ts'
import { optionPoints } from './option-points.ts'
import { measureOptionsInColumns } from './options-in-columns.ts'
import { measureOptionsOnChain } from './options-on-chain.ts'
import { type Measure, type Tally, tally } from './tally.ts'

export interface CampaignOptions {
  readonly seed: bigint
  /** Options, each priced as a call and a put; a tenth as many whose carry nearly cancels, lists and bands. */
  readonly points: number
  /** Goes on in rounds of `points` fresh points until so many seconds have passed; default one round. */
  readonly seconds?: number
  readonly say?: (line: string) => void
}

/** Seeds of rounds and of kinds lie apart. */
const ROUND = 0x1000n

/** The same points through the contracts on a chain, the relayer's backends and the reference. */
export async function campaign(options: CampaignOptions): Promise<readonly Measure[]> {
  const began = performance.now()
  const until = began + (options.seconds ?? 0) * 1_000
  const all = tally()
  const batch = await startBatch()
  try {
    await measureOptionsOnChain(batch, ofGrid(), all, true)
    let points = 0
    for (let round = 0n; round === 0n || performance.now() < until; round += 1n) {
      await oneRound(batch, options.seed + round * ROUND, options.points, all)
      points += options.points
      const seconds = ((performance.now() - began) / 1_000).toFixed(0)
      options.say?.(`${points} options and ${2 * Math.ceil(points / 10)} lists and bands in ${seconds} s`)
    }
  } finally {
    await batch.stop()
  }
  return all.measures()
}

async function oneRound(batch: Batch, seed: bigint, count: number, all: Tally): Promise<void> {
  const options = optionPoints(count, seed)
  await measureOptionsOnChain(batch, options, all)
  measureOptionsInColumns([jsBackend, createWasmBackend()], options, all)
  const fewer = Math.ceil(count / 10)
  await measureOptionsOnChain(batch, closePoints(fewer, seed + 3n), all)
  await measureLists(batch, listPoints(fewer, seed + 1n), all)
  await measureBands(batch, bandPoints(fewer, seed + 2n), all)
}

function ofGrid() {
  return grid().map((point) => ({ ...point, kind: 'the 216 points' }))
}
