import { QuantInputError } from './columns/input-error.ts'

/** The refusal of a single number: names the field, what it was and what it may be. */
export function fieldError(field: string, value: unknown, limit: string): QuantInputError {
  return new QuantInputError(field, `is ${String(value)}, not ${limit}`)
}

/** @throws QuantInputError unless finite and within [least, most] */
export function requireWithin(field: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most)) throw fieldError(field, value, `within ${least} … ${most}`)
}

/** @throws QuantInputError unless finite and above zero */
export function requirePositive(field: string, value: number): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY))
    throw fieldError(field, value, 'above zero and finite')
}
