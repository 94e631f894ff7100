// SPDX-License-Identifier: MIT

const SQRT_HALF = Math.SQRT1_2
const INV_SQRT_TWO_PI = 0.3989422804014327
const INV_SQRT_PI = 0.5641895835477563

// Rational minimax coefficients of W. J. Cody, "Rational Chebyshev approximations for the error function",
// Math. Comp. 23 (1969): erf on [0, 0.46875], erfc on (0.46875, 4], erfc beyond.
const A = [3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694] as const
const A_LEAD = 0.18577770618460315
const B = [23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171] as const
const C = [
  0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769,
  1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
] as const
const C_LEAD = 2.1531153547440383e-8
const D = [
  15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
  4362.619090143247, 3439.3676741437216, 1230.3393548037495,
] as const
const P = [
  0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275, 0.0006587491615298378,
] as const
const P_LEAD = 0.016315387137302097
const Q = [
  2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918,
] as const

/** exp(-y²) with y² split at 1/16, so that the tail keeps its relative precision. */
function expOfMinusSquare(y: number): number {
  const coarse = Math.trunc(y * 16) / 16
  return Math.exp(-coarse * coarse) * Math.exp(-(y - coarse) * (y + coarse))
}

function erfSmall(x: number): number {
  const z = x * x
  let above = A_LEAD * z
  let below = z
  for (let i = 0; i < 3; i++) {
    above = (above + A[i]!) * z
    below = (below + B[i]!) * z
  }
  return (x * (above + A[3])) / (below + B[3])
}

function erfcPositive(y: number): number {
  if (y > 27.3) return 0
  if (y <= 4) {
    let above = C_LEAD * y
    let below = y
    for (let i = 0; i < 7; i++) {
      above = (above + C[i]!) * y
      below = (below + D[i]!) * y
    }
    return (expOfMinusSquare(y) * (above + C[7])) / (below + D[7])
  }
  const z = 1 / (y * y)
  let above = P_LEAD * z
  let below = z
  for (let i = 0; i < 4; i++) {
    above = (above + P[i]!) * z
    below = (below + Q[i]!) * z
  }
  const correction = (z * (above + P[4])) / (below + Q[4])
  return (expOfMinusSquare(y) * (INV_SQRT_PI - correction)) / y
}

/** Standard normal distribution function, within 1e-15 everywhere and relatively so in the lower tail. */
export function cdf(x: number): number {
  const t = x * SQRT_HALF
  const y = Math.abs(t)
  if (y <= 0.46875) return 0.5 + 0.5 * erfSmall(t)
  const tail = 0.5 * erfcPositive(y)
  return t < 0 ? tail : 1 - tail
}

/** Standard normal density. */
export function pdf(x: number): number {
  return INV_SQRT_TWO_PI * Math.exp(-0.5 * x * x)
}
