import type { BandTerms, TargetVolTerms } from './band.ts'
import type { European } from './european.ts'
import { exponential, fromWad, root, rounded, times } from './precise.ts'

const wad = 10n ** 18n

/** MATH: Pricing, the 216 points. */
export function grid(): European[] {
  const ratios = [500n, 700n, 850n, 950n, 1000n, 1050n, 1200n, 1500n, 2000n]
  const hundredthsOfDays = [4n, 100n, 700n, 3000n, 9000n, 36500n]
  const vols = [200n, 500n, 800n, 1500n]
  return ratios.flatMap((ratio) =>
    hundredthsOfDays.flatMap((days) =>
      vols.map((vol) => ({
        spot: 3000n * wad,
        strike: 3n * ratio * wad,
        vol: (vol * wad) / 1000n,
        tau: (days * wad) / 36500n,
        rate: 0n,
        yield: 0n,
        put: false,
      })),
    ),
  )
}

/** Draws integers from a 64-bit linear congruential sequence: the same on every machine. */
function draws(seed: bigint) {
  let state = seed
  const below = (limit: bigint): bigint => {
    state = (state * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n
    return (state >> 16n) % limit
  }
  return {
    between: (low: bigint, high: bigint) => low + below(high - low + 1n),
    /** Six digits times a power of ten, 18 decimals: log-uniform in steps. */
    scaled: (lowest: bigint, highest: bigint) => {
      const power = lowest + below(highest - lowest) + 18n - 5n
      const digits = 100_000n + below(900_000n)
      return power >= 0n ? digits * 10n ** power : digits / 10n ** -power
    },
    coin: () => below(2n) === 1n,
  }
}

/** Anywhere in the domain: spot over strike 1e-6 to 1e6, any vol, time and rates. */
export function scattered(count: number): European[] {
  const draw = draws(1n)
  return Array.from({ length: count }, () => {
    const strike = draw.scaled(-3n, 6n)
    const flat = draw.coin()
    return {
      spot: (strike * draw.scaled(-6n, 6n)) / wad,
      strike,
      vol: draw.scaled(-4n, 1n),
      tau: draw.scaled(-6n, 1n),
      rate: flat ? 0n : draw.between(-wad, wad),
      yield: flat ? 0n : draw.between(-wad, wad),
      put: draw.coin(),
    }
  })
}

/** Log spot over strike within 1e-6 to 1e6. */
function clamped(log: bigint): bigint {
  const farthest = fromWad((138n * wad) / 10n)
  if (log > farthest) return farthest
  return log + farthest < 0n ? -farthest : log
}

/** Where greeks live: |d| up to about 9, down to widths of 1e-9. */
export function alive(count: number): European[] {
  const draw = draws(2n)
  return Array.from({ length: count }, () => {
    const strike = draw.scaled(-3n, 6n)
    const vol = draw.scaled(-5n, 1n)
    const tau = draw.scaled(-8n, 1n)
    const width = times(fromWad(vol), root(fromWad(tau)))
    const distance = times(width, fromWad(draw.between(-9n * wad, 9n * wad)))
    return {
      spot: rounded(times(fromWad(strike), exponential(clamped(distance))), 18n),
      strike,
      vol,
      tau,
      rate: draw.between(-wad / 10n, wad / 10n),
      yield: draw.coin() ? 0n : draw.between(-wad / 10n, wad / 10n),
      put: draw.coin(),
    }
  })
}

/** With few binary digits, so that a double holds each input exactly: what differs is the kernel's error alone. */
export function dyadic(count: number): European[] {
  const draw = draws(4n)
  const part = (numerator: bigint, bits: bigint) => (numerator * wad) / 2n ** bits
  const rates = () => (draw.coin() ? 0n : part(draw.between(-64n, 64n), 7n))
  const corners = [1n, 3_000n, 2n ** 18n].flatMap((strikeBits) =>
    [part(1n, 10n), part(1n, 1n), 10n * wad].flatMap((vol) =>
      [part(1n, 18n), part(1n, 8n), wad, 10n * wad].flatMap((tau) =>
        [false, true].map((put) => ({
          spot: 3_000n * wad,
          strike: part(strikeBits * 1_048_576n, 18n),
          vol,
          tau,
          rate: 0n,
          yield: 0n,
          put,
        })),
      ),
    ),
  )
  const flat = [0n, wad].flatMap((tau) =>
    [2_999n, 3_000n, 3_001n].flatMap((strike) =>
      [false, true].map((put) => ({
        spot: 3_000n * wad,
        strike: strike * wad,
        vol: tau === 0n ? wad : 0n,
        tau,
        rate: 0n,
        yield: 0n,
        put,
      })),
    ),
  )
  const drawn = Array.from({ length: count }, () => {
    const spot = part(draw.between(2n ** 20n, 2n ** 31n), 18n)
    const vol = part(draw.between(1n, 2n ** draw.between(1n, 14n)), 12n)
    const tau = part(draw.between(1n, 2n ** draw.between(1n, 21n)), 18n)
    const distance = times(
      times(fromWad(vol), root(fromWad(tau))),
      fromWad(draw.between(-8n * wad, 8n * wad)),
    )
    const near = rounded(times(fromWad(spot), exponential(clamped(distance))), 18n)
    const strike = part((near * 2n ** 18n) / wad + 1n, 18n)
    return { spot, strike, vol, tau, rate: rates(), yield: rates(), put: draw.coin() }
  })
  return [...corners, ...flat, ...drawn]
}

/** No time or no vol, and the ends of every range. */
export function limits(): European[] {
  const ends = (values: readonly bigint[], make: (value: bigint) => Partial<European>) => values.map(make)
  const at = (vol: bigint, tau: bigint) => ({ vol, tau })
  const ratios = ends([wad / 10n ** 6n, wad - 1n, wad, wad + 1n, wad * 10n ** 6n], (spot) => ({ spot }))
  const widths = [
    at(0n, 0n),
    at(0n, 10n * wad),
    at(10n * wad, 0n),
    at(1n, 1n),
    at(10n * wad, 10n * wad),
    at(10n * wad, 1n),
    at(1n, 10n * wad),
  ]
  const carries = [
    { rate: 0n, yield: 0n },
    { rate: wad, yield: -wad },
    { rate: -wad, yield: wad },
  ]
  return [false, true].flatMap((put) =>
    widths.flatMap((width) =>
      ratios.flatMap((ratio) =>
        carries.map((carry) => ({ spot: wad, strike: wad, ...width, ...ratio, ...carry, put })),
      ),
    ),
  )
}

/** Costs of 0.001 to 1 %, hedges of 1e-4 to 1e4, aversions and gammas over many powers of ten; a fifth without fixed cost. */
export function bands(count: number): BandTerms[] {
  const draw = draws(3n)
  return Array.from({ length: count }, (_, index) => ({
    costRate: draw.scaled(-5n, -2n),
    fixedCost: index % 5 === 0 ? 0n : draw.scaled(-4n, 4n),
    riskAversion: draw.scaled(-9n, 0n),
    gamma: draw.scaled(-9n, 3n),
    spot: draw.scaled(-3n, 6n),
  }))
}

/** As the bands, with a variance from a quarter of an hour at a low vol to years at a high one. */
export function endingBands(count: number): (BandTerms & { readonly variance: bigint })[] {
  const draw = draws(5n)
  return Array.from({ length: count }, (_, index) => ({
    costRate: index % 7 === 0 ? 0n : draw.scaled(-5n, -2n),
    fixedCost: index % 5 === 0 ? 0n : draw.scaled(-4n, 4n),
    riskAversion: draw.scaled(-9n, 0n),
    gamma: index % 11 === 0 ? 0n : draw.scaled(-9n, 3n),
    spot: draw.scaled(-3n, 6n),
    variance: draw.scaled(-6n, 2n),
  }))
}

/** Long and short, of one sign and mixed. */
export function targetVols(count: number): TargetVolTerms[] {
  const draw = draws(6n)
  return Array.from({ length: count }, (_, index) => {
    const grossGamma = draw.scaled(-9n, 3n)
    const gamma = index % 3 === 0 ? grossGamma : draw.between(0n, grossGamma)
    return {
      costRate: draw.scaled(-5n, -2n),
      riskAversion: draw.scaled(-9n, 0n),
      gamma: draw.coin() ? gamma : -gamma,
      grossGamma,
      spot: draw.scaled(-3n, 6n),
    }
  })
}
