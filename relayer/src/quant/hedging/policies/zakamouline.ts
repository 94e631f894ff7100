// SPDX-License-Identifier: MIT
import { type Exposure, type Hedge, hedgeOf } from '../exposure.ts'
import { type Policy, toEdge } from '../policy.ts'

/**
 * To the nearer edge of Δ(σ_m) ± (H0 + H1) (Zakamouline 2006, zero rates): H0 = λ/(γSσ²τ),
 * H1 = 1.12·λ^0.31·τ^0.05·σ^-0.25·(|Γ|/γ)^0.5, σ_m² = σ²(1 ± K), K = 4.76·λ^0.78·τ^-0.02·σ^-0.25·(γS²|Γ|)^0.15, plus when short of
 * gamma. Stated for one option: `vol` and `expiry` are its own.
 */
export function zakamouline(costRate: number, riskAversion: number, vol: number, expiry: number): Policy {
  const hedge: Hedge = { target: 0, gamma: 0, grossGamma: 0 }
  const width0 = costRate / (riskAversion * vol * vol)
  const width1 = (1.12 * costRate ** 0.31 * vol ** -0.25) / Math.sqrt(riskAversion)
  const factor = 4.76 * costRate ** 0.78 * vol ** -0.25 * riskAversion ** 0.15
  let book: Exposure
  return {
    start(started) {
      book = started
    },
    next(held, { time, spot, logSpot, gamma }) {
      const tau = expiry - time
      const size = Math.abs(gamma)
      const k = factor * Math.exp(0.15 * Math.log(spot * spot * size) - 0.02 * Math.log(tau))
      hedgeOf(book, spot, logSpot, time, Math.sqrt(Math.max(0.01, gamma >= 0 ? 1 + k : 1 - k)), hedge)
      const width = width0 / (spot * tau) + width1 * tau ** 0.05 * Math.sqrt(size)
      return toEdge(held, hedge.target, width)
    },
  }
}
