import { acts, buildProposal, findProposal, type Network, parseProposal, readNames } from '@gimbal/governance'
import type { Found } from '../../../governance/src/lifecycle/find.ts'
import { readStatus } from '../../../governance/src/view/status.ts'
import { accounts, delegates } from '../../../relayer/localnet/accounts.ts'
import type { Governed } from './governed.ts'

const MINUTE = 60

/** Coins and votes for those who hold the token. */
export async function prepareVoters({ chains, network, pass }: Governed): Promise<void> {
  for (const { address } of delegates) {
    for (const chain of chains) await chain.give(accounts.deployer.address, address, 10n ** 18n)
  }
  for (const voter of delegates) await acts.delegate(network, voter, voter.address)
  await pass(1)
}

/**
 * Votes actions through, up to their execution on the hub, whatever `check` would say of them.
 *
 * @param together lists of actions, a proposal each, in one voting period
 */
export async function vote(
  network: Network,
  pass: (seconds: number) => Promise<void>,
  ...together: readonly (readonly [title: string, actions: string])[]
): Promise<readonly Found[]> {
  const [lead] = delegates
  if (lead === undefined) throw new Error('nobody may propose')
  const found: Found[] = []
  for (const [title, actions] of together) {
    const read = parseProposal('p.yaml', `title: ${title}\ntext: because\nactions:\n${actions}\n`)
    const proposal = await buildProposal({ network, names: await readNames(network) }, read)
    await acts.propose(network, lead, proposal)
    found.push(await findProposal(network, 'latest'))
  }
  await pass(6 * MINUTE)
  for (const each of found) for (const voter of delegates) await acts.vote(network, voter, each, 'for', '')
  await pass(45 * MINUTE)
  for (const each of found) await acts.queue(network, lead, each)
  for (const each of found) {
    const { eta, now } = await readStatus(network, each)
    if (eta > now) await pass(Number(eta - now))
    await acts.execute(network, lead, each)
  }
  return found
}
