import type { OpenBook } from '../../relayer/localnet/books/open.ts'
import { BLOCK_TIME } from '../../relayer/localnet/conductor/conductor.ts'
import { type Truth, truthOf } from '../../relayer/localnet/conductor/truth.ts'
import type { MarketPath } from '../../relayer/localnet/market/path.ts'
import { trackBook } from '../../relayer/localnet/report/book-track.ts'
import type { History } from '../../relayer/localnet/report/history.ts'
import { spokeTermsOf } from '../../relayer/localnet/report/spoke-terms.ts'
import type { Site } from '../../relayer/localnet/setup/local-network.ts'
import { marketTerms } from '../../relayer/localnet/setup/terms.ts'

export interface BackInput {
  readonly sites: readonly Site[]
  readonly books: readonly OpenBook[]
  readonly path: MarketPath
  readonly seed: number
  readonly history: History
  /** Time when the last fault was over, and of the last step. */
  readonly from: number
  readonly until: number
}

/** Seconds until a book was back inside its outer band on the true path; undefined if it never was. */
export interface Back {
  readonly book: string
  readonly after: number | undefined
}

/** How long each hedged book took to come back once nothing was broken any more. */
export async function booksBack(input: BackInput): Promise<readonly Back[]> {
  const { path, history, from, until } = input
  const bands = await spokeTermsOf(input.sites)
  const { settlement } = marketTerms(
    path.firstPrice / truthOf(path, input.seed)(path.start).quote,
    path.initialVol,
  )
  return input.books
    .filter(({ plan }) => plan !== undefined)
    .map(({ book, name }) => {
      const track = trackBook({
        book: Number(book),
        history,
        settlement,
        bands,
        constantVol: path.initialVol,
      })
      const truth = truthOf(path, input.seed)
      for (let time = path.start; time <= until; time += BLOCK_TIME) {
        const { price }: Truth = truth(time)
        const sample = track.sample(time, price)
        const inside = sample !== undefined && Math.abs(sample.distance) <= sample.outer
        if (time >= from && inside) return { book: name, after: time - from }
      }
      return { book: name, after: undefined }
    })
}
