// SPDX-License-Identifier: MIT

/** A target as a table: node j at lowestSpot·step^j, slices in time, deltas and their slopes at each. */
export interface LadderTable {
  readonly lowestSpot: number
  readonly step: number
  readonly nodes: number
  readonly times: Float64Array
  readonly deltas: Float64Array
  readonly gammas: Float64Array
  /** v at the first and at the last slice; it falls in a line between them. */
  readonly firstVariance: number
  readonly lastVariance: number
}

/** Cubic Hermite between two nodes: value and slope at `u` in [0, 1] of an interval of length `width`. */
function hermite(
  u: number,
  width: number,
  left: number,
  right: number,
  slopeLeft: number,
  slopeRight: number,
): readonly [value: number, slope: number] {
  const rise = right - left
  const bendLeft = slopeLeft * width - rise
  const bendRight = rise - slopeRight * width
  const v = 1 - u
  const value = left + u * rise + u * v * (v * bendLeft + u * bendRight)
  const bend = (v - u) * (v * bendLeft + u * bendRight) + u * v * (bendRight - bendLeft)
  return [value, (rise + bend) / width]
}

function atSlice(table: LadderTable, slice: number, node: number, u: number, width: number) {
  const at = slice * table.nodes + node
  return hermite(u, width, table.deltas[at]!, table.deltas[at + 1]!, table.gammas[at]!, table.gammas[at + 1]!)
}

function varianceAt({ times, firstVariance, lastVariance }: LadderTable, time: number): number {
  const [from, to] = [times[0]!, times[times.length - 1]!]
  const place = Math.min(Math.max((time - from) / (to - from), 0), 1)
  return firstVariance * (1 - place) + lastVariance * place
}

/** T and dT/dS by cubic Hermite in spot and linear interpolation in time; flat, with no slope, outside the grid. */
export function ladderTarget(
  table: LadderTable,
  spot: number,
  time: number,
): { readonly target: number; readonly gamma: number; readonly variance: number; readonly inside: boolean } {
  const variance = varianceAt(table, time)
  const highest = table.lowestSpot * table.step ** (table.nodes - 1)
  const inside = spot >= table.lowestSpot && spot <= highest
  const clamped = Math.min(Math.max(spot, table.lowestSpot), highest)
  const node = Math.min(
    table.nodes - 2,
    Math.floor(Math.log(clamped / table.lowestSpot) / Math.log(table.step) + 1e-12),
  )
  const left = table.lowestSpot * table.step ** node
  const width = left * (table.step - 1)
  const u = (clamped - left) / width

  const last = table.times.length - 1
  const running = time >= table.times[0]! && time <= table.times[last]!
  let slice = time > table.times[last]! ? last : 0
  while (slice < last - 1 && time >= table.times[slice + 1]!) slice++
  const [early, earlySlope] = atSlice(table, slice, node, u, width)
  if (!running) return { target: early, gamma: 0, variance, inside: false }

  const from = table.times[slice]!
  const late = (time - from) / (table.times[slice + 1]! - from)
  const [later, laterSlope] = atSlice(table, slice + 1, node, u, width)
  return {
    target: early + late * (later - early),
    gamma: inside ? earlySlope + late * (laterSlope - earlySlope) : 0,
    variance,
    inside,
  }
}
