// SPDX-License-Identifier: MIT
import type { LadderTable } from '../quant/ladder.ts'
import { optionSheet } from '../quant/option-sheet.ts'
import type { TargetBody } from '../quant/target.ts'
import type { MandateBody } from '../transport/hub-state.ts'
import { seriesOf } from './series.ts'
import { fromWad } from './wad.ts'

/** A mandate body in plain numbers, ready for `quant`. */
export interface CompiledBody extends TargetBody {
  readonly riskAversion: number
  readonly range: number
  /** Expiries of its series, for who asks when they settle. */
  readonly expiries: readonly number[]
  /** Names each row by all that its mark depends on: rows of equal keys, in whatever book, are marked as one. */
  readonly keys: readonly string[]
}

function ladderTable(ladder: MandateBody['ladder']): LadderTable | undefined {
  if (ladder.times.length === 0) return undefined
  return {
    lowestSpot: fromWad(ladder.lowestSpot),
    step: fromWad(ladder.step),
    nodes: ladder.nodes,
    times: Float64Array.from(ladder.times, Number),
    deltas: Float64Array.from(ladder.deltas, fromWad),
    gammas: Float64Array.from(ladder.gammas, fromWad),
    firstVariance: fromWad(ladder.firstVariance),
    lastVariance: fromWad(ladder.lastVariance),
  }
}

const compiled = new WeakMap<MandateBody, CompiledBody>()

/** Bodies never change: each is converted once. */
export function compileBody(body: MandateBody): CompiledBody {
  const known = compiled.get(body)
  if (known) return known
  const ladder = ladderTable(body.ladder)
  const rows = body.legs.map((leg) => {
    const { strike, expiry, put } = seriesOf(leg.series)
    return {
      strike: fromWad(strike),
      expiry,
      put,
      vol: fromWad(leg.vol),
      carry: fromWad(leg.carry),
      size: fromWad(leg.size),
    }
  })
  const fresh: CompiledBody = {
    offset: fromWad(body.offset),
    share: fromWad(body.share),
    sheet: optionSheet(rows),
    ...(ladder ? { ladder } : {}),
    riskAversion: fromWad(body.riskAversion),
    range: fromWad(body.range),
    expiries: [...new Set(rows.map(({ expiry }) => expiry))],
    keys: body.legs.map(({ series, vol, carry }) => `${series}:${vol}:${carry}`),
  }
  compiled.set(body, fresh)
  return fresh
}
