/** A failure of the local network that a person can act on: what happened, why, and what to do about it. */
export class Failure extends Error {
  readonly what: string
  readonly why: string
  readonly remedy: string

  constructor(options: {
    readonly what: string
    readonly why: string
    readonly remedy: string
    readonly cause?: unknown
  }) {
    super(`${options.what}\n  why: ${options.why}\n  what to do: ${options.remedy}`, { cause: options.cause })
    this.name = 'Failure'
    this.what = options.what
    this.why = options.why
    this.remedy = options.remedy
  }
}

/** The message of whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
