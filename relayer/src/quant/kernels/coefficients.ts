// SPDX-License-Identifier: MIT
// What every backend evaluates (columns/greeks-of.ts has the same numbers written out), fitted for this project with 50
// digits (Chebyshev for the first two; weighted linearised least squares, Lawson's iteration, for the last).

export const INV_SQRT_TWO_PI: number = 0.3989422804014327
export const LOG2E: number = 1.4426950408889634
/** ln 2 in two parts; multiples of the first by an exponent are exact. */
export const LN2_HIGH: number = 0.6931471803691238
export const LN2_LOW: number = 1.9082149292705877e-10

// exp(r) = 1 + r + r²(E0 + E1 r + …) for |r| ≤ ln 2 / 2, relative error 1.3e-17
export const E0: number = 0.5000000000000001
export const E1: number = 0.16666666666666669
export const E2: number = 0.041666666666623824
export const E3: number = 0.008333333333330039
export const E4: number = 0.0013888888917367081
export const E5: number = 0.00019841269863171557
export const E6: number = 2.4801521057868204e-5
export const E7: number = 2.7557268276905696e-6
export const E8: number = 2.7620201591031547e-7
export const E9: number = 2.5100472505694996e-8

// ln((1+f)/(1-f)) = 2f + f³(L0 + L1 f² + …) for f² ≤ 0.0412, relative error 4e-17
export const L0: number = 0.66666666666667
export const L1: number = 0.39999999999215646
export const L2: number = 0.28571428875444255
export const L3: number = 0.2222217811814801
export const L4: number = 0.18184856090844634
export const L5: number = 0.15277784743470954
export const L6: number = 0.15171480060846407

// Mills' ratio (1 - Φ(y))/φ(y) = (P0 + P1 y + …)/(1 + Q1 y + …) for 0 ≤ y ≤ 40, relative error 6e-17.
// No coefficient is negative, so nothing cancels.
export const P0: number = 1.2533141373155001
export const P1: number = 1.943842688089225
export const P2: number = 1.491259032987829
export const P3: number = 0.7268255702035459
export const P4: number = 0.24560367514530748
export const P5: number = 0.059428934456046356
export const P6: number = 0.010296344387116128
export const P7: number = 0.0012359417634805918
export const P8: number = 9.398625990481236e-5
export const P9: number = 3.500338776983486e-6
export const Q1: number = 2.3488466302587874
export const Q2: number = 2.5639610205564596
export const Q3: number = 1.7172060187985358
export const Q4: number = 0.7838178610003534
export const Q5: number = 0.25571203573652945
export const Q6: number = 0.06065787594820092
export const Q7: number = 0.010390330636435324
export const Q8: number = 0.0012394421024441906
export const Q9: number = 9.398625990283685e-5
export const Q10: number = 3.500338776992902e-6

/** Widths σ√τ below this are none: the limit is taken. */
export const NO_WIDTH: number = 1e-30
/** |d| beyond which nothing changes any more. */
export const FARTHEST: number = 64
/** How many squares of σ√τ the product −ln(S/K)·(r − q)τ may have for the sum of the two to keep its digits. */
export const MOST_CANCELLED: number = 64
