// SPDX-License-Identifier: MIT
import { type Policy, toEdge } from '../policy.ts'

/** To the nearer edge of delta ± H, H³ = (3/2)·λSΓ²/γ (Whalley and Wilmott 1997, zero rates). Depends on λ/γ alone. */
export function whalleyWilmott(costRate: number, riskAversion: number): Policy {
  const factor = (1.5 * costRate) / riskAversion
  return {
    start() {},
    next: (held, { target, spot, gamma }) => toEdge(held, target, Math.cbrt(factor * spot * gamma * gamma)),
  }
}
