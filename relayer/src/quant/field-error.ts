/** A number that a calculation cannot take: names the field, what it was and what it may be. Thrown before any work. */
export class FieldError extends Error {
  readonly field: string
  readonly value: unknown
  readonly limit: string

  constructor(field: string, value: unknown, limit: string) {
    super(`${field}: ${String(value)} is not ${limit}`)
    this.name = 'FieldError'
    this.field = field
    this.value = value
    this.limit = limit
  }
}

/** @throws FieldError unless finite and within [least, most] */
export function requireWithin(field: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most))
    throw new FieldError(field, value, `a number from ${least} to ${most}`)
}

/** @throws FieldError unless finite and above zero */
export function requirePositive(field: string, value: number): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY))
    throw new FieldError(field, value, 'above zero and finite')
}
