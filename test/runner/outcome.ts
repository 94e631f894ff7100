/** What one runner found. */
export interface Outcome {
  readonly runner: string
  readonly passed: number
  readonly failed: number
  /** Tests that did not run though they stand there: as bad as a failure. */
  readonly skipped: number
  /** Set when the runner itself broke, so that its counts cannot be trusted. */
  readonly broken?: string
}

/** The sum of several outcomes; skipped tests and a broken runner count as failures. */
export function total(outcomes: readonly Outcome[]): { readonly passed: number; readonly failed: number } {
  let passed = 0
  let failed = 0
  for (const outcome of outcomes) {
    passed += outcome.passed
    failed += outcome.failed + outcome.skipped
    if (outcome.broken && outcome.failed + outcome.skipped === 0) failed += 1
  }
  return { passed, failed }
}
