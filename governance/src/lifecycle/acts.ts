import { type Address, formatEther } from 'viem'
import { readNames } from '../network/names.ts'
import { type Network, NetworkError, read } from '../network/network.ts'
import type { Proposal } from '../proposal.ts'
import { explainFor } from '../refusal/words.ts'
import { formatCoins } from '../units/coins.ts'
import { formatTime } from '../units/time.ts'
import type { Found } from './find.ts'
import { overdueOperation } from './overdue.ts'
import { MOST, type Payment, paymentLine, paymentOf } from './payment.ts'
import { type Explain, type Sent, type Signer, send } from './send.ts'
import { PROPOSAL_STATES } from './states.ts'

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

/**
 * A vote counts by what the account had been given when the vote began.
 *
 * @throws NetworkError where that is nothing: it would count for nothing, and nobody votes twice
 */
export async function vote(
  network: Network,
  signer: Signer,
  { id, voteStart }: Found,
  support: Support,
  reason: string,
  dryRun = false,
): Promise<Sent> {
  const state = PROPOSAL_STATES[await read<number>(network.hub, 'GimbalGovernor', 'state', [id])]
  const { address } = signer
  if (
    state === 'active' &&
    (await read<bigint>(network.hub, 'GimbalGovernor', 'getVotes', [address, voteStart])) === 0n
  ) {
    throw new NetworkError(
      `${address} has no votes here: it had been given none when the vote began, at ${formatTime(voteStart)}. Who holds tokens gives their votes before that, to oneself too: gimbal-gov delegate`,
    )
  }
  const args = [id, SUPPORT[support], reason]
  return send(network, signer, 'GimbalGovernor', 'castVoteWithReason', args, dryRun, inWords(network))
}

/** Puts what was voted into the timelock; anyone may. */
export function queue(network: Network, signer: Signer, { id }: Found, dryRun = false): Promise<Sent> {
  return send(network, signer, 'GimbalGovernor', 'queue', [id], dryRun, inWords(network))
}

/**
 * Does what was voted, once the timelock lets it; anyone may. What its calls carry beyond what the timelock has comes with it, and
 * what gateways leave of it stays with the timelock.
 *
 * @param most wei that the signer parts with
 */
export async function execute(
  network: Network,
  signer: Signer,
  { id, values }: Found,
  dryRun = false,
  most = MOST,
): Promise<Sent & { readonly payment?: Payment }> {
  const payment = await paymentOf(network.hub, values)
  const { due = 0n } = payment ?? {}
  if (payment !== undefined && due > most) {
    throw new NetworkError(
      `${paymentLine(payment)}, more than the ${formatCoins(most)} allowed: nothing was sent; --most ${formatEther(due)} allows it`,
    )
  }
  const sent = await send(network, signer, 'GimbalGovernor', 'execute', [id], dryRun, inWords(network), due)
  return payment === undefined ? sent : { ...sent, payment }
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
