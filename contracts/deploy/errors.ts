/** A deployment that cannot go on: what happened and what to do. What is done stays done; run it again to resume. */
export class DeployError extends Error {
  override readonly name = 'DeployError'
  constructor(what: string, remedy: string, cause?: unknown) {
    super(`${what}\n  what to do: ${remedy}`, { cause })
  }
}
