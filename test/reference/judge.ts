import type { RecordedHedge, Recording } from '../../relayer/localnet/report/recording.ts'
import { bandOf, type Mandate, type Terms, targetOf, tradeDue } from './band-rule.ts'
import { partOf, type Totals } from './netting.ts'

/** A hedge of a run and what the rule says about it. */
export type Verdict = {
  readonly hedge: RecordedHedge
  /** Time of the tick it was decided on. */
  readonly decided: number
  /** The trade the rule asks for there: what crosses inside whole, of the rest as much as the clip of a netted trade leaves. */
  readonly due: number
  readonly traded: number
  /** How far the trade is from it, in lots. */
  readonly lotsOff: number
  /** Distance from the target and the outer edge at the decision. */
  readonly distance: number
  readonly outer: number
  /** Began outside the outer edge, or went on from such a beginning on the same side. */
  readonly allowed: boolean
}

/** Where a book stands by the rule. */
type Standing = { readonly distance: number; readonly outer: number; readonly inner: number }

/**
 * Works out every hedge of a run anew from the recorded oracle ticks and the mandates in force.
 *
 * A hedge is traced to the tick whose price it carries, and judged by the position it found.
 */
export function judge(recording: Recording): readonly Verdict[] {
  const lot = wad(recording.lot)
  const decisions = recording.hedges.map((hedge) => decisionOf(recording, hedge))
  const totals = new Map<string, Totals>()
  for (const { hedge, need } of decisions) {
    const { buys, sells } = totals.get(tradeOf(hedge)) ?? { buys: 0, sells: 0 }
    totals.set(tradeOf(hedge), { buys: buys + Math.max(0, need), sells: sells + Math.max(0, -need) })
  }
  const onTheWay = new Map<string, number>()

  return decisions.map(({ hedge, time, need, standing }) => {
    const { distance, outer } = standing
    const due = need * partOf(need, totals.get(tradeOf(hedge))!, spokeOf(recording, hedge).clip)
    const traded = wad(hedge.base)
    const place = `${hedge.book} ${hedge.spoke}`
    const side = Math.sign(distance)
    const allowed = Math.abs(distance) > outer - lot || onTheWay.get(place) === side
    // Still outside the inner edge when it is mined (a slice, or a settlement instant has passed): it may go on.
    const then = standingAt(recording, hedge, wad(hedge.before) + traded, hedge.mined)
    if (Math.sign(then.distance) === side && Math.abs(then.distance) > then.inner) onTheWay.set(place, side)
    else onTheWay.delete(place)
    return {
      hedge,
      decided: time,
      due,
      traded,
      lotsOff: Math.abs(traded - due) / lot,
      distance,
      outer,
      allowed,
    }
  })
}

/** Hedges of one netted trade. */
function tradeOf({ spoke, mined }: RecordedHedge): string {
  return `${spoke} ${mined}`
}

function decisionOf(recording: Recording, hedge: RecordedHedge) {
  const tick = recording.ticks.find(({ price }) => price === hedge.price)
  if (tick === undefined) throw new Error(`no tick has the price ${hedge.price} of a hedge`)
  const held = wad(hedge.before)
  const standing = standingAt(recording, hedge, held, tick.time)
  return { hedge, time: tick.time, standing, need: tradeDue(held, held - standing.distance, standing.inner) }
}

function standingAt(recording: Recording, hedge: RecordedHedge, held: number, time: number): Standing {
  const terms: Terms = { ...spokeOf(recording, hedge), settlement: recording.settlement }
  const [mandate, price] = [mandateOf(hedge), wad(hedge.price)]
  const { target, ...point } = targetOf(mandate, price, time, terms)
  return { distance: held - target, ...bandOf(mandate, point, price, terms) }
}

function spokeOf({ spokes }: Recording, { spoke }: RecordedHedge): Recording['spokes'][number] {
  const terms = spokes.find(({ id }) => id === spoke)
  if (terms === undefined) throw new Error(`no terms of spoke ${spoke}`)
  return terms
}

function mandateOf({ body }: RecordedHedge): Mandate {
  return {
    offset: wad(body.offset),
    share: wad(body.share),
    riskAversion: wad(body.riskAversion),
    range: wad(body.range),
    options: body.legs.map((leg) => ({
      put: leg.put,
      strike: wad(leg.strike),
      expiry: leg.expiry,
      size: wad(leg.size),
      vol: wad(leg.vol),
    })),
  }
}

function wad(value: string): number {
  return Number(value) / 1e18
}
