import { optionSheet } from '../../relayer/src/quant/option-sheet.ts'
import { listTarget } from '../../relayer/src/quant/target.ts'
import { fromNumber, fromWad, one, over, size, times, toNumber } from '../reference50/fixed.ts'
import { root } from '../reference50/root.ts'
import { type Leg, targetOf } from '../reference50/target.ts'
import type { Batch } from './chain.ts'
import { type ListPoint, yearsOf } from './list-points.ts'
import type { Tally } from './tally.ts'
import { asNumber } from './wad.ts'

/** Notes how far T and dT/dS are from the reference: the contract's in wei per unit of |size|, the relayer's as a share. */
export async function measureLists(batch: Batch, points: readonly ListPoint[], tally: Tally): Promise<void> {
  const results = await batch.at('lists', points.map(argumentOf))
  for (const [i, point] of points.entries()) {
    onChain(results[i] as readonly [bigint, bigint], point, tally)
    inColumns(point, tally)
  }
}

function argumentOf({ legs, spot, time, terms }: ListPoint): object {
  const packed = legs.map(({ strike, expiry, put, size: held, vol, carry }) => ({
    series: (1n << 224n) | (expiry << 184n) | (strike << 56n) | (put ? 1n : 0n),
    size: held,
    vol,
    carry,
  }))
  return { legs: packed, spot, time, terms: { ...terms, grace: 0n } }
}

/** A delta is within 2 wei, its weight and the weighted size within one, and the product rounds: at most five. */
function onChain([target, gamma]: readonly [bigint, bigint], point: ListPoint, tally: Tally): void {
  const legs = legsOf(point, fromWad, (expiry) => fromWad(yearsOf(expiry, point.time)))
  const right = targetOf(legs, fromWad(point.spot), point.time, point.terms)
  const { held, steep } = weightsOf(legs, fromWad(point.spot), point.time)
  const weis = held / 10n ** 18n
  tally.note('contract: T, wei', 5, toNumber(over(size(fromWad(target) - right.target), weis)), point)
  const slopes = weis + steep / 10n ** 18n
  tally.note('contract: dT/dS, wei', 5, toNumber(over(size(fromWad(gamma) - right.gamma), slopes)), point)
}

function inColumns(point: ListPoint, tally: Tally): void {
  const [spot, time] = [asNumber(point.spot), Number(point.time)]
  const sheet = optionSheet(
    point.legs.map(({ strike, expiry, put, size: held, vol, carry }) => ({
      strike: asNumber(strike),
      expiry: Number(expiry),
      vol: asNumber(vol),
      carry: asNumber(carry),
      size: asNumber(held),
      put,
    })),
  )
  const window = { window: Number(point.terms.window), instants: Number(point.terms.instants) }
  const got = listTarget(sheet, spot, time, window)
  const asDouble = (x: bigint) => fromNumber(asNumber(x))
  const legs = legsOf(point, asDouble, (expiry) => over(expiry - point.time, 31_536_000n))
  const right = targetOf(legs, fromNumber(spot), point.time, point.terms)
  const { held, steep } = weightsOf(legs, fromNumber(spot), point.time)
  const share = (a: number, b: bigint, unit: bigint) => Math.abs(a - toNumber(b)) / toNumber(unit)
  tally.note('js: T / sum (|size| + 1)', 1e-13, share(got.target, right.target, held), point)
  tally.note('js: dT/dS', 1e-13, share(got.gamma, right.gamma, steep + over(held, fromNumber(spot))), point)
}

function legsOf(
  { legs }: ListPoint,
  exact: (x: bigint) => bigint,
  years: (expiry: bigint) => bigint,
): readonly Leg[] {
  return legs.map(({ strike, expiry, put, size: held, vol, carry }) => ({
    strike: exact(strike),
    put,
    size: exact(held),
    vol: exact(vol),
    carry: exact(carry),
    tau: years(expiry),
    expiry,
  }))
}

/** What errors are shares of: sum |size|, and sum |size| / (S width). A unit is added to each size, as it is rounded too. */
function weightsOf(legs: readonly Leg[], spot: bigint, time: bigint) {
  let [held, steep] = [0n, 0n]
  for (const { size: amount, vol, tau, expiry } of legs) {
    const most = size(amount) + one
    held += most
    const width = expiry > time ? times(vol, root(tau)) : 0n
    if (width !== 0n) steep += over(over(most, spot), width)
  }
  return { held, steep }
}
