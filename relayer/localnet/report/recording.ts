import type { Site } from '../setup/local-network.ts'
import { LOT, marketTerms } from '../setup/terms.ts'
import type { BodyRecord, History } from './history.ts'
import { spokeTermsOf } from './spoke-terms.ts'

/** A published price, as the relayer saw it. */
export type RecordedTick = {
  /** Chain time at which the relayer decided. */
  readonly time: number
  readonly publishTime: number
  /** 18 decimals. */
  readonly price: string
}

/** What an independent judge needs to work out every hedge of a run anew; numbers of 18 decimals are strings. */
export type Recording = {
  readonly lot: string
  readonly settlement: { readonly window: number; readonly instants: number }
  readonly spokes: readonly {
    readonly id: number
    readonly costRate: number
    readonly fixedCost: number
    readonly floor: number
    readonly cap: number
    readonly capShare: number
    readonly clip: number
  }[]
  readonly ticks: readonly RecordedTick[]
  readonly hedges: readonly RecordedHedge[]
}

export type RecordedHedge = {
  readonly book: number
  readonly spoke: number
  /** Time of its block. */
  readonly mined: number
  readonly price: string
  readonly before: string
  readonly base: string
  /** The mandate in force. */
  readonly body: {
    readonly offset: string
    readonly share: string
    readonly riskAversion: string
    readonly range: string
    readonly legs: readonly {
      readonly put: boolean
      readonly strike: string
      readonly expiry: number
      readonly size: string
      readonly vol: string
    }[]
  }
}

export async function makeRecording(
  sites: readonly Site[],
  history: History,
  ticks: readonly RecordedTick[],
): Promise<Recording> {
  const { settlement } = marketTerms(1, 1)
  const spokes = await spokeTermsOf(sites)
  return {
    lot: String(LOT),
    settlement,
    spokes: [...spokes].map(([id, terms]) => ({ id, ...terms })),
    ticks,
    hedges: history.executions
      .filter(({ kind }) => kind === 'hedge')
      .map(({ book, chain, epoch, mined, filed }) => ({
        book,
        spoke: chain,
        mined,
        price: String(filed.price),
        before: String(filed.before),
        base: String(filed.base),
        body: bodyText(bodyInForce(history, book, chain, epoch)),
      })),
  }
}

/** The last body published before the heartbeat of an epoch was sent. */
function bodyInForce(history: History, book: number, spoke: number, epoch: bigint): BodyRecord {
  const heartbeat = history.heartbeats.find((sent) => sent.spoke === spoke && sent.epoch === epoch)
  const body = history.bodies.findLast(
    (published) =>
      published.book === book && published.spoke === spoke && published.order < (heartbeat?.order ?? 0),
  )
  if (body === undefined) throw new Error(`no mandate of book ${book} on ${spoke} at epoch ${epoch}`)
  return body
}

function bodyText({ offset, share, riskAversion, range, legs }: BodyRecord): RecordedHedge['body'] {
  return {
    offset: String(offset),
    share: String(share),
    riskAversion: String(riskAversion),
    range: String(range),
    legs: legs.map(({ series, size, vol }) => ({
      put: (series & 1n) === 1n,
      strike: String((series >> 56n) & ((1n << 128n) - 1n)),
      expiry: Number((series >> 184n) & ((1n << 40n) - 1n)),
      size: String(size),
      vol: String(vol),
    })),
  }
}
