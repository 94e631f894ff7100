import { join } from 'node:path'
import { encodeFunctionData, type LocalAccount } from 'viem'
import { artifact } from '../artifact.ts'
import { connect, type DeployChain } from './chain.ts'
import { configuration } from './configure.ts'
import { handOver } from './dao.ts'
import { addressOf, type Deployment, writeDeployment } from './deployment.ts'
import type { NetworkInput } from './network.ts'
import { deployChain } from './plan.ts'
import { handOverSpoke } from './remote.ts'
import { type Governed, govern } from './timelock.ts'

export type DeployOptions = {
  readonly network: NetworkInput
  /** Pays, and proposes to every Timelock until it hands over. */
  readonly account: LocalAccount
  /** Address files `ID.json` and journals `ID.journal.json` go here. */
  readonly folder: string
  readonly say?: (line: string) => void
}

/**
 * Deploys Gimbal to the hub and its spokes and writes one address file for each. What is done is recognised on the chains,
 * so running it again changes nothing, and after an interruption it goes on.
 */
export async function deploy(options: DeployOptions): Promise<readonly Deployment[]> {
  const { network, account, folder } = options
  const say = options.say ?? (() => undefined)
  const sites = await Promise.all(
    network.chains.map(async (input) => {
      const { rpcUrl, id } = input
      const journalFile = join(folder, `${id}.journal.json`)
      const chain = await connect({ rpcUrl, account, journalFile, chainId: id })
      const deployment = await deployChain(network, input, chain)
      say(`${input.name}: contracts stand`)
      return { input, chain, deployment }
    }),
  )
  const all = sites.map(({ deployment }) => deployment)
  // Every chain knows its peers only once all of them stand.
  await Promise.all(
    sites.map(async (site) => {
      const timelock = addressOf(site.deployment, 'Timelock')
      say(
        `${site.input.name}: ${told(await govern(site.chain, timelock, configuration(network, site, all)))}`,
      )
    }),
  )
  const [hub] = sites
  if (hub !== undefined) {
    await sendConfigs(hub.chain, hub.deployment, all)
    const given = await handOver(hub.chain, network.dao, hub.deployment)
    say(`${hub.input.name}: ${given ? 'handed over to the Governor' : 'the Governor governs'}`)
  }
  for (const { chain, deployment, input } of sites.slice(1)) {
    const given = await handOverSpoke(chain, network.timelockDelay, deployment)
    say(`${input.name}: ${given ? 'handed over to votes of the hub' : 'votes of the hub govern'}`)
  }
  for (const deployment of all) writeDeployment(join(folder, `${deployment.chainId}.json`), deployment)
  return all
}

function told({ made, left }: Governed): string {
  if (left.length > 0) return `left to a vote: ${left.join(', ')}`
  return made.length === 0 ? 'nothing to configure' : `${made.length} calls configured it`
}

/** Sends each spoke that the hub knows its first config; on the hub's own spoke it arrives at once. */
async function sendConfigs(chain: DeployChain, hub: Deployment, all: readonly Deployment[]): Promise<void> {
  const mandateBook = { address: addressOf(hub, 'MandateBook'), abi: artifact('MandateBook').abi } as const
  for (const { chainId, name } of all) {
    const events = await chain.client.getContractEvents({
      ...mandateBook,
      eventName: 'ConfigSent',
      args: { spoke: BigInt(chainId) },
      fromBlock: BigInt(hub.startBlock),
    })
    if (events.length > 0 || !(await isKnown(chain, hub, chainId))) continue
    await chain.send(`config of ${name}`, {
      to: mandateBook.address,
      data: encodeFunctionData({ abi: mandateBook.abi, functionName: 'sendConfig', args: [BigInt(chainId)] }),
    })
  }
}

/** A chain that joins later is made known to the hub by a vote. */
async function isKnown(chain: DeployChain, hub: Deployment, spoke: number): Promise<boolean> {
  const spokes = await chain.client.readContract({
    address: addressOf(hub, 'RiskParameters'),
    abi: artifact('RiskParameters').abi,
    functionName: 'spokes',
  })
  return spokes.includes(BigInt(spoke))
}
