import { seriesOf } from '../../src/hedge/series.ts'
import { fromNative, fromWad } from '../../src/hedge/wad.ts'
import type { BandTerms } from '../../src/quant/band.ts'
import { evaluate } from '../../src/quant/black-scholes.ts'
import { greekColumns } from '../../src/quant/columns/columns.ts'
import { type BandPoint, band } from '../../src/quant/horizon-band.ts'
import { type OptionRow, type OptionSheet, optionSheet } from '../../src/quant/option-sheet.ts'
import type { SettlementWindow } from '../../src/quant/settlement-weight.ts'
import { listTarget } from '../../src/quant/target.ts'
import { QUOTE_DECIMALS } from '../setup/topology.ts'
import type { BodyRecord, History } from './history.ts'
import type { Sample } from './measures.ts'

/** CashReason.PREMIUM and PAYOFF: what options themselves pay; the rest moves money about. */
const OPTION_CASH = new Set([2, 3])

export type TrackOptions = {
  readonly book: number
  readonly history: History
  readonly settlement: SettlementWindow
  /** Band terms by spoke. */
  readonly bands: ReadonlyMap<number, BandTerms>
  /** Vol at which options are valued throughout. */
  readonly constantVol: number
}

/** Follows one book through its history, at rising times. */
export type BookTrack = {
  /** Undefined until the opening hedge is done. */
  readonly sample: (time: number, price: number) => Sample | undefined
  /** Value of the book in quote with and without its hedge; undefined as above. */
  readonly value: (
    time: number,
    price: number,
  ) => { readonly hedged: number; readonly unhedged: number } | undefined
}

export function trackBook(options: TrackOptions): BookTrack {
  const { history } = options
  const own = <T extends { readonly book: number }>(list: readonly T[]) =>
    list.filter(({ book }) => book === options.book)
  const positions = cursor(own(history.positions), ({ time }) => time)
  const cash = cursor(own(history.cash), ({ time }) => time)
  const bodies = cursor(own(history.bodies), ({ time }) => time)
  const surfaces = cursor(history.surfaces, ({ time }) => time)
  const executions = cursor(own(history.executions), ({ mined }) => mined)

  const sizes = new Map<bigint, bigint>()
  const published = new Map<number, BodyRecord>()
  const held = new Map<number, number>()
  let surfaceVol = options.constantVol
  let optionCash = 0
  let hedgeCash = 0
  let opened = false
  let sheets: { readonly current: OptionSheet; readonly constant: OptionSheet } | undefined

  function advance(time: number): void {
    for (const { vols } of surfaces.until(time)) surfaceVol = vols[0] ?? surfaceVol
    for (const { series, size } of positions.until(time)) {
      if (size === 0n) sizes.delete(series)
      else sizes.set(series, size)
      sheets = undefined
    }
    for (const body of bodies.until(time)) {
      published.set(body.spoke, body)
      sheets = undefined
    }
    for (const { amount, reason } of cash.until(time)) {
      if (OPTION_CASH.has(reason)) optionCash += fromNative(amount, QUOTE_DECIMALS)
    }
    for (const { chain, filed } of executions.until(time)) {
      held.set(chain, fromWad(filed.afterwards))
      hedgeCash += fromWad(filed.quote)
      // The opening hedge may come in slices; it is done when it first arrives inside the band. Inventory kept where the
      // book is not hedged opens nothing.
      const hedgedHere = (published.get(chain)?.share ?? 0n) > 0n
      if (hedgedHere && abs(filed.afterwards - filed.target) <= filed.outer) opened = true
    }
  }

  function rows(volOf: (series: bigint) => number): OptionSheet {
    return optionSheet(
      [...sizes].map(([series, size]): OptionRow => {
        const { strike, expiry, put } = seriesOf(series)
        return { strike: fromWad(strike), expiry, put, size: fromWad(size), vol: volOf(series), carry: 0 }
      }),
    )
  }

  function sheetsNow() {
    const vols = new Map<bigint, number>()
    for (const { legs } of published.values())
      for (const { series, vol } of legs) vols.set(series, fromWad(vol))
    sheets ??= {
      current: rows((series) => vols.get(series) ?? surfaceVol),
      constant: rows(() => options.constantVol),
    }
    return sheets
  }

  return {
    sample: (time, price) => {
      advance(time)
      if (!opened) return undefined
      const { target, gamma, variance } = listTarget(sheetsNow().current, price, time, options.settlement)
      const inventory = [...held.values()].reduce((sum, base) => sum + base, 0)
      return {
        target,
        distance: inventory - target,
        outer: outerOf(published, options.bands, { gamma, variance, spot: price }),
      }
    },
    value: (time, price) => {
      advance(time)
      if (!opened) return undefined
      const { constant } = sheetsNow()
      const greeks = greekColumns(constant.rows)
      evaluate(constant, price, time, greeks)
      let unhedged = optionCash
      for (let row = 0; row < constant.rows; row++) unhedged += constant.size[row]! * greeks.price[row]!
      const inventory = [...held.values()].reduce((sum, base) => sum + base, 0)
      return { hedged: unhedged + hedgeCash + inventory * price, unhedged }
    },
  }
}

/** a of the spokes that hedge the book; where only an offset lies nothing needs a band. */
function outerOf(
  bodies: ReadonlyMap<number, BodyRecord>,
  bands: ReadonlyMap<number, BandTerms>,
  point: Omit<BandPoint, 'riskAversion'>,
): number {
  let outer = 0
  for (const { spoke, share, riskAversion, range } of bodies.values()) {
    const terms = bands.get(spoke)
    if (terms === undefined || share === 0n) continue
    const part = fromWad(share)
    const here = { ...point, gamma: point.gamma * part, riskAversion: fromWad(riskAversion) }
    outer += band(terms, here, fromWad(range)).outer
  }
  return outer
}

/** A list that is read once, in order of time. */
function cursor<T>(list: readonly T[], timeOf: (item: T) => number) {
  let at = 0
  return {
    until: (time: number): readonly T[] => {
      const from = at
      while (at < list.length && timeOf(list[at]!) <= time) at += 1
      return list.slice(from, at)
    },
  }
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value
}
