import { optimalBand } from '../../relayer/src/quant/band.ts'
import { horizonBand } from '../../relayer/src/quant/horizon-band.ts'
import { endingBand } from '../reference50/band.ts'
import { fromNumber, fromWad, size, toNumber } from '../reference50/fixed.ts'
import type { Batch } from './chain.ts'
import { type Random, random } from './random.ts'
import type { Tally } from './tally.ts'
import { asNumber, wad, wadNear } from './wad.ts'

/** Integers of 18 decimals. */
export interface BandPoint {
  readonly costRate: bigint
  readonly fixedCost: bigint
  readonly riskAversion: bigint
  readonly gamma: bigint
  readonly spot: bigint
  /** What is left of the book's. */
  readonly variance: bigint
}

/** As `HedgeBands` has them. */
const MOST_REACH = 9e18
const UNBOUNDED = 6.8e10

/** Of four points three that somebody may have, and one from almost all that the contract does not saturate. */
export function bandPoints(count: number, seed: bigint): readonly BandPoint[] {
  const draw = random(seed)
  return Array.from({ length: count }, () => (draw.unit() < 0.75 ? likely(draw) : far(draw)))
}

/** Costs to 10 %, fixed costs of 1e-4 to 1e4, now and then none of either, aversions and gammas over many powers of ten. */
function likely(draw: Random): BandPoint {
  return {
    costRate: draw.unit() < 0.1 ? 0n : wad(draw.power(-5, -1)),
    fixedCost: draw.unit() < 0.2 ? 0n : wadNear(draw.power(-4, 4), draw),
    riskAversion: wad(draw.power(-9, 0)),
    gamma: wadNear(draw.power(-9, 3), draw),
    spot: wadNear(draw.power(-3, 6), draw),
    variance: wadNear(draw.power(-6, 1), draw),
  }
}

function far(draw: Random): BandPoint {
  return {
    costRate: wad(draw.power(-12, 0)),
    fixedCost: wadNear(draw.power(-12, 9), draw),
    riskAversion: wad(draw.power(-12, 4)),
    gamma: wadNear(draw.power(-11, 8), draw),
    spot: wadNear(draw.power(-9, 9), draw),
    variance: wadNear(draw.power(-12, 3), draw),
  }
}

/** Notes how far a and b are from the reference, as a share of a; of the contract's what is beyond 1e-15 units, or 2e-15 with h and d. */
export async function measureBands(batch: Batch, points: readonly BandPoint[], tally: Tally): Promise<void> {
  const results = await batch.at('bands', points)
  for (const [i, point] of points.entries()) {
    const [outer, inner, lastOuter, lastInner] = results[i] as readonly [bigint, bigint, bigint, bigint]
    const right = endingBand(inFixedPoint(point, fromWad))
    for (const [name, got, wanted] of [
      ['a', outer, right.endless.outer],
      ['b', inner, right.endless.inner],
    ] as const) {
      const error = Math.max(0, toNumber(size(fromWad(got) - wanted)) - 1e-15)
      tally.note(`contract: ${name} of the band`, 1e-10, share(error, right.endless.outer), point)
    }
    // Beyond, E saturates or d is unbounded.
    const bounded = toNumber(right.reach) < MOST_REACH && toNumber(right.lastTrade) < UNBOUNDED
    for (const [name, got, wanted] of [
      ['a', lastOuter, right.outer],
      ['b', lastInner, right.inner],
    ] as const) {
      if (!bounded) continue
      const error = Math.max(0, toNumber(size(fromWad(got) - wanted)) - 2e-15)
      tally.note(`contract: ${name} of a band that ends`, 1e-10, share(error, right.outer), point)
    }
    const terms = { costRate: asNumber(point.costRate), fixedCost: asNumber(point.fixedCost) }
    const [riskAversion, gamma, spot, variance] = [
      point.riskAversion,
      point.gamma,
      point.spot,
      point.variance,
    ].map(asNumber) as [number, number, number, number]
    const plain = optimalBand(terms, riskAversion, gamma, spot)
    const last = horizonBand(terms, { riskAversion, gamma, spot, variance })
    const same = endingBand(inFixedPoint(point, (x) => fromNumber(asNumber(x))))
    for (const [name, got, wanted, whole] of [
      ['a of the band', plain.outer, same.endless.outer, same.endless.outer],
      ['b of the band', plain.inner, same.endless.inner, same.endless.outer],
      ['a of a band that ends', last.outer, same.outer, same.outer],
      ['b of a band that ends', last.inner, same.inner, same.outer],
    ] as const) {
      tally.note(`js: ${name}`, 1e-13, share(Math.abs(got - toNumber(wanted)), whole), point)
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
    variance: exact(point.variance),
  }
}
