import type { Report } from '../report/report.ts'
import { tableOf } from '../report/table.ts'
import { lineOf, pictureOf } from './picture.ts'
import type { Status } from './status.ts'

/** Where a run shows itself. */
export type Screen = {
  /** A line of progress, or of what went wrong. */
  readonly say: (line: string) => void
  /** The state of the run; drawn now and then. */
  readonly show: (status: () => Status) => void
  readonly report: (report: Report) => void
}

export type Output = {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly write: (text: string) => unknown
}

/** Milliseconds between two pictures of a live view, and between two lines. */
const LIVE = 250
const PLAIN = 10_000

/** JSON lines when asked for, a live view on a terminal, plain lines otherwise. */
export function openScreen(output: Output, json: boolean): Screen {
  if (json) return jsonScreen(output)
  return output.isTTY === true ? liveScreen(output) : plainScreen(output)
}

function every(interval: number): () => boolean {
  let next = 0
  return () => {
    if (performance.now() < next) return false
    next = performance.now() + interval
    return true
  }
}

function jsonScreen(output: Output): Screen {
  const due = every(PLAIN)
  const write = (value: object) => output.write(`${JSON.stringify(value)}\n`)
  return {
    say: (line) => write({ event: 'progress', line }),
    show: (status) => {
      if (due()) write({ event: 'status', ...status() })
    },
    report: (report) => write({ event: 'report', ...report }),
  }
}

function plainScreen(output: Output): Screen {
  const due = every(PLAIN)
  return {
    say: (line) => output.write(`${line}\n`),
    show: (status) => {
      if (due()) output.write(`${lineOf(status())}\n`)
    },
    report: (report) => output.write(`\n${tableOf(report)}\n`),
  }
}

function liveScreen(output: Output): Screen {
  const due = every(LIVE)
  let drawn = 0
  const erase = () => {
    if (drawn > 0) output.write(`\u001b[${drawn}A\u001b[J`)
    drawn = 0
  }
  return {
    say: (line) => {
      erase()
      output.write(`${line}\n`)
    },
    show: (status) => {
      if (!due()) return
      const lines = pictureOf(status()).map((line) => line.slice(0, (output.columns ?? 100) - 1))
      erase()
      output.write(`${lines.join('\n')}\n`)
      drawn = lines.length
    },
    report: (report) => {
      erase()
      output.write(`\n${tableOf(report)}\n`)
    },
  }
}
