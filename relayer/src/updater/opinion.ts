// SPDX-License-Identifier: MIT
import {
  fitOutlook,
  OUTLOOK_WINDOW,
  type Outlook,
  totalAhead,
  type VarianceTerm,
} from '../quant/forecast/index.ts'
import { type NextSurface, nextSurface } from '../quant/surface/index.ts'
import type { Hours } from './hours.ts'
import type { UpdaterConfig } from './schema.ts'
import type { SurfaceState } from './surface.ts'

const DAY = 86_400
/** Days a forecast looks back over, the longest memory of a model among them. */
const LOOK_BACK = 230
/** Seconds an expiry must still be ahead: it may come before the update is mined. */
const LEAST_AHEAD = 120

/** What one updater believes. */
export interface Opinion {
  /** Variance to come, by the hours seen so far. */
  readonly term: () => VarianceTerm
  /** Annual vol at the money that is wished for, by expiry still ahead of a time. */
  readonly wanted: (time: number) => readonly { readonly expiry: number; readonly variance: number }[]
  /** The surface it would sign at a time, from the one in force. */
  readonly next: (state: SurfaceState, time: number) => NextSurface | undefined
}

/**
 * Fits once a day, forecasts once an hour from the 24-hour days that end then.
 *
 * @throws QuantInputError from `term` and what needs it, while there is too little history and no prior
 */
export function createOpinion(hours: Hours, config: UpdaterConfig): Opinion {
  const { shape, tenors, hour, expiries } = config.market
  const prior = config.history.priorVol === undefined ? undefined : config.history.priorVol ** 2 / 365
  let fitted: { readonly day: number; readonly outlook: Outlook } | undefined
  let known: { readonly end: number | undefined; readonly term: VarianceTerm } | undefined

  function outlook(end: number): Outlook {
    const day = Math.floor(end / DAY)
    if (fitted?.day !== day) fitted = { day, outlook: fitOutlook(hours.days(OUTLOOK_WINDOW), prior) }
    return fitted.outlook
  }

  function term(): VarianceTerm {
    const end = hours.end()
    if (known === undefined || known.end !== end) {
      const days = hours.days(LOOK_BACK)
      known = { end, term: outlook(end ?? 0).term(days, days.variance.length) }
    }
    return known.term
  }

  function wanted(time: number) {
    const dated = tenors.map(
      (days) => Math.ceil((time + days * DAY - hour * 3_600) / DAY) * DAY + hour * 3_600,
    )
    return [...new Set([...dated, ...expiries])]
      .filter((expiry) => expiry > time + LEAST_AHEAD)
      .toSorted((a, b) => a - b)
      .map((expiry) => {
        const days = (expiry - time) / DAY
        return { expiry, variance: (365 * totalAhead(term(), days)) / days }
      })
  }

  return {
    term,
    wanted,
    next: ({ smiles, terms }, time) => {
      const wishes = wanted(time)
      if (wishes.length === 0) return undefined
      return nextSurface({ current: smiles, wanted: wishes, shape, terms, time })
    },
  }
}
