/** Result of a search: where, and how low. */
export type Minimum = { readonly at: readonly number[]; readonly value: number }

/**
 * Nelder–Mead search without derivatives, from a start and a first step per coordinate (Nelder and Mead 1965, with the usual
 * coefficients 1, 2, ½, ½). A function that returns NaN or infinity there is taken as a wall.
 */
export function minimise(
  f: (x: readonly number[]) => number,
  start: readonly number[],
  step: readonly number[],
  { rounds = 400, tolerance = 1e-10 }: { readonly rounds?: number; readonly tolerance?: number } = {},
): Minimum {
  const value = (x: readonly number[]): number => {
    const y = f(x)
    return Number.isFinite(y) ? y : Number.MAX_VALUE
  }
  const point = (x: readonly number[]): Minimum => ({ at: x, value: value(x) })
  const simplex = [
    point(start),
    ...start.map((_, i) => point(start.map((x, j) => (i === j ? x + step[i]! : x)))),
  ]
  for (let round = 0; round < rounds; round++) {
    simplex.sort((p, q) => p.value - q.value)
    const [best, worst, second] = [simplex[0]!, simplex.at(-1)!, simplex.at(-2)!]
    if (worst.value - best.value < tolerance * (Math.abs(best.value) + tolerance)) break
    const centre = start.map(
      (_, i) => simplex.slice(0, -1).reduce((sum, p) => sum + p.at[i]!, 0) / start.length,
    )
    const along = (t: number): Minimum => point(centre.map((c, i) => c + t * (worst.at[i]! - c)))
    const mirrored = along(-1)
    if (mirrored.value < best.value) {
      const further = along(-2)
      simplex[simplex.length - 1] = further.value < mirrored.value ? further : mirrored
    } else if (mirrored.value < second.value) {
      simplex[simplex.length - 1] = mirrored
    } else {
      const nearer = mirrored.value < worst.value ? along(-0.5) : along(0.5)
      if (nearer.value < Math.min(worst.value, mirrored.value)) simplex[simplex.length - 1] = nearer
      else {
        for (let i = 1; i < simplex.length; i++) {
          simplex[i] = point(simplex[i]!.at.map((x, j) => best.at[j]! + 0.5 * (x - best.at[j]!)))
        }
      }
    }
  }
  return simplex.reduce((p, q) => (q.value < p.value ? q : p))
}
