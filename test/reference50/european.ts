import { exponential } from './exponential.ts'
import { one, over, times } from './fixed.ts'
import { logarithm } from './logarithm.ts'
import { density, normal } from './normal.ts'
import { root } from './root.ts'

/** A strike at a time, in fixed point: quote per base, per root of a year, years, per year. */
export interface Terms {
  readonly spot: bigint
  readonly strike: bigint
  readonly vol: bigint
  readonly tau: bigint
  readonly rate: bigint
  readonly yield: bigint
}

/** What an option is worth and how that moves, units as in `BlackScholes.sol`; rho per 1.00 of rate. */
export interface Greeks {
  readonly price: bigint
  readonly delta: bigint
  readonly gamma: bigint
  readonly vega: bigint
  readonly theta: bigint
  readonly rho: bigint
  readonly vanna: bigint
  readonly volga: bigint
}

/** The call and the put of a strike, and what bounds of errors are measured by. */
export interface Pair {
  readonly call: Greeks
  readonly put: Greeks
  /** A = S e^(-q tau) */
  readonly asset: bigint
  /** B = K e^(-r tau) */
  readonly bond: bigint
  /** e^(-q tau) */
  readonly factor: bigint
  /** vol sqrt(tau) */
  readonly width: bigint
  /** A vol / sqrt(tau), zero without time */
  readonly decay: bigint
}

/** Black and Scholes 1973, Merton 1973. Spot and strike are above zero; without width it is the limit, half of it at the money. */
export function european({ spot, strike, vol, tau, rate, yield: carry }: Terms): Pair {
  const factor = exponential(-times(carry, tau))
  const discount = exponential(-times(rate, tau))
  const [asset, bond] = [times(spot, factor), times(strike, discount)]
  const rootTau = root(tau)
  const width = times(vol, rootTau)
  const moneyness = logarithm(over(spot, strike)) + times(rate - carry, tau)
  const { d1, d2, inA, inB, bell } = width === 0n ? limit(moneyness) : regular(moneyness, width)

  const perVol = (x: bigint) => (width === 0n ? 0n : over(x, vol))
  const weighted = times(asset, bell)
  const vega = times(weighted, rootTau)
  const shared = {
    gamma: width === 0n ? 0n : over(over(times(factor, bell), spot), width),
    vega,
    vanna: -perVol(times(times(factor, bell), d2)),
    volga: perVol(times(vega, times(d1, d2))),
  }
  const fade = width === 0n ? 0n : over(times(weighted, vol), 2n * rootTau)
  const side = (sign: bigint, ofA: bigint, ofB: bigint): Greeks => {
    const [exercised, paid] = [times(asset, ofA), times(bond, ofB)]
    return {
      ...shared,
      price: sign * (exercised - paid),
      delta: sign * times(factor, ofA),
      theta: sign * (times(carry, exercised) - times(rate, paid)) - fade,
      rho: sign * times(tau, paid),
    }
  }
  return {
    call: side(1n, inA[0], inB[0]),
    put: side(-1n, inA[1], inB[1]),
    asset,
    bond,
    factor,
    width,
    decay: rootTau === 0n ? 0n : over(times(asset, vol), rootTau),
  }
}

function regular(moneyness: bigint, width: bigint) {
  const d1 = over(moneyness, width) + width / 2n
  const d2 = d1 - width
  return { d1, d2, inA: normal(d1), inB: normal(d2), bell: density(d1) }
}

function limit(moneyness: bigint) {
  const above = moneyness > 0n ? one : moneyness === 0n ? one / 2n : 0n
  const shares = [above, one - above] as const
  return { d1: 0n, d2: 0n, inA: shares, inB: shares, bell: moneyness === 0n ? density(0n) : 0n }
}
