import type { Greeks, Pair, Terms } from '../reference50/european.ts'
import { european } from '../reference50/european.ts'
import { fromWad, larger, one, over, size, times, toNumber } from '../reference50/fixed.ts'
import type { Batch } from './chain.ts'
import type { OptionPoint } from './option-points.ts'
import type { Tally } from './tally.ts'
import { WAD } from './wad.ts'

/** `BlackScholes.Quote` */
interface Quote {
  readonly call: bigint
  readonly put: bigint
  readonly callDelta: bigint
  readonly putDelta: bigint
  readonly gamma: bigint
  readonly vega: bigint
  readonly callTheta: bigint
  readonly putTheta: bigint
}

const wei = fromWad(1n)
/** From here on a wei is less than the share that is promised. */
const AMOUNT = one / 100_000n
const PRICE = 'price / max(A, B)'
/** What BlackScholes.sol states beyond some wei. */
const STATED = 1e-18

/** Notes how far the contract is from the reference: the promises of docs/pricing.md, and what BlackScholes.sol states. */
export async function measureOptionsOnChain(
  batch: Batch,
  points: readonly OptionPoint[],
  tally: Tally,
  grid = false,
): Promise<void> {
  const quotes = await batch.at(
    'options',
    points.map((point) => ({ ...point, yield_: point.yield })),
  )
  for (const [i, point] of points.entries()) {
    const quote = quotes[i] as Quote
    const pair = european(termsOf(point))
    compare(quote, pair, fromWad(clampedOf(point).spot), point, tally)
    if (grid) {
      const error = toNumber(size(fromWad(quote.callDelta) - pair.call.delta))
      tally.note('contract: delta on the 216 points', 1e-15, error, point)
    }
  }
}

function compare(quote: Quote, pair: Pair, spot: bigint, point: OptionPoint, tally: Tally): void {
  const { asset, bond, factor, width, decay } = pair
  const most = larger(asset, bond)
  const { rate, yield: carry } = termsOf(point)
  const fade = times(size(rate), bond) + times(size(carry), asset) + decay
  const scale = width === 0n ? 0n : over(over(factor, spot), width)

  const side = (greeks: Greeks, price: bigint, delta: bigint, theta: bigint) => {
    const [ofPrice, ofDelta] = [size(fromWad(price) - greeks.price), size(fromWad(delta) - greeks.delta)]
    if (most >= AMOUNT) {
      tally.note(`contract: ${PRICE}`, 1e-12, toNumber(over(ofPrice, most)), point)
    }
    tally.note('contract: delta', 1e-12, toNumber(ofDelta), point)
    const beyond = (name: string, error: bigint, weis: bigint, unit: bigint) => {
      const left = error - weis * wei
      const share = left <= 0n ? 0 : unit === 0n ? Number.POSITIVE_INFINITY : toNumber(over(left, unit))
      tally.note(`contract, beyond rounding: ${name}`, STATED, share, point)
    }
    beyond(PRICE, ofPrice, 2n, most)
    beyond('delta / e^(-q tau)', ofDelta, 2n, factor)
    beyond('gamma S width / e^(-q tau)', size(fromWad(quote.gamma) - greeks.gamma), 2n, scale)
    beyond('vega / A', size(fromWad(quote.vega) - greeks.vega), 2n, asset)
    beyond('theta / (|r| B + |q| A + A vol / sqrt tau)', size(fromWad(theta) - greeks.theta), 4n, fade)
  }
  side(pair.call, quote.call, quote.callDelta, quote.callTheta)
  side(pair.put, quote.put, quote.putDelta, quote.putTheta)

  const parity = size(fromWad(quote.call - quote.put) - asset + bond)
  tally.note('contract: parity, per 1e18', 2e-18, toNumber(over(parity, larger(most, one))), point)
}

/** What the contract takes a point for: vol and time at most 10, rates at most 1 of either sign. */
function clampedOf(point: OptionPoint): OptionPoint {
  const end = (x: bigint, most: bigint) => (x > most ? most : x < -most ? -most : x)
  return {
    ...point,
    vol: end(point.vol, 10n * WAD),
    tau: end(point.tau, 10n * WAD),
    rate: end(point.rate, WAD),
    yield: end(point.yield, WAD),
  }
}

function termsOf(point: OptionPoint): Terms {
  const { spot, strike, vol, tau, rate, yield: carry } = clampedOf(point)
  return {
    spot: fromWad(spot),
    strike: fromWad(strike),
    vol: fromWad(vol),
    tau: fromWad(tau),
    rate: fromWad(rate),
    yield: fromWad(carry),
  }
}
