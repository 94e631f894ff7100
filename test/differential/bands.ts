import { optimalBand } from '../../relayer/src/quant/band.ts'
import { band } from '../reference50/band.ts'
import { fromNumber, fromWad, size, toNumber } from '../reference50/fixed.ts'
import type { Batch } from './chain.ts'
import { random } from './random.ts'
import type { Tally } from './tally.ts'
import { asNumber, wad, wadNear } from './wad.ts'

/** Integers of 18 decimals. */
export interface BandPoint {
  readonly costRate: bigint
  readonly fixedCost: bigint
  readonly riskAversion: bigint
  readonly gamma: bigint
  readonly spot: bigint
}

/** Costs to 10 %, fixed costs of 1e-4 to 1e4, now and then none of either, aversions and gammas over many powers of ten. */
export function bandPoints(count: number, seed: bigint): readonly BandPoint[] {
  const draw = random(seed)
  return Array.from({ length: count }, () => ({
    costRate: draw.unit() < 0.1 ? 0n : wad(draw.power(-5, -1)),
    fixedCost: draw.unit() < 0.2 ? 0n : wadNear(draw.power(-4, 4), draw),
    riskAversion: wad(draw.power(-9, 0)),
    gamma: wadNear(draw.power(-9, 3), draw),
    spot: wadNear(draw.power(-3, 6), draw),
  }))
}

/** Notes how far a and b are from the reference, as a share of a; of the contract's what is beyond 1e-15 units. */
export async function measureBands(batch: Batch, points: readonly BandPoint[], tally: Tally): Promise<void> {
  const results = await batch.at('bands', points)
  for (const [i, point] of points.entries()) {
    const [outer, inner] = results[i] as readonly [bigint, bigint]
    const right = band(inFixedPoint(point, fromWad))
    for (const [name, got, wanted] of [
      ['a', outer, right.outer],
      ['b', inner, right.inner],
    ] as const) {
      const error = Math.max(0, toNumber(size(fromWad(got) - wanted)) - 1e-15)
      tally.note(`contract: ${name} of the band`, 1e-10, share(error, right.outer), point)
    }
    const terms = { costRate: asNumber(point.costRate), fixedCost: asNumber(point.fixedCost) }
    const [riskAversion, gamma, spot] = [point.riskAversion, point.gamma, point.spot].map(asNumber)
    const plain = optimalBand(terms, riskAversion!, gamma!, spot!)
    const same = band(inFixedPoint(point, (x) => fromNumber(asNumber(x))))
    for (const [name, got, wanted] of [
      ['a', plain.outer, same.outer],
      ['b', plain.inner, same.inner],
    ] as const) {
      const error = Math.abs(got - toNumber(wanted))
      tally.note(`js: ${name} of the band`, 1e-13, share(error, same.outer), point)
    }
  }
}

function share(error: number, outer: bigint): number {
  return error === 0 ? 0 : error / toNumber(outer)
}

function inFixedPoint(point: BandPoint, exact: (x: bigint) => bigint) {
  return {
    costRate: exact(point.costRate),
    fixedCost: exact(point.fixedCost),
    riskAversion: exact(point.riskAversion),
    gamma: exact(point.gamma),
    spot: exact(point.spot),
  }
}
