import type { Hex } from 'viem'
import type { Context } from '../actions/call.ts'
import { chainChange } from '../actions/set.ts'
import type { ReadChanges } from '../change/read.ts'
import { type Sent, type Signer, send } from '../lifecycle/send.ts'
import { ProposalError } from '../problem.ts'
import { explainFor } from '../refusal/words.ts'
import { checkTightening } from './check.ts'
import { STOPS, type Stop } from './stop.ts'

/**
 * Moves governed numbers away from risk, all or none; the guardian's key.
 *
 * @param operation goes into the events of every change
 * @throws ProposalError with every change that the guardian may not make
 */
export async function tighten(
  context: Context,
  signer: Signer,
  read: ReadChanges,
  operation: Hex,
  dryRun = false,
): Promise<Sent> {
  const problems = await checkTightening(context, read)
  if (problems.length > 0) throw new ProposalError(read.source, problems)
  const args = [read.changes.map(chainChange), operation]
  return send(context.network, signer, 'Guardian', 'tighten', args, dryRun, explainFor(context))
}

/** Stops what adds risk for some seconds from now; the guardian's key. */
export function stop(
  context: Context,
  signer: Signer,
  kinds: readonly Stop[],
  seconds: bigint,
  dryRun = false,
): Promise<Sent> {
  const args = [kinds.map((kind) => STOPS.indexOf(kind)), Number(seconds)]
  return send(context.network, signer, 'Guardian', 'stop', args, dryRun, explainFor(context))
}

/** Ends a stop early; the guardian's key. The time that it was to last stays spent. */
export function resume(context: Context, signer: Signer, dryRun = false): Promise<Sent> {
  return send(context.network, signer, 'Guardian', 'resume', [], dryRun, explainFor(context))
}
