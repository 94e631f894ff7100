/** A trade of a book with the counterparty. */
export type TradePlan = {
  readonly put: boolean
  /** Strike as a multiple of the first price. */
  readonly strike: number
  /** Days to expiry from the start of the run, or an expiry that falls within it. */
  readonly expiry: number | 'during the run'
  /** Options; negative: sold by the book. */
  readonly size: number
  /** When, as a share of the run; 0: before the first tick. */
  readonly at: number
}

/** A hedged book. Money in multiples of the first price, so that any price file gives the same book. */
export type BookPlan = {
  readonly name: string
  readonly deposit: number
  /** Chain whose spoke hedges it. */
  readonly spoke: string
  /** Inventory kept on another spoke, base units. */
  readonly offset?: { readonly spoke: string; readonly base: number }
  readonly trades: readonly TradePlan[]
}

const call = (strike: number, expiry: TradePlan['expiry'], size: number, at = 0): TradePlan => ({
  put: false,
  strike,
  expiry,
  size,
  at,
})

const put = (strike: number, expiry: TradePlan['expiry'], size: number, at = 0): TradePlan => ({
  put: true,
  strike,
  expiry,
  size,
  at,
})

/** Books whose target is never below zero, since spokes cannot be short yet. */
export const BOOKS: readonly BookPlan[] = [
  {
    name: 'short calls',
    deposit: 160,
    spoke: 'spoke-a',
    trades: [call(1, 30, -100), call(1, 30, -10, 0.3)],
  },
  {
    name: 'short calls, two strikes',
    deposit: 190,
    spoke: 'spoke-b',
    trades: [call(1, 21, -60), call(1.1, 21, -40), call(0.97, 'during the run', -15)],
  },
  {
    name: 'short calls, fewer long',
    deposit: 130,
    spoke: 'hub',
    trades: [call(1, 30, -100), call(1.05, 14, 40)],
  },
  {
    name: 'long puts',
    deposit: 150,
    spoke: 'hub',
    offset: { spoke: 'spoke-a', base: 6 },
    trades: [put(1, 21, 80), put(0.95, 21, 10, 0.5)],
  },
]

export const COUNTERPARTY = { name: 'counterparty', deposit: 2_000 } as const

/** Where in the run the early expiry falls. */
const EARLY = 0.6
const DAY = 86_400

/** The expiry of a trade, UNIX seconds. Later ones stay at least a week behind the end of the run. */
export function expiryOf(trade: TradePlan, start: number, hours: number): number {
  if (trade.expiry === 'during the run') return start + Math.round(hours * 60 * EARLY) * 60
  return start + Math.max(trade.expiry * DAY, hours * 3_600 + 7 * DAY)
}

/** A strike that a person could remember: three digits of the first price's multiple. */
export function strikeOf(trade: TradePlan, firstPrice: number): number {
  return Number((trade.strike * firstPrice).toPrecision(3))
}
