/** Half-width of the 95 % interval of a figure from its values with one batch left out each (jackknife). */
export function jackknife(parts: readonly number[]): number {
  const finite = parts.filter(Number.isFinite)
  const count = finite.length
  if (count < 2) return Number.POSITIVE_INFINITY
  const mean = finite.reduce((sum, part) => sum + part, 0) / count
  const squares = finite.reduce((sum, part) => sum + (part - mean) ** 2, 0)
  return student(count - 1) * Math.sqrt((squares * (count - 1)) / count)
}

/** 97.5 % quantile of Student's t, by its expansion in the degrees of freedom (Abramowitz and Stegun 26.7.5). */
function student(freedom: number): number {
  const z = 1.959963984540054
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3)
  )
}
