// SPDX-License-Identifier: MIT
import type { Policy } from './config/schema.ts'
import type { SpokeConfig } from './transport/spoke-state.ts'

/** Each a part of the service that has to come in time. */
export const PARTS = ['lease', 'report', 'sync', 'hedge', 'root', 'batch'] as const

/**
 * What should have happened on a chain by now: its lease renewed, its report heard on the hub, its blocks followed, its books
 * hedged, what was voted for it brought there and executed.
 */
export interface Late {
  readonly chain: string
  readonly what: (typeof PARTS)[number]
  /** Left of the lease; age of the report; since the chain was last followed; since a book first needed a hedge it did not get, or a batch what anyone could do for it. */
  readonly seconds: number
}

export interface Punctuality {
  readonly name: string
  readonly leaseLeft: number
  /** Age on the hub's clock of the last report it heard; undefined before the first. */
  readonly reportAge: number | undefined
  /** Wall seconds since the chain was followed to its head. */
  readonly syncLag: number
  readonly pollMs: number
  /** Chain seconds for which some book has needed a hedge and not got it. */
  readonly hedgeWait: number
  /** Chain seconds since a vote of which the spoke has not heard. */
  readonly rootWait: number
  /** Chain seconds for which a batch could have been scheduled or executed there. */
  readonly batchWait: number
  readonly terms: SpokeConfig['terms'] | undefined
}

/** Least seconds without a step before a chain counts as late, however often it is polled. */
const LEAST_SYNC_LAG = 30
/** Chain seconds without a hedge, or without what a batch could have got, for whatever reason, that somebody should look at. */
const LONG_WAIT = 600

/** Late is what took twice the time that the policy gives it: worth a look, and early enough for one. */
export function lateOf(chain: Punctuality, policy: Policy): readonly Late[] {
  const { name, leaseLeft, reportAge, syncLag, pollMs, hedgeWait, rootWait, batchWait, terms } = chain
  const late: Late[] = []
  const spare = 1 - Math.min(0.9, 2 * policy.renewLeaseAt)
  if (terms && leaseLeft < spare * terms.lease) late.push({ chain: name, what: 'lease', seconds: leaseLeft })
  const longest = terms && Math.min(1, 2 * policy.reportAt) * terms.reportAge
  if (longest !== undefined && reportAge !== undefined && reportAge > longest) {
    late.push({ chain: name, what: 'report', seconds: reportAge })
  }
  if (syncLag > Math.max(LEAST_SYNC_LAG, (10 * pollMs) / 1_000)) {
    late.push({ chain: name, what: 'sync', seconds: syncLag })
  }
  if (hedgeWait > LONG_WAIT) late.push({ chain: name, what: 'hedge', seconds: hedgeWait })
  if (rootWait > 2 * policy.resendAfter) late.push({ chain: name, what: 'root', seconds: rootWait })
  if (batchWait > LONG_WAIT) late.push({ chain: name, what: 'batch', seconds: batchWait })
  return late
}
