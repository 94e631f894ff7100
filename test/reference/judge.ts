import type { RecordedHedge, Recording } from '../../relayer/localnet/report/recording.ts'
import { bandOf, type Mandate, type Terms, targetOf, tradeDue } from './band-rule.ts'

/** A hedge of a run and what the rule says about it. */
export type Verdict = {
  readonly hedge: RecordedHedge
  /** The tick it was decided on. */
  readonly decided: number
  /** The trade the rule asks for there. */
  readonly due: number
  readonly traded: number
  /** How far the trade is from it, in lots. */
  readonly lotsOff: number
  /** Distance from the target and the outer edge at the decision. */
  readonly distance: number
  readonly outer: number
  /** Began outside the outer edge, or went on from such a beginning on the same side. */
  readonly allowed: boolean
  /** A slice: less than is due, as a clip or what the book has on the spoke allows. */
  readonly slice: boolean
}

/**
 * Works out every hedge of a run anew from the recorded oracle ticks and the mandates in force.
 *
 * A hedge is traced to the tick whose price it carries, and judged by the position it found.
 */
export function judge(recording: Recording): readonly Verdict[] {
  const lot = wad(recording.lot)
  const ticks = new Map(recording.ticks.map((tick) => [tick.price, tick]))
  const wayIn = new Map<string, number>()
  return recording.hedges.map((hedge) => {
    const tick = ticks.get(hedge.price)
    if (tick === undefined) throw new Error(`no tick has the price ${hedge.price} of a hedge`)
    const terms = termsOf(recording, hedge.spoke)
    const mandate = mandateOf(hedge)
    const price = wad(hedge.price)
    const { target, slope } = targetOf(mandate, price, tick.time, terms)
    const { outer, inner } = bandOf(mandate, slope, price, terms)
    const held = wad(hedge.before)
    const distance = held - target
    const due = tradeDue(held, target, inner)
    const traded = wad(hedge.base)
    const place = `${hedge.book} ${hedge.spoke}`
    const side = Math.sign(distance)
    const began = Math.abs(distance) > outer - lot
    const allowed = began || wayIn.get(place) === side
    const slice = Math.abs(traded) < Math.abs(due) - lot && Math.sign(traded) === Math.sign(due)
    if (slice) wayIn.set(place, side)
    else wayIn.delete(place)
    return {
      hedge,
      decided: tick.time,
      due,
      traded,
      lotsOff: Math.abs(traded - due) / lot,
      distance,
      outer,
      allowed,
      slice,
    }
  })
}

function termsOf(recording: Recording, spoke: number): Terms {
  const terms = recording.spokes.find(({ id }) => id === spoke)
  if (terms === undefined) throw new Error(`no terms of spoke ${spoke}`)
  return { ...terms, settlement: recording.settlement }
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
