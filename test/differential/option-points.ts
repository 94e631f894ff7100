import { type Random, random } from './random.ts'
import { WAD, wad, wadNear } from './wad.ts'

/** A strike at a time as the contracts take it: integers of 18 decimals, years. */
export interface OptionPoint {
  readonly kind: string
  readonly spot: bigint
  readonly strike: bigint
  readonly vol: bigint
  readonly tau: bigint
  readonly rate: bigint
  readonly yield: bigint
}

type Make = (random: Random) => Omit<OptionPoint, 'kind'>

/** ln 1e6: how far spot and strike may be apart. */
const FARTHEST = Math.log(1e6)

function apart(log: number): number {
  return Math.exp(Math.min(FARTHEST, Math.max(-FARTHEST, log)))
}

/** d1 of a given size: where the spot has to be for it. */
function atDistance(draw: Random, distance: number, widths: readonly [number, number], most: number) {
  const strike = draw.power(-3, 6)
  const vol = draw.power(...widths)
  const tau = draw.power(2 * widths[0], 1)
  const [rate, carry] = [draw.between(-most, most), draw.pick([0, draw.between(-most, most)])]
  const width = vol * Math.sqrt(tau)
  const log = distance * width - (width * width) / 2 - (rate - carry) * tau
  return {
    spot: wadNear(strike * apart(log), draw),
    strike: wadNear(strike, draw),
    vol: wadNear(vol, draw),
    tau: wadNear(tau, draw),
    rate: wadNear(rate, draw),
    yield: wadNear(carry, draw),
  }
}

/** Anywhere in the domain: spot over strike 1e-6 to 1e6, vol and time to 10, rates to 1 of either sign. */
const anywhere: Make = (draw) => {
  const strike = draw.power(-3, 6)
  const flat = draw.unit() < 0.5
  const rate = () => (flat ? 0n : wadNear(draw.between(-1, 1), draw))
  return {
    spot: wadNear(strike * draw.power(-6, 6), draw),
    strike: wadNear(strike, draw),
    vol: wadNear(draw.pick([draw.between(0, 10), draw.power(-6, 1)]), draw),
    tau: wadNear(draw.pick([draw.between(0, 10), draw.power(-8, 1)]), draw),
    rate: rate(),
    yield: rate(),
  }
}

/** Where greeks live, with the carry of markets and with any. */
const alive: Make = (draw) => atDistance(draw, draw.between(-9, 9), [-4, 1], draw.pick([0, 0.1, 1]))

/** Widths down to 1e-12: spot and strike agree to many digits, and carry is all the difference. */
const narrow: Make = (draw) => atDistance(draw, draw.between(-6, 6), [-9, -2], draw.pick([0, 0.1, 1]))

/** Where a kernel changes its way: tails cut at ten, the middle, and halves of ln 2 in the exponent of the density. */
const seams: Make = (draw) => {
  const halves = Math.sqrt((2 * Math.floor(draw.between(0, 72)) + 1) * Math.LN2)
  const seam = draw.pick([10, -10, 0, halves, -halves])
  return atDistance(draw, seam + draw.pick([0, draw.power(-16, -3), -draw.power(-16, -3)]), [-3, 1], 0.1)
}

/** Where the logarithm changes its way: |S - K| / (S + K) = 0.34, and halves of powers of two. */
const ratios: Make = (draw) => {
  const strike = draw.power(-3, 6)
  const seam = draw.pick([0.66 / 1.34, 1.34 / 0.66, 2 ** (Math.floor(draw.between(-38, 38)) / 2)])
  const width = draw.power(-3, 1)
  return {
    spot: wadNear(strike * seam * (1 + draw.pick([0, 1, -1]) * draw.power(-17, -6)), draw),
    strike: wadNear(strike, draw),
    vol: wad(width),
    tau: wad(draw.power(-2, 1)),
    rate: 0n,
    yield: 0n,
  }
}

/** Options that somebody trades. */
const market: Make = (draw) => ({
  spot: wadNear(draw.between(1_000, 5_000), draw),
  strike: BigInt(Math.round(draw.between(500, 10_000) / 50) * 50) * WAD,
  vol: wad(draw.between(0.1, 2)),
  tau: (BigInt(Math.round(draw.power(3, 7.6))) * WAD) / 31_536_000n,
  rate: draw.pick([0n, wad(draw.between(-0.1, 0.2))]),
  yield: 0n,
})

/** The ends of every range, together: no vol, no time, a wei of either, and the money to the wei. */
const corners: Make = (draw) => {
  const strike = draw.pick([10n ** 15n, WAD, 3_000n * WAD, 10n ** 24n])
  const rates = [0n, 0n, 0n, 1n, -1n, WAD, -WAD]
  return {
    spot: draw.pick([strike / 10n ** 6n, strike - 1n, strike, strike, strike + 1n, strike * 10n ** 6n]),
    strike,
    vol: draw.pick([0n, 1n, 10n ** 9n, wad(0.6), WAD, 10n * WAD]),
    tau: draw.pick([0n, 1n, 31_709_791_983n, wad(0.1), WAD, 10n * WAD]),
    rate: draw.pick(rates),
    yield: draw.pick(rates),
  }
}

/** Vol, time and rates beyond the domain, where a contract takes the nearest end. */
const outside: Make = (draw) => {
  const point = anywhere(draw)
  return {
    ...point,
    vol: draw.pick([point.vol, wad(draw.between(10, 40))]),
    tau: draw.pick([point.tau, wad(draw.between(10, 40))]),
    rate: draw.pick([point.rate, wad(draw.between(-3, 3))]),
    yield: wad(draw.between(-3, 3)),
  }
}

const kinds = { anywhere, alive, narrow, seams, ratios, market, corners, outside } as const

/** `count` points, all kinds in turn. */
export function optionPoints(count: number, seed: bigint): readonly OptionPoint[] {
  const draw = random(seed)
  const makers = Object.entries(kinds)
  return Array.from({ length: count }, (_, i) => {
    const [kind, make] = makers[i % makers.length]!
    return { kind, ...make(draw) }
  })
}
