import type { Hex } from 'viem'
import type { Context } from '../actions/call.ts'
import { chainChange } from '../actions/set.ts'
import type { ReadChanges } from '../change/read.ts'
import { type Sent, type Signer, send } from '../lifecycle/send.ts'
import { read } from '../network/network.ts'
import { ProposalError } from '../problem.ts'
import { explainFor } from '../refusal/words.ts'
import { checkStep, type StepCheck } from './check.ts'
import type { Step } from './find.ts'

/** A step that was announced, and what it will meet. */
export type Announced = { readonly sent: Sent; readonly id: Hex; readonly check: StepCheck }

/**
 * Announces a step; the council. The salt makes a step of its own out of changes that were proposed before.
 *
 * @throws ProposalError with every change that the steward may not make
 */
export async function propose(
  context: Context,
  signer: Signer,
  asked: ReadChanges,
  salt: Hex,
  dryRun = false,
): Promise<Announced> {
  const check = await checkStep(context, asked)
  if (check.problems.length > 0) throw new ProposalError(asked.source, check.problems)
  const args = [asked.changes.map(chainChange), salt]
  const explain = explainFor(context)
  const sent = await send(context.network, signer, 'RiskSteward', 'propose', args, dryRun, explain)
  const id = await read<Hex>(context.network.hub, 'RiskSteward', 'idOf', args)
  return { sent, id, check }
}

/** Carries out a step that has waited; anyone. */
export function execute(context: Context, signer: Signer, step: Step, dryRun = false): Promise<Sent> {
  const args = [step.changes, step.salt]
  return send(context.network, signer, 'RiskSteward', 'execute', args, dryRun, explainFor(context))
}

/** Ends a step for good; the guardian's key, through its contract. */
export function veto(context: Context, signer: Signer, { id }: Step, dryRun = false): Promise<Sent> {
  return send(context.network, signer, 'Guardian', 'veto', [id], dryRun, explainFor(context))
}
