// SPDX-License-Identifier: MIT
import type { OptionColumns } from '../columns/columns.ts'

/** Numbers in [0, 1) of one multiplicative sequence: the same everywhere. */
function sequence(): () => number {
  let state = 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** Fills columns with options as markets have them, and every sixteenth row with one at an edge of the domain. */
export function fillSample(options: OptionColumns): void {
  const next = sequence()
  const { spot, strike, tau, vol, rate, sign } = options
  const carry = options.yield
  for (let i = 0; i < spot.length; i++) {
    const corner = i % 16 === 15
    spot[i] = 3_000
    strike[i] = 3_000 * (corner ? 10 ** (12 * next() - 6) : 0.5 + 1.5 * next())
    tau[i] = corner ? 10 * next() ** 8 : 0.01 + next()
    vol[i] = corner ? 10 * next() ** 8 : 0.2 + 1.3 * next()
    rate[i] = i % 2 === 0 ? 0 : 0.1 * (next() - 0.5)
    carry[i] = i % 4 < 2 ? 0 : 0.1 * (next() - 0.5)
    sign[i] = next() < 0.5 ? 1 : -1
    if (i % 160 === 15) vol[i] = 0
    if (i % 160 === 31) tau[i] = 0
    if (i % 160 === 47) strike[i] = 3_000
    if (i % 160 === 63) {
      // spot and carry cancel to some widths of next to nothing
      strike[i] = 3_000 * Math.exp((rate[i]! - carry[i]!) * tau[i]!)
      vol[i] = 1e-12
    }
  }
}
