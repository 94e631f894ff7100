/**
 * The standard normal distribution function by its Taylor series around zero (Marsaglia 2004) and, in the tail, by
 * Laplace's continued fraction for the Mills ratio: nothing of the code under test.
 */
export function normalCdf(x: number): number {
  if (x > 5) return 1 - normalCdf(-x)
  if (x < -5) return tail(-x)
  let term = x
  let sum = x
  for (let i = 3; Math.abs(term) > 1e-18; i += 2) {
    term *= (x * x) / i
    sum += term
  }
  return 0.5 + sum * density(x)
}

export function density(x: number): number {
  return Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI)
}

function tail(x: number): number {
  let fraction = x
  for (let i = 60; i >= 1; i--) fraction = x + i / fraction
  return density(x) / fraction
}
