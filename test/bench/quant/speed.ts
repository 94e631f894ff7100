import type { Sheet } from '@gimbal/relayer/quant'

/** Fills a sheet with options as a market has them: half to twice the spot, 4 days to a year, vols of 20 to 150 %. */
export function fillMarket({ options }: Sheet): void {
  let state = 1
  const next = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  for (let i = 0; i < options.spot.length; i++) {
    options.spot[i] = 3_000
    options.strike[i] = 3_000 * (0.5 + 1.5 * next())
    options.tau[i] = 0.01 + next()
    options.vol[i] = 0.2 + 1.3 * next()
    options.rate[i] = 0.03
    options.yield[i] = 0
    options.sign[i] = next() < 0.5 ? 1 : -1
  }
}

export interface Runner {
  readonly name: string
  readonly rows: number
  readonly run: () => void
}

/** Short enough that on a busy machine some slices are not interrupted. */
const SLICE_MS = 3

function optionsPerSecond({ rows, run }: Runner): number {
  let runs = 0
  const begun = performance.now()
  let spent = 0
  while (spent < SLICE_MS) {
    run()
    runs += 1
    spent = performance.now() - begun
  }
  return (1_000 * runs * rows) / spent
}

/** Best options per second of each runner: all take turns in every round, so that a busy moment is busy for all. */
export function measure(runners: readonly Runner[], rounds: number): ReadonlyMap<string, number> {
  const best = new Map<string, number>()
  for (let round = 0; round < rounds; round++) {
    for (const runner of runners) {
      best.set(runner.name, Math.max(best.get(runner.name) ?? 0, optionsPerSecond(runner)))
    }
  }
  return best
}
