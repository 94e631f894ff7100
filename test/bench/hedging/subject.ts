import { type Exposure, exposure } from '../../../relayer/src/quant/hedging/exposure.ts'
import { INTERVAL, requirementOf, SPOT } from './setting.ts'

/** What is hedged. */
export interface Subject {
  readonly book: Exposure
  readonly vol: number
  /** Checks until its last expiry. */
  readonly steps: number
  /** Sum of |size|. */
  readonly gross: number
  readonly requirement: number
}

type Option = readonly [size: number, strike: number, days: number, put?: 'put']

function subject(vol: number, ...options: readonly Option[]): Subject {
  const hours = (days: number) => days * 24
  const book = exposure(
    options.map(([size, strike, days, put]) => ({
      size,
      strike,
      expiry: hours(days) * INTERVAL,
      vol,
      put: put !== undefined,
    })),
  )
  return {
    book,
    vol,
    steps: hours(Math.max(...options.map(([, , days]) => days))),
    gross: options.reduce((sum, [size]) => sum + Math.abs(size), 0),
    requirement: requirementOf(book),
  }
}

/** The benchmark's call, sold at the money for 30 days at a vol. */
export function soldCall(vol: number): Subject {
  return subject(vol, [-1, SPOT, 30])
}

/** The first is what the rule is judged by; the others show that it was not fitted to it. */
export const SUBJECTS = {
  call: soldCall(0.6),
  'bought-call': subject(0.6, [1, 100, 30]),
  week: subject(0.6, [-1, 100, 7]),
  quarter: subject(0.6, [-1, 100, 90]),
  calm: subject(0.3, [-1, 100, 30]),
  wild: subject(1.2, [-1, 100, 30]),
  'far-call': subject(0.6, [-1, 120, 30]),
  'deep-put': subject(0.6, [-1, 115, 30, 'put']),
  strangle: subject(0.6, [-1, 115, 30], [-1, 85, 30, 'put']),
  calendar: subject(0.6, [-1, 100, 7], [1, 100, 30]),
  strikes: subject(0.6, [-1, 90, 30], [-2, 110, 30], [1, 130, 30]),
} as const satisfies Record<string, Subject>

export type SubjectName = keyof typeof SUBJECTS
