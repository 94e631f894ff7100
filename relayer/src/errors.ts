// SPDX-License-Identifier: MIT

/** What every error of the relayer carries: one line that says what is wrong, then the facts, then the cause. */
export interface ErrorContext {
  readonly facts?: Readonly<Record<string, string | number | bigint | boolean>>
  readonly cause?: unknown
  /** Trying again later may help. */
  readonly retryable?: boolean
}

/** Base of all errors thrown on purpose. */
export class GimbalError extends Error {
  override readonly name: string = 'GimbalError'
  readonly shortMessage: string
  readonly facts: Readonly<Record<string, string | number | bigint | boolean>>
  readonly retryable: boolean

  constructor(shortMessage: string, { facts = {}, cause, retryable = false }: ErrorContext = {}) {
    const lines = Object.entries(facts).map(([key, value]) => `  ${key}: ${value}`)
    super([shortMessage, ...lines].join('\n'), cause === undefined ? undefined : { cause })
    this.shortMessage = shortMessage
    this.facts = facts
    this.retryable = retryable
  }
}

/** The shortest true sentence about anything that was thrown. */
export function reasonOf(error: unknown): string {
  if (error instanceof GimbalError) return error.shortMessage
  if (error instanceof Error) {
    return 'shortMessage' in error && typeof error.shortMessage === 'string'
      ? error.shortMessage
      : error.message
  }
  return String(error)
}
