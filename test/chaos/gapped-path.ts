import type { MarketPath, Tick } from '../../relayer/localnet/market/path.ts'
import type { Fault } from './schedule.ts'

/** A market whose price jumps where the schedule has a gap, and goes on from there. */
export function gappedPath(path: MarketPath, schedule: readonly Fault[]): MarketPath {
  const gaps = schedule.flatMap(({ at, gap }) => (gap === undefined ? [] : [{ time: path.start + at, gap }]))
  function* ticks(): Generator<Tick, void> {
    for (const { time, price } of path.ticks()) {
      const factor = gaps.reduce((all, one) => (time < one.time ? all : all * (1 + one.gap)), 1)
      yield { time, price: price * factor }
    }
  }
  return { ...path, ticks }
}
