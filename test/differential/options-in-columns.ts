import { type Backend, type Output, outputs } from '@gimbal/relayer/quant'
import { european, type Pair } from '../reference50/european.ts'
import { fromNumber, toNumber } from '../reference50/fixed.ts'
import type { OptionPoint } from './option-points.ts'
import type { Tally } from './tally.ts'
import { asNumber } from './wad.ts'

const BOUND = 1e-13

const columns = ['spot', 'strike', 'vol', 'tau', 'rate', 'yield'] as const

/** A point as columns hold it. */
export type Numbers = { readonly [name in (typeof columns)[number]]: number }

/** Notes how far each backend is at points of the contracts, as doubles. */
export function measureOptionsInColumns(
  backends: readonly Backend[],
  points: readonly OptionPoint[],
  tally: Tally,
): void {
  measureColumns(backends, points.map(asNumbers), tally)
}

/**
 * Notes how far each backend is from the reference, which is given the same doubles: the rounding of a point to doubles is
 * no error of a kernel. A result is measured by what one spot (or strike, before or after discounting, where that is larger)
 * is in it, or by itself where it is larger than that; vanna and volga by what a width is in them, if that is most.
 */
export function measureColumns(
  backends: readonly Backend[],
  numbers: readonly Numbers[],
  tally: Tally,
): void {
  const sheets = backends.map((backend) => ({ name: backend.name, greeks: evaluated(backend, numbers) }))
  for (const [i, of] of numbers.entries()) {
    const pair = european({
      spot: fromNumber(of.spot),
      strike: fromNumber(of.strike),
      vol: fromNumber(of.vol),
      tau: fromNumber(of.tau),
      rate: fromNumber(of.rate),
      yield: fromNumber(of.yield),
    })
    const units = unitsOf(of, pair)
    for (const [put, greeks] of [pair.call, pair.put].entries()) {
      for (const output of outputs) {
        const wanted = toNumber(greeks[output])
        const unit = Math.max(units[output], Math.abs(wanted))
        for (const { name, greeks: got } of sheets) {
          const error = Math.abs(got[output][2 * i + put]! - wanted) / unit
          tally.note(`${name}: ${output}`, BOUND, error, of)
        }
      }
    }
  }
}

function asNumbers(point: OptionPoint): Numbers {
  return Object.fromEntries(columns.map((name) => [name, asNumber(point[name])])) as Numbers
}

/** The call and the put of each point, in turn. */
function evaluated(backend: Backend, points: readonly Numbers[]) {
  const sheet = backend.sheet(2 * points.length)
  for (const [i, point] of points.entries()) {
    for (const put of [0, 1]) {
      for (const name of columns) sheet.options[name][2 * i + put] = point[name]
      sheet.options.sign[2 * i + put] = 1 - 2 * put
    }
  }
  backend.evaluate(sheet)
  return sheet.greeks
}

function unitsOf({ spot, strike, vol }: Numbers, pair: Pair): { readonly [name in Output]: number } {
  const factor = Math.max(1, toNumber(pair.factor))
  const money = Math.max(spot, strike, toNumber(pair.asset), toNumber(pair.bond))
  const [vega, width] = [toNumber(pair.call.vega), toNumber(pair.width)]
  return {
    price: money,
    delta: factor,
    gamma: factor / spot,
    vega: money,
    theta: money,
    rho: money,
    vanna: width === 0 ? factor : Math.max(factor, vega / (spot * width)),
    volga: vol === 0 ? money : Math.max(money, vega / vol),
  }
}
