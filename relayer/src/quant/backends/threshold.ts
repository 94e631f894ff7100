// SPDX-License-Identifier: MIT
import type { Backend } from './backend.ts'
import { fillSample } from './sample.ts'

const SIZES = [2 ** 11, 2 ** 12, 2 ** 13, 2 ** 14, 2 ** 15, 2 ** 16]
const ROUNDS = 9

/** Milliseconds that a sheet of so many rows takes, best of some rounds. */
export interface Measurement {
  readonly rows: number
  readonly alone: number
  readonly together: number
}

/** Times one thread against all for growing sheets, in turns, so that a busy machine is busy for both. */
export function measureThreshold(
  backend: Backend,
  now: () => number,
  choose: (alone: boolean) => void,
): readonly Measurement[] {
  return SIZES.map((rows) => {
    const sheet = backend.sheet(rows)
    fillSample(sheet.options)
    const best = { alone: Number.POSITIVE_INFINITY, together: Number.POSITIVE_INFINITY }
    for (let round = 0; round < ROUNDS; round++) {
      for (const way of ['alone', 'together'] as const) {
        choose(way === 'alone')
        const begun = now()
        backend.evaluate(sheet)
        best[way] = Math.min(best[way], now() - begun)
      }
    }
    return { rows, ...best }
  })
}
