// SPDX-License-Identifier: MIT
import type { SpokeWorld, World } from './world.ts'

type Clock = Pick<World, 'hubHead'>

/** The spoke's last report is too old: the hub gives it no lease, and its books take no new risk. */
export function isSilent({ hubHead }: Clock, { state, hubSide }: SpokeWorld): boolean {
  const limit = state.config?.terms.reportAge
  if (limit === undefined || !hubSide.report) return false
  return hubHead.time - Number(hubSide.report.time) > limit
}

/**
 * Nothing the spoke still does can surprise: its last report, or its first heartbeat before there was one, is too old, and
 * every lease it was ever given has ended with its grace. As `deadAt` of the mandate book.
 */
export function isDead({ hubHead }: Clock, { state, hubSide }: SpokeWorld): boolean {
  const terms = state.config?.terms
  const last = hubSide.epochs.get(hubSide.lastEpoch)
  if (!terms || !last) return false
  const [first] = hubSide.epochs.values()
  const heardFrom = hubSide.report ? Number(hubSide.report.time) : (first ?? last).sentAt
  const deadAt = Math.max(heardFrom + terms.reportAge, Number(last.heartbeat.leaseEnd) + terms.grace)
  return hubHead.time > deadAt
}
