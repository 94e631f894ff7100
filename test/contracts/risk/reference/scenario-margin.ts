import { cdf } from '../../../../relayer/src/quant/normal.ts'

// Scenario margin in plain numbers, written from MATH and not from the contracts.

export interface Position {
  readonly strike: number
  readonly days: number
  readonly put: boolean
  readonly size: number
  readonly vol: number
}

/** Quote and base as reported; base may have moved by `up` or `down` at a price within [low, high]. */
export interface SpokeClaim {
  readonly quote: number
  readonly base: number
  readonly up: number
  readonly down: number
  readonly low: number
  readonly high: number
}

export interface Stress {
  readonly spotMul: number
  readonly volShock: -1 | 0 | 1
  readonly damp: number
}

export interface Solvency {
  readonly mark: number
  readonly loss: number
  readonly liability: number
}

const volUp = 0.5
const volDown = 0.25
const volFloor = 0.5
const shortCharge = 0.003

export function stresses(): readonly Stress[] {
  const inner = [-16, -12, -8, -4, 0, 4, 8, 12, 16].flatMap((percent) =>
    ([-1, 0, 1] as const).map((volShock) => ({ spotMul: 1 + percent / 100, volShock, damp: 1 })),
  )
  const tails = [-0.66, -0.33, 0.5, 1, 2, 5].map((move) => ({
    spotMul: 1 + move,
    volShock: 1 as const,
    damp: 0.1386 / Math.abs(move),
  }))
  return [...inner, ...tails]
}

export function optionPrice(spot: number, { strike, days, put }: Position, vol: number): number {
  const width = vol * Math.sqrt(days / 365)
  if (width === 0) return Math.max(0, put ? strike - spot : spot - strike)
  const d1 = Math.log(spot / strike) / width + width / 2
  return put ? strike * cdf(width - d1) - spot * cdf(-d1) : spot * cdf(d1) - strike * cdf(d1 - width)
}

export function shockedVol(vol: number, days: number, shock: -1 | 0 | 1): number {
  const dte = Math.max(days, 1)
  const x = (30 / dte) ** (dte < 30 ? 0.3 : 0.13)
  if (shock > 0) return Math.max(vol * (1 + volUp * x), volFloor)
  return shock < 0 ? Math.max(0, vol * (1 - volDown * x)) : vol
}

/** Every end and the report itself, at the price that hurts. */
function claimWorth({ quote, base, up, down, low, high }: SpokeClaim, spot: number): number {
  return Math.min(
    quote + base * spot,
    quote - up * high + (base + up) * spot,
    quote - down * low + (base + down) * spot,
  )
}

export function solvency(
  spot: number,
  positions: readonly Position[],
  claims: readonly SpokeClaim[],
): Solvency {
  const total = (at: number, shock: -1 | 0 | 1) =>
    positions.reduce((sum, p) => sum + p.size * optionPrice(at, p, shockedVol(p.vol, p.days, shock)), 0)
  const worth = (at: number) => claims.reduce((sum, claim) => sum + claimWorth(claim, at), 0)
  const mark = total(spot, 0)
  let loss = 0
  let liability = 0
  for (const { spotMul, volShock, damp } of stresses()) {
    const options = (total(spot * spotMul, volShock) - mark) * damp
    loss = Math.max(loss, -options - (worth(spot * spotMul) - worth(spot)) * damp)
    liability = Math.max(liability, -mark - options)
  }
  const shorts = positions.reduce((sum, { size }) => sum + Math.max(0, -size), 0)
  return { mark, loss: loss + shorts * spot * shortCharge, liability }
}
