import { fieldError } from '../field-error.ts'

/** Degree, coefficients of the primitive polynomial and first direction numbers of dimensions 2 and up (Joe and Kuo 2008). */
const DIRECTIONS: readonly (readonly [degree: number, coefficients: number, ...first: number[]])[] = [
  [1, 0, 1],
  [2, 1, 1, 3],
  [3, 1, 1, 3, 1],
  [3, 2, 1, 1, 1],
  [4, 1, 1, 1, 3, 3],
  [4, 4, 1, 3, 5, 13],
  [5, 2, 1, 1, 5, 5, 17],
  [5, 4, 1, 1, 5, 5, 5],
  [5, 7, 1, 1, 7, 11, 19],
  [5, 11, 1, 1, 5, 1, 1],
  [5, 13, 1, 1, 1, 3, 11],
  [5, 14, 1, 3, 5, 5, 31],
  [6, 1, 1, 3, 3, 9, 7, 49],
  [6, 13, 1, 1, 1, 15, 21, 21],
  [6, 16, 1, 3, 1, 13, 27, 49],
  [6, 19, 1, 1, 1, 15, 7, 5],
  [6, 22, 1, 3, 1, 15, 13, 25],
  [6, 25, 1, 1, 5, 5, 19, 61],
  [7, 1, 1, 3, 7, 11, 23, 15, 103],
  [7, 4, 1, 3, 7, 13, 13, 15, 69],
]

const BITS = 32

/** Dimensions the sequence has. */
export const SOBOL_DIMENSIONS = DIRECTIONS.length + 1

/** Points of a Sobol sequence in Gray-code order (Antonov and Saleev 1979), as 32-bit whole numbers per dimension. */
export function sobolSequence(dimensions: number): () => Uint32Array {
  if (!(Number.isInteger(dimensions) && dimensions >= 1 && dimensions <= SOBOL_DIMENSIONS)) {
    throw fieldError('dimensions', dimensions, `a whole number from 1 to ${SOBOL_DIMENSIONS}`)
  }
  const columns = Array.from({ length: dimensions }, (_, d) => directionNumbers(d))
  const point = new Uint32Array(dimensions)
  let index = 0
  return () => {
    if (index > 0) {
      const bit = Math.min(BITS - 1, Math.log2(index & -index))
      for (let d = 0; d < dimensions; d++) point[d] = point[d]! ^ columns[d]![bit]!
    }
    index += 1
    return point
  }
}

function directionNumbers(dimension: number): Uint32Array {
  const numbers = new Uint32Array(BITS)
  if (dimension === 0) {
    for (let i = 0; i < BITS; i++) numbers[i] = 2 ** (BITS - 1 - i)
    return numbers
  }
  const [degree, coefficients, ...first] = DIRECTIONS[dimension - 1]!
  for (let i = 0; i < BITS; i++) {
    if (i < degree) {
      numbers[i] = first[i]! * 2 ** (BITS - 1 - i)
      continue
    }
    let value = numbers[i - degree]! ^ (numbers[i - degree]! >>> degree)
    for (let k = 1; k < degree; k++) {
      if ((coefficients >> (degree - 1 - k)) & 1) value ^= numbers[i - k]!
    }
    numbers[i] = value >>> 0
  }
  return numbers
}
