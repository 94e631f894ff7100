/** QLIKE of a forecast f against realised variance RV: RV/f − ln(RV/f) − 1 (Patton 2011). Zero where they agree. */
export function qlike(realised: number, forecast: number): number {
  const ratio = realised / forecast
  return ratio - Math.log(ratio) - 1
}

/** Squared error of variances. */
export function squaredError(realised: number, forecast: number): number {
  return (realised - forecast) ** 2
}
