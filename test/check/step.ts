/** One thing that is checked. It returns what is wrong, in words that say what to do; nothing when all is well. */
export interface Step {
  readonly name: string
  readonly run: () => Promise<readonly string[]>
}

export interface StepResult {
  readonly name: string
  readonly findings: readonly string[]
  readonly seconds: number
}

async function runOne({ name, run }: Step): Promise<StepResult> {
  const start = performance.now()
  let findings: readonly string[]
  try {
    findings = await run()
  } catch (error) {
    findings = [error instanceof Error ? (error.stack ?? error.message) : String(error)]
  }
  return { name, findings, seconds: (performance.now() - start) / 1000 }
}

/** Runs every step, `lanes` at a time, whatever the others find, and tells of each as it ends. */
export async function runSteps(
  steps: readonly Step[],
  lanes: number,
  ended: (result: StepResult) => void,
): Promise<readonly StepResult[]> {
  const waiting = [...steps]
  const results: StepResult[] = []
  const lane = async (): Promise<void> => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const result = await runOne(step)
      results.push(result)
      ended(result)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return results
}
