// SPDX-License-Identifier: MIT
import { mills } from './columns/greeks-of.ts'

const INV_SQRT_TWO_PI = 0.3989422804014327

/** Standard normal distribution function, within 1e-15 everywhere; the lower tail by Mills' ratio, so that it never goes below zero. */
export function cdf(x: number): number {
  const y = Math.abs(x)
  const tail = pdf(y) * mills(Math.min(y, 64))
  return x > 0 ? 1 - tail : tail
}

/** Standard normal density. */
export function pdf(x: number): number {
  return INV_SQRT_TWO_PI * Math.exp(-0.5 * x * x)
}
