import { exponential } from '../reference50/exponential.ts'
import { fromNumber, fromWad, rounded, times, toNumber } from '../reference50/fixed.ts'
import { root } from '../reference50/root.ts'
import type { OptionPoint } from './option-points.ts'
import { type Random, random } from './random.ts'
import { wad, wadNear } from './wad.ts'

/** Amounts end near 5e15. */
const LARGEST = 15

/**
 * Vols from a wei to 1e-3 and times from a wei of a year, with d1 within nine: spot and strike are as far apart as carry takes
 * them, to all digits of a width, and large enough to have those. No double has.
 */
function closePoint(draw: Random): OptionPoint {
  const [vol, tau] = [wad(draw.power(-17.9, -3)), wad(draw.power(-17.9, 1))]
  const most = draw.pick([0, 0.1, 0.6])
  const [rate, carry] = [
    wadNear(draw.between(-most, most), draw),
    draw.pick([0n, wad(draw.between(-most, most))]),
  ]
  const width = times(fromWad(vol), root(fromWad(tau)))
  const least = Math.min(LARGEST, Math.max(-3, -16 - Math.log10(toNumber(width))))
  const strike = wadNear(draw.power(least, Math.min(LARGEST, least + 5)), draw)
  const distance = times(fromNumber(draw.between(-9, 9)), width) - times(width, width) / 2n
  const apart = exponential(distance - times(fromWad(rate - carry), fromWad(tau)))
  const spot = rounded(times(fromWad(strike), apart), 18n)
  return { kind: 'close', spot, strike, vol, tau, rate, yield: carry }
}

export function closePoints(count: number, seed: bigint): readonly OptionPoint[] {
  const draw = random(seed)
  return Array.from({ length: count }, () => closePoint(draw))
}
