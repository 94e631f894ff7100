import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { numberToHex } from 'viem'
import { readProposal } from '../../../governance/src/document/read.ts'
import * as acts from '../../../governance/src/lifecycle/acts.ts'
import { type Found, findProposal } from '../../../governance/src/lifecycle/find.ts'
import { readNames } from '../../../governance/src/network/names.ts'
import { type Network, readNetworkFile } from '../../../governance/src/network/network.ts'
import { fieldOf } from '../../../governance/src/parameter/key.ts'
import { readValue } from '../../../governance/src/parameter/values.ts'
import { buildProposal } from '../../../governance/src/proposal.ts'
import { formatQuantity } from '../../../governance/src/units/quantity.ts'
import type { Status } from '../../../governance/src/view/progress.ts'
import { readStatus } from '../../../governance/src/view/status.ts'
import { delegates } from '../../../relayer/localnet/accounts.ts'
import { networkFile } from '../../../relayer/localnet/setup/local-network.ts'

export const VOTED = { parameter: 'hedgeBand.costRate', spoke: 'spoke-a', title: 'Widen a band' } as const
const PATIENCE = 240_000
const VOTE = ['for', 'against', 'abstain'] as const

/** Votes a wider band and shorter pauses on one spoke into force while the network runs: proposed, voted three ways, executed and delivered. */
export async function voteBand(folder: string): Promise<Found> {
  const network = readNetworkFile(networkFile(folder))
  const [lead] = delegates
  if (lead === undefined) throw new Error('nobody may propose')
  for (const { address } of delegates) {
    const params = [address, numberToHex(10n ** 18n)]
    await network.hub.client.request({ method: 'anvil_setBalance', params } as never)
  }
  await Promise.all(delegates.map((voter) => acts.delegate(network, voter, voter.address)))
  const file = join(folder, 'band.yaml')
  writeFileSync(file, await bandFile(network))
  await acts.propose(
    network,
    lead,
    await buildProposal({ network, names: await readNames(network) }, readProposal(file)),
  )
  const found = await findProposal(network, 'latest')
  await until(network, found, ({ state }) => state === 'active')
  for (const [at, voter] of delegates.entries()) {
    const how = VOTE[at] ?? 'abstain'
    await acts.vote(network, voter, found, how, `${how} it`)
  }
  await until(network, found, ({ state }) => state === 'succeeded')
  await acts.queue(network, lead, found)
  await until(network, found, ({ now, eta }) => eta > 0n && now >= eta)
  await acts.execute(network, lead, found)
  const site = network.sites.find(({ deployment }) => deployment.name === VOTED.spoke)!
  await acts.sendConfig(network, lead, site.deployment.chainId)
  await until(network, found, ({ chains }) =>
    chains.every(({ wanted, applied }) => applied.version >= wanted.version),
  )
  return found
}

async function bandFile(network: Network): Promise<string> {
  const site = network.sites.find(({ deployment }) => deployment.name === VOTED.spoke)
  const symbols = { base: 'WETH', quote: 'USDC', quoteDecimals: 6 }
  const fromTo = async (parameter: string, to: (now: bigint) => bigint): Promise<string> => {
    const field = fieldOf(parameter)
    const now = (await readValue(network, field, { market: 1, spoke: site?.deployment.chainId ?? 0 })) ?? 0n
    const shown = (value: bigint): string => formatQuantity(value, field.unit, symbols)
    return `from: ${shown(now)}\n    to: ${shown(to(now))}`
  }
  return `title: ${VOTED.title}
text: Half as much again, and pauses of a minute at most.
actions:
  - do: set
    parameter: ${VOTED.parameter}
    market: WETH/USDC
    spoke: ${VOTED.spoke}
    ${await fromTo(VOTED.parameter, (rate) => (rate * 3n) / 2n)}
  - do: set
    parameter: spokeTerms.maxPause
    spoke: ${VOTED.spoke}
    ${await fromTo('spokeTerms.maxPause', () => 60n)}
`
}

async function until(network: Network, found: Found, done: (status: Status) => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE
  for (;;) {
    const status = await readStatus(network, found)
    if (done(status)) return
    if (Date.now() > deadline) throw new Error(`the vote is stuck: it is ${status.state}`)
    await sleep(500)
  }
}
