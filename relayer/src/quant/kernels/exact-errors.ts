// SPDX-License-Identifier: MIT
// Compiled into the kernel, and run as JavaScript: `number` is a double in both, and neither fuses a product with a sum.

/** 2^27 + 1: splits a double into halves whose products are exact (Veltkamp). */
const SPLITTER: number = 134217729

/** a + b − sum, exactly, where `sum` is a + b rounded (Knuth). */
export function sumError(a: number, b: number, sum: number): number {
  const inSum = sum - a
  return a - (sum - inSum) + (b - inSum)
}

/** a·b − product, exactly, where `product` is a·b rounded (Dekker), for numbers below 1e300. */
export function productError(a: number, b: number, product: number): number {
  const ofA = SPLITTER * a
  const ofB = SPLITTER * b
  const highA = ofA - (ofA - a)
  const highB = ofB - (ofB - b)
  const lowA = a - highA
  const lowB = b - highB
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB)
}
