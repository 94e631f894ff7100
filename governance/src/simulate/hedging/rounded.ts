/** Six digits: what machines may differ in lies beyond. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6))
}
