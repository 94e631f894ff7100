import type { Hex } from 'viem'
import { type Sent, type Signer, sendTo } from '../lifecycle/send.ts'
import { type Network, read, type Site } from '../network/network.ts'
import { readBatches, type SentBatch } from './batches.ts'
import { type ConfigWait, readConfigWaits } from './config-waits.ts'
import { operationOf } from './operation.ts'

/** One thing that was done for a spoke. */
export type Step = { readonly what: string; readonly sent: Sent }

/** Does all that anyone may do now to bring a spoke what was voted: sends again, schedules, executes. */
export async function carry(
  network: Network,
  site: Site,
  signer: Signer,
  dryRun = false,
): Promise<readonly Step[]> {
  const { hub } = network
  const steps: Step[] = []
  const batches = await readBatches(network, site)
  if (batches.some(({ stage }) => stage.kind === 'under way')) {
    const args = [BigInt(site.deployment.chainId)]
    const sent = await sendTo(network, hub, signer, 'RemoteOutbox', 'resend', args, dryRun)
    steps.push({ what: 'sent the root of all batches again', sent })
  }
  for (const each of batches) {
    const sent = await forward(network, each, signer, dryRun)
    if (sent !== undefined) steps.push(sent)
  }
  for (const wait of await readConfigWaits(site)) {
    if (wait.kind !== 'ready') continue
    steps.push(await release(network, site, wait, signer, dryRun))
  }
  return steps
}

async function forward(
  network: Network,
  each: SentBatch,
  signer: Signer,
  dryRun: boolean,
): Promise<Step | undefined> {
  const { site, batch, stage } = each
  const { number } = batch
  if (stage.kind === 'confirmed') {
    const proof = await read<readonly Hex[]>(network.hub, 'RemoteOutbox', 'proof', [batch.chain, number])
    const sent = await sendTo(network, site, signer, 'RemoteExecutor', 'schedule', [batch, proof], dryRun)
    return { what: `scheduled batch ${number}`, sent }
  }
  if (stage.kind !== 'ready') return undefined
  const args = await operationOf(site, each)
  const sent = await sendTo(network, site, signer, 'TimelockController', 'executeBatch', args, dryRun)
  return { what: `executed batch ${number}`, sent }
}

async function release(
  network: Network,
  site: Site,
  wait: ConfigWait,
  signer: Signer,
  dryRun: boolean,
): Promise<Step> {
  const sent = await sendTo(network, site, signer, 'SpokeControl', 'release', [wait.ticket], dryRun)
  return { what: `put version ${wait.version} of the config in force`, sent }
}
