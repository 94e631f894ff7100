import type { Hex } from 'viem'
import { type Proposal, proposalOf } from '../proposal.ts'
import { batchHash } from '../simulate/chain/enact.ts'

/** Of what gateways ask: beyond that a report is of other times. */
const MOST = 4n

/**
 * The proposal with the values that its report was made of, where they still pay what gateways ask: so what is put forward is
 * what was simulated, though fees move.
 */
export function withValuesOf(
  proposal: Proposal,
  kept: { readonly batch: Hex; readonly values: readonly bigint[] },
): Proposal {
  const { targets, calldatas, calls, title, description } = proposal
  const { values, batch } = kept
  if (values.length !== calls.length || batchHash({ targets, values, calldatas }) !== batch) return proposal
  const stands = calls.every(({ value = 0n, asked }, i) => {
    const before = values[i] ?? 0n
    if (before === value) return true
    return asked !== undefined && before >= asked && before <= asked * MOST
  })
  if (!stands) return proposal
  return proposalOf(
    title,
    description,
    calls.map((call, i) => ({ ...call, value: values[i] ?? 0n })),
  )
}
