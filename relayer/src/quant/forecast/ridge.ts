/** A fitted linear model: weights of features that were centred and scaled, and what it leaves unexplained. */
export type RidgeFit = {
  readonly predict: (features: readonly number[]) => number
  /** Variance of the residuals. */
  readonly residualVariance: number
}

/**
 * Ridge regression on standardised features; the mean is not penalised (Hoerl and Kennard 1970). `penalty` is per row, so that
 * zero is least squares and one shrinks a lone feature by half.
 *
 * @param rows features of each observation, all of one length
 */
export function ridge(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  penalty: number,
): RidgeFit {
  const [n, width] = [rows.length, rows[0]?.length ?? 0]
  const centre = columnMeans(rows, width)
  const scale = Array.from({ length: width }, (_, j) => {
    const variance = rows.reduce((sum, row) => sum + (row[j]! - centre[j]!) ** 2, 0) / n
    return variance > 0 ? Math.sqrt(variance) : 1
  })
  const mean = targets.reduce((sum, y) => sum + y, 0) / n
  const z = rows.map((row) => row.map((x, j) => (x - centre[j]!) / scale[j]!))
  const gram = Array.from({ length: width }, (_, i) =>
    Array.from(
      { length: width },
      (_, j) => z.reduce((sum, row) => sum + row[i]! * row[j]!, 0) + (i === j ? penalty * n + 1e-12 * n : 0),
    ),
  )
  const moments = Array.from({ length: width }, (_, j) =>
    z.reduce((sum, row, i) => sum + row[j]! * (targets[i]! - mean), 0),
  )
  const weights = solvePositive(gram, moments)
  const predict = (features: readonly number[]): number =>
    features.reduce((sum, x, j) => sum + (weights[j]! * (x - centre[j]!)) / scale[j]!, mean)
  const residualVariance =
    rows.reduce((sum, row, i) => sum + (targets[i]! - predict(row)) ** 2, 0) / Math.max(1, n - width - 1)
  return { predict, residualVariance }
}

function columnMeans(rows: readonly (readonly number[])[], width: number): number[] {
  return Array.from({ length: width }, (_, j) => rows.reduce((sum, row) => sum + row[j]!, 0) / rows.length)
}

/** Solves A·x = b for a symmetric positive definite A by Cholesky's factor. */
function solvePositive(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const n = b.length
  const lower = Array.from({ length: n }, () => new Array<number>(n).fill(0))
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i]![j]!
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!
      lower[i]![j] = i === j ? Math.sqrt(sum) : sum / lower[j]![j]!
    }
  }
  const y: number[] = []
  for (let i = 0; i < n; i++)
    y.push((b[i]! - y.reduce((sum, v, k) => sum + lower[i]![k]! * v, 0)) / lower[i]![i]!)
  const x = new Array<number>(n).fill(0)
  for (let i = n - 1; i >= 0; i--) {
    let sum = y[i]!
    for (let k = i + 1; k < n; k++) sum -= lower[k]![i]! * x[k]!
    x[i] = sum / lower[i]![i]!
  }
  return x
}
