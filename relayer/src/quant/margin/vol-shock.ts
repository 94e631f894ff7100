/** Terms of the shocks, plain numbers of `Thresholds`. */
export type ShockTerms = {
  /** Relative shocks at thirty days. */
  readonly volUp: number
  readonly volDown: number
  /** Least vol after a shock up. */
  readonly volFloor: number
}

const DAY = 86_400

/** Vol after a shock up and down: short expiries move more than long ones, x = (30 days / time left)^p (MATH §6). */
export function shockedVols(
  vol: number,
  secondsLeft: number,
  terms: ShockTerms,
): { readonly up: number; readonly down: number } {
  const left = Math.max(secondsLeft, DAY)
  const x = ((30 * DAY) / left) ** (left < 30 * DAY ? 0.3 : 0.13)
  return {
    up: Math.max(vol * (1 + terms.volUp * x), terms.volFloor),
    down: vol * Math.max(0, 1 - terms.volDown * x),
  }
}
