import { requirePositive, requireWithin } from '../field-error.ts'

/**
 * The delta that leaves the least variance when vol moves with spot: Δ + vega·E[dσ/dS] (Hull and White 2017), which is
 * Δ + vega·ρ·ξ/S. Where vol falls as spot rises a call needs less hedge.
 *
 * @param volPerReturn ρ·ξ: what vol is expected to move for a return of one
 */
export function minimumVarianceDelta(
  delta: number,
  vega: number,
  spot: number,
  volPerReturn: number,
): number {
  requirePositive('spot', spot)
  requireWithin('volPerReturn', volPerReturn, -100, 100)
  return delta + (vega * volPerReturn) / spot
}

/** ρ·ξ from returns and the moves of vol that came with them, by least squares through zero; zero where nothing moved. */
export function volPerReturn(returns: ArrayLike<number>, volMoves: ArrayLike<number>): number {
  let [cross, square] = [0, 0]
  for (let i = 0; i < returns.length; i++) {
    cross += returns[i]! * volMoves[i]!
    square += returns[i]! ** 2
  }
  return square > 0 ? cross / square : 0
}
