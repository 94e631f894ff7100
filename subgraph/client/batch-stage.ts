/** Facts of a `RemoteBatch`, what the hub and its spoke say joined. */
export type BatchFacts = Readonly<
  Record<'expiry', string> &
    Record<'revokedAt' | 'eta' | 'until' | 'executedAt', string | null> & {
      readonly operation: { readonly cancelledAt: string | null } | null
      readonly root: { readonly confirmedAt: string | null } | null
    }
>

export type BatchStage =
  | 'under way'
  | 'confirmed'
  | 'waits'
  | 'ready'
  | 'executed'
  | 'revoked'
  | 'expired'
  | 'cancelled'
  | 'lapsed'

/**
 * How far a batch of a vote has come.
 *
 * @param now UNIX seconds of the spoke
 */
export function batchStage(facts: BatchFacts, now: bigint): BatchStage {
  const { operation, eta, until, root } = facts
  if (facts.executedAt !== null) return 'executed'
  if (operation !== null && eta !== null && until !== null) {
    if (operation.cancelledAt !== null) return 'cancelled'
    if (now > BigInt(until)) return 'lapsed'
    return now < BigInt(eta) ? 'waits' : 'ready'
  }
  if (facts.revokedAt !== null) return 'revoked'
  if (now > BigInt(facts.expiry)) return 'expired'
  return root !== null && root.confirmedAt !== null ? 'confirmed' : 'under way'
}
