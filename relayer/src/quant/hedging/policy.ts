// SPDX-License-Identifier: MIT
import type { Exposure } from './exposure.ts'

/** What a policy sees at a check. One object is reused through a run. */
export interface Check {
  /** Counts from 0 at the start of a path. */
  step: number
  /** Years since the start. */
  time: number
  spot: number
  logSpot: number
  /** T and dT/dS at the book's own vols. */
  target: number
  gamma: number
}

/** A way to hedge. It may remember; `start` begins a new path. */
export interface Policy {
  start(book: Exposure): void
  /** The hedge to hold after the check, given the hedge held before it. */
  next(held: number, check: Check): number
}

/** Moves to the nearer edge of an interval when outside it. */
export function toEdge(held: number, target: number, width: number): number {
  if (held > target + width) return target + width
  if (held < target - width) return target - width
  return held
}
