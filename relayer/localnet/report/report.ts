/** What a run measured; written by --report. Ratios are null where a run is too short to have them. */
export type Report = {
  readonly seed: number
  readonly hours: number
  readonly prices: string
  readonly chains: readonly { readonly id: number; readonly role: 'hub' | 'spoke'; readonly blocks: number }[]
  readonly books: readonly BookReport[]
  readonly heartbeats: number
  readonly hedges: number
  readonly reports: number
  readonly messages: { readonly sent: number; readonly delivered: number; readonly stale: number }
  readonly conservation: { readonly ok: boolean; readonly maxErrorUnits: number }
  readonly subgraph: { readonly synced: boolean; readonly hedges: number }
  readonly latencyMs: {
    readonly tickToDecision: Percentiles
    /** The same without the time that it waited for a processor. */
    readonly deciding: Percentiles
    readonly tickToMined: Percentiles
  }
  readonly surface: {
    /** Of the vol surface since the first price. */
    readonly updates: number
    /** What the forecasts behind them were made with. */
    readonly models: readonly string[]
    /** Annual vol of the next day as forecast on average, and as it was over the run from hourly returns. */
    readonly forecastVol: number | null
    readonly realisedVol: number | null
    /** Of the forecasts whose whole day has come, and how many these are: hours of one day overlap. */
    readonly qlike: number | null
    readonly days: number
    /** At the end, at the money. */
    readonly vols: readonly { readonly expiry: number; readonly vol: number }[]
  }
  readonly errors: readonly string[]
}

/** Deltas in base units, turnover, cost and P&L in quote. */
export type BookReport = {
  readonly id: number
  readonly name: string
  /** Chains that hedge it. */
  readonly spokes: readonly number[]
  readonly hedges: number
  readonly fills: number
  readonly turnover: number
  readonly cost: number
  /** Mean and largest |hedge - target|. */
  readonly netDeltaMean: number | null
  readonly netDeltaMax: number | null
  readonly deltaReduction: number | null
  readonly bandRatio: number | null
  readonly outOfBandShare: number | null
  readonly pnlStdHedged: number | null
  readonly pnlStdUnhedged: number | null
  readonly varianceReduction: number | null
}

export type Percentiles = { readonly p50: number | null; readonly p99: number | null }
