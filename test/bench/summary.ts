import type { Benchmark } from './benchmarks.ts'
import type { Run } from './run.ts'

/** How each benchmark ended and the figures that it found; the output of one that ended without a report. */
export function summaryLines(runs: readonly Run[], benchmarks: readonly Benchmark[]): readonly string[] {
  return runs.flatMap((run) => {
    if (run.kind === 'left out') return [`${run.name}: left out, ${run.why}`]
    const { name, passed, seconds, report, output } = run
    const figures = benchmarks.find((benchmark) => benchmark.name === name)?.figures
    const lines =
      report === undefined || figures === undefined ? output.trimEnd().split('\n') : figures(report)
    return [
      `${name}: ${passed ? 'ok' : 'FAILED'}, ${seconds.toFixed(0)} s`,
      ...lines.map((line) => `  ${line}`),
    ]
  })
}
