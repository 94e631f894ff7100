import { density, exponential, fromWad, logarithm, normal, one, over, root, times } from './precise.ts'

/** Inputs as the contract takes them: 18 decimals, years. */
export interface European {
  readonly spot: bigint
  readonly strike: bigint
  readonly vol: bigint
  readonly tau: bigint
  readonly rate: bigint
  readonly yield: bigint
  readonly put: boolean
}

/** Fixed point of `precise`. */
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

/** Black, Scholes and Merton, with the limits and conventions that `BlackScholes.sol` states. */
export function european(option: European): Greeks {
  const [spot, strike, vol, tau, rate, carry] = [
    fromWad(option.spot),
    fromWad(option.strike),
    fromWad(option.vol),
    fromWad(option.tau),
    fromWad(option.rate),
    fromWad(option.yield),
  ]
  const spotFactor = exponential(-times(carry, tau))
  const a = times(spot, spotFactor)
  const b = times(strike, exponential(-times(rate, tau)))
  const rootTau = root(tau)
  const width = times(vol, rootTau)
  const terms = width === 0n ? limit(a, b) : regular(spot, strike, times(rate - carry, tau), width)
  const vega = times(times(a, terms.density), rootTau)
  const perVol = (x: bigint) => (width === 0n ? 0n : over(x, vol))
  const common = {
    gamma: width === 0n ? 0n : over(over(times(spotFactor, terms.density), spot), width),
    vega,
    vanna: -perVol(times(times(spotFactor, terms.density), terms.d2)),
    volga: perVol(times(vega, times(terms.d1, terms.d2))),
  }
  const decay = width === 0n ? 0n : over(times(times(a, terms.density), vol), 2n * rootTau)
  const price = times(a, terms.asset) - times(b, terms.strike)
  const delta = times(spotFactor, terms.asset)
  const theta = times(carry, times(a, terms.asset)) - times(rate, times(b, terms.strike)) - decay
  const rho = times(tau, times(b, terms.strike))
  return option.put
    ? {
        ...common,
        rho: rho - times(tau, b),
        price: price - a + b,
        delta: delta - spotFactor,
        theta: theta + times(rate, b) - times(carry, a),
      }
    : { ...common, price, delta, theta, rho }
}

function regular(spot: bigint, strike: bigint, drift: bigint, width: bigint) {
  const d1 = over(logarithm(over(spot, strike)) + drift, width) + width / 2n
  const d2 = d1 - width
  return { asset: normal(d1), strike: normal(d2), density: density(d1), d1, d2 }
}

function limit(a: bigint, b: bigint) {
  const inTheMoney = a > b ? one : a === b ? one / 2n : 0n
  return { asset: inTheMoney, strike: inTheMoney, density: a === b ? density(0n) : 0n, d1: 0n, d2: 0n }
}
