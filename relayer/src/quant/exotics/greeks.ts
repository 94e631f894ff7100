import type { Market, Pricer } from './market.ts'

/** Gamma per 1.00 quote, vega per 1.00 of vol, theta per year that passes, rho per 1.00 of rate. */
export type Greeks = {
  readonly price: number
  readonly delta: number
  readonly gamma: number
  readonly vega: number
  readonly theta: number
  readonly rho: number
  readonly vanna: number
  readonly volga: number
}

/** Relative width of a bump: the fourth-order differences below then err by about 1e-12 of the value for a first derivative. */
const WIDTH = 2e-3

/** Derivative of f at 0 by five points, error of order h⁴. */
function slope(f: (x: number) => number, h: number): number {
  return (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h)
}

function bend(f: (x: number) => number, h: number): number {
  return (16 * (f(h) + f(-h)) - (f(2 * h) + f(-2 * h)) - 30 * f(0)) / (12 * h * h)
}

/**
 * Greeks of any product by differences of its price. Near a barrier the bumps shrink, so that they do not cross it where
 * `keepWithin` says how far spot may move.
 */
export function greeksOf(
  price: Pricer,
  market: Market,
  years: number,
  keepWithin = Number.POSITIVE_INFINITY,
): Greeks {
  const spotStep = Math.min(market.spot * WIDTH, keepWithin / 3)
  const volStep = Math.max(market.vol, 0.05) * WIDTH
  const timeStep = Math.min(years * WIDTH, 1 / 365)
  const at = (spot: number, vol = 0, rate = 0, time = 0): number =>
    price(
      { ...market, spot: market.spot + spot, vol: Math.max(0, market.vol + vol), rate: market.rate + rate },
      years - time,
    )
  return {
    price: at(0),
    delta: slope(at, spotStep),
    gamma: bend(at, spotStep),
    vega: slope((x) => at(0, x), volStep),
    theta: timeStep > 0 ? slope((x) => at(0, 0, 0, x), timeStep) : 0,
    rho: slope((x) => at(0, 0, x), 1e-4),
    vanna: slope((x) => slope((v) => at(x, v), volStep), spotStep),
    volga: bend((x) => at(0, x), volStep),
  }
}
