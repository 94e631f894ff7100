import { fieldError, requirePositive } from '../field-error.ts'
import type { LadderTable } from '../ladder.ts'
import type { Market, Pricer } from './market.ts'

/** Grid of a ladder: `nodes` spots from `lowestSpot` to `highestSpot` at equal steps of the log, and slices in time. */
export type LadderGrid = {
  readonly lowestSpot: number
  readonly highestSpot: number
  readonly nodes: number
  /** UNIX seconds, rising, not after `expiry`. */
  readonly times: readonly number[]
  readonly expiry: number
}

const YEAR = 365 * 86_400

/** Share of the distance between two nodes over which a delta is differenced. */
const BUMP = 1 / 16

/**
 * The ladder of a product, `size` units of it (negative: sold): delta and its slope at every node, by differences within a
 * sixteenth of the distance between nodes. What the hedge holds against it is the negative.
 *
 * Any product becomes hedgeable this way: the ladder is what a mandate carries. Between nodes it is read as a cubic, so a
 * barrier or a strike near expiry needs nodes nearer than its kink is wide.
 *
 * @throws QuantInputError
 */
export function ladderOf(
  price: Pricer,
  market: Omit<Market, 'spot'>,
  { lowestSpot, highestSpot, nodes, times, expiry }: LadderGrid,
  size = 1,
): LadderTable {
  requirePositive('lowestSpot', lowestSpot)
  if (!(highestSpot > lowestSpot)) throw fieldError('highestSpot', highestSpot, `above ${lowestSpot}`)
  if (!Number.isInteger(nodes) || nodes < 2) throw fieldError('nodes', nodes, 'a whole number, 2 or more')
  times.forEach((time, i) => {
    const least = i === 0 ? 0 : times[i - 1]!
    if (!(time > least && time <= expiry))
      throw fieldError(`times[${i}]`, time, `above ${least}, to ${expiry}`)
  })
  const step = (highestSpot / lowestSpot) ** (1 / (nodes - 1))
  const deltas = new Float64Array(nodes * times.length)
  const gammas = new Float64Array(nodes * times.length)
  times.forEach((time, slice) => {
    const years = (expiry - time) / YEAR
    for (let node = 0; node < nodes; node++) {
      const spot = lowestSpot * step ** node
      const bump = spot * (step - 1) * BUMP
      const [left, middle, right] = [-bump, 0, bump].map((move) =>
        price({ ...market, spot: spot + move }, years),
      )
      deltas[slice * nodes + node] = (size * (right! - left!)) / (2 * bump)
      gammas[slice * nodes + node] = (size * (right! - 2 * middle! + left!)) / (bump * bump)
    }
  })
  const variance = (time: number) => (market.vol ** 2 * (expiry - time)) / YEAR
  return {
    lowestSpot,
    step,
    nodes,
    times: Float64Array.from(times),
    deltas,
    gammas,
    firstVariance: variance(times[0]!),
    lastVariance: variance(times.at(-1)!),
  }
}
