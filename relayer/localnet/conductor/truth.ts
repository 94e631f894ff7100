import type { MarketPath } from '../market/path.ts'
import { readPath } from '../market/path.ts'
import { quotePath } from '../market/quote-path.ts'

/** The market as it truly is at a time: what feeds report late and pools are brought to. */
export type Truth = {
  readonly time: number
  /** In USD. */
  readonly base: number
  readonly quote: number
  /** Quote per base. */
  readonly price: number
}

/** Reads the true market at rising times. */
export function truthOf(path: MarketPath, seed: number): (time: number) => Truth {
  const base = readPath(path)
  const quote = quotePath(seed, path.start)
  return (time) => {
    const [inBase, inQuote] = [base.at(time), quote.at(time)]
    return { time, base: inBase, quote: inQuote, price: inBase / inQuote }
  }
}
