// SPDX-License-Identifier: MIT
// The numbers are those of ../kernels/coefficients.ts, written out: V8 reads an imported constant from memory each time,
// which made this loop twenty times slower.
import { productError } from '../kernels/exact-errors.ts'
import { moneynessOf } from '../kernels/moneyness.ts'
import type { GreekColumns, OptionColumns } from './columns.ts'

/** Mills' ratio (1 − Φ(y))/φ(y) of y ≥ 0, relative error 1e-15. In Estrin's order: a processor takes the parts side by side. */
export function mills(y: number): number {
  const y2 = y * y
  const y4 = y2 * y2
  const y8 = y4 * y4
  const above =
    1.2533141373155001 +
    1.943842688089225 * y +
    y2 * (1.491259032987829 + 0.7268255702035459 * y) +
    y4 *
      (0.24560367514530748 +
        0.059428934456046356 * y +
        y2 * (0.010296344387116128 + 0.0012359417634805918 * y)) +
    y8 * (9.398625990481236e-5 + 3.500338776983486e-6 * y)
  const below =
    1 +
    2.3488466302587874 * y +
    y2 * (2.5639610205564596 + 1.7172060187985358 * y) +
    y4 *
      (0.7838178610003534 + 0.25571203573652945 * y + y2 * (0.06065787594820092 + 0.010390330636435324 * y)) +
    y8 * (0.0012394421024441906 + 9.398625990283685e-5 * y + y2 * 3.500338776992902e-6)
  return above / below
}

/** ln(a/b), with an error relative to the result near a = b, where a − b is exact. */
export function logOfRatio(a: number, b: number): number {
  const f = (a - b) / (a + b)
  const s = f * f
  if (s > 0.0412) return Math.log(a / b)
  const s2 = s * s
  return (
    f +
    f +
    f *
      s *
      (0.66666666666667 +
        0.39999999999215646 * s +
        s2 * (0.28571428875444255 + 0.2222217811814801 * s) +
        s2 * s2 * (0.18184856090844634 + 0.15277784743470954 * s + s2 * 0.15171480060846407))
  )
}

/** e^(−rate·tau); far from 1, what the product loses is made good. */
function discount(rate: number, tau: number): number {
  const exponent = rate * tau
  const factor = Math.exp(-exponent)
  if (Math.abs(exponent) < 2) return factor
  return factor - factor * productError(rate, tau, exponent)
}

/** Beyond 64 nothing changes any more. */
function clamp(d: number): number {
  return Math.min(64, Math.max(-64, d))
}

/**
 * Black–Scholes–Merton of the rows `from` … `to`, which must be valid. φ(d2) follows from φ(d1), so a row costs one
 * logarithm, one square root and up to three exponentials. Where σ√τ is none it takes the limit: at the forward, a half.
 */
export function greeksOf(options: OptionColumns, out: GreekColumns, from: number, to: number): void {
  const { spot, strike, tau, vol, rate, yield: carry, sign } = options
  const { price, delta, gamma, vega, theta, rho, vanna, volga } = out
  for (let i = from; i < to; i++) {
    const s = spot[i]!
    const k = strike[i]!
    const t = tau[i]!
    const v = vol[i]!
    const r = rate[i]!
    const q = carry[i]!
    const w = sign[i]!
    const root = Math.sqrt(t)
    const width = v * root
    const flat = width < 1e-30
    const perWidth = flat ? 0 : 1 / width
    const spotFactor = q === 0 ? 1 : discount(q, t)
    const a = s * spotFactor
    const b = r === 0 ? k : k * discount(r, t)

    const log = logOfRatio(s, k)
    const drift = (r - q) * t
    let moneyness = log + drift
    // where many widths cancel, the sum has lost digits of d1
    if (log * drift < -64 * width * width) moneyness = moneynessOf(s, k, t, r, q)
    const steps = flat ? moneyness * 1e300 : moneyness / width
    const d1 = clamp(steps + 0.5 * width)
    const d2 = clamp(steps - 0.5 * width)
    const density = 0.3989422804014327 * Math.exp(-0.5 * d1 * d1)
    const weighted = a * density
    const tail1 = density * mills(Math.abs(d1))
    const tail2 = (weighted / b) * mills(Math.abs(d2))
    const n1 = w * d1 > 0 ? 1 - tail1 : tail1
    const n2 = w * d2 > 0 ? 1 - tail2 : tail2

    const asset = w * a * n1
    const cash = w * b * n2
    const value = asset - cash
    const slope = weighted * root
    const perVol = root * perWidth
    price[i] = Math.max(0, value)
    delta[i] = w * spotFactor * n1
    gamma[i] = (weighted / (s * s)) * perWidth
    vega[i] = slope
    theta[i] = q * asset - r * cash - 0.5 * weighted * v * v * perWidth
    rho[i] = t * cash
    vanna[i] = -spotFactor * density * d2 * perVol
    volga[i] = slope * d1 * d2 * perVol
  }
}
