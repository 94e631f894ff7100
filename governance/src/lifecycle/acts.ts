import type { Address } from 'viem'
import { readNames } from '../network/names.ts'
import type { Network } from '../network/network.ts'
import type { Proposal } from '../proposal.ts'
import { explainFor } from '../refusal/words.ts'
import type { Found } from './find.ts'
import { overdueOperation } from './overdue.ts'
import { type Explain, type Sent, type Signer, send } from './send.ts'

const SUPPORT = { against: 0, for: 1, abstain: 2 } as const

export type Support = keyof typeof SUPPORT

/** Gives the signer's votes to an account, its own included: only delegated votes count. */
export function delegate(network: Network, signer: Signer, to: Address, dryRun = false): Promise<Sent> {
  return send(network, signer, 'GimbalToken', 'delegate', [to], dryRun)
}

export function propose(network: Network, signer: Signer, proposal: Proposal, dryRun = false): Promise<Sent> {
  const { targets, values, calldatas, description } = proposal
  const args = [targets, values, calldatas, description]
  return send(network, signer, 'GimbalGovernor', 'propose', args, dryRun, inWords(network))
}

export function vote(
  network: Network,
  signer: Signer,
  { id }: Found,
  support: Support,
  reason: string,
  dryRun = false,
): Promise<Sent> {
  const args = [id, SUPPORT[support], reason]
  return send(network, signer, 'GimbalGovernor', 'castVoteWithReason', args, dryRun, inWords(network))
}

/** Puts what was voted into the timelock; anyone may. */
export function queue(network: Network, signer: Signer, { id }: Found, dryRun = false): Promise<Sent> {
  return send(network, signer, 'GimbalGovernor', 'queue', [id], dryRun, inWords(network))
}

/** Does what was voted, once the timelock lets it; anyone may. */
export function execute(network: Network, signer: Signer, { id }: Found, dryRun = false): Promise<Sent> {
  return send(network, signer, 'GimbalGovernor', 'execute', [id], dryRun, inWords(network))
}

/** The guardian at any time, the proposer before the vote, anyone once its execution is overdue. */
export async function cancel(network: Network, signer: Signer, { id }: Found, dryRun = false): Promise<Sent> {
  const operation = await overdueOperation(network, id)
  return operation === undefined
    ? send(network, signer, 'GimbalGovernor', 'cancel', [id], dryRun, inWords(network))
    : send(network, signer, 'GimbalTimelock', 'lapse', [operation], dryRun, inWords(network))
}

/** Sends a spoke the config that the hub has for it; anyone may. Of `fee` gateways take what they ask, and the rest comes back. */
export function sendConfig(
  network: Network,
  signer: Signer,
  spoke: number,
  dryRun = false,
  fee = 0n,
): Promise<Sent> {
  return send(network, signer, 'MandateBook', 'sendConfig', [BigInt(spoke)], dryRun, inWords(network), fee)
}

/** Names are asked for only once there is something to name. */
function inWords(network: Network): Explain {
  return async (error) => explainFor({ network, names: await readNames(network) })(error)
}
