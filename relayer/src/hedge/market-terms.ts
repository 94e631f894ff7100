// SPDX-License-Identifier: MIT
import type { BandTerms } from '../quant/band.ts'
import type { SettlementWindow } from '../quant/settlement-weight.ts'
import type { MarketConfig } from '../transport/spoke-state.ts'
import { fromWad } from './wad.ts'

/** A market's governed numbers on a spoke, as plain numbers. */
export interface MarketTerms {
  readonly market: number
  readonly lot: number
  readonly band: BandTerms
  readonly relativeRiskAversion: number
  readonly settlement: SettlementWindow
  /** Seconds after an expiry before the second source may serve. */
  readonly settlementGrace: number
  readonly slippage: number
  readonly clip: number
  /** The same to the last digit. */
  readonly clipWad: bigint
  readonly interval: number
  readonly maxPullAge: number
  readonly venues: MarketConfig['venues']
}

const known = new WeakMap<MarketConfig, MarketTerms>()

export function marketTerms(config: MarketConfig): MarketTerms {
  const cached = known.get(config)
  if (cached) return cached
  const { band, limits, settlement } = config
  const terms: MarketTerms = {
    market: config.market,
    lot: fromWad(config.lot),
    band: {
      costRate: fromWad(band.costRate),
      fixedCost: fromWad(band.fixedCost),
      floor: fromWad(band.floor),
      cap: fromWad(band.cap),
      capShare: fromWad(band.capShare),
    },
    relativeRiskAversion: fromWad(band.riskAversion),
    settlement: { window: settlement.window, instants: settlement.instants },
    settlementGrace: settlement.grace,
    slippage: fromWad(limits.slippage),
    clip: fromWad(limits.clip),
    clipWad: limits.clip,
    interval: limits.interval,
    maxPullAge: config.oracle.maxPullAge,
    venues: config.venues,
  }
  known.set(config, terms)
  return terms
}
