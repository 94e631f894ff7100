import { type Sent, type Signer, send, sendTo } from '../lifecycle/send.ts'
import type { Network, Site } from '../network/network.ts'
import { refusalOf } from '../refusal/refusal.ts'
import { readBatches, type SentBatch, type Stage } from './batches.ts'
import { type ConfigWait, readConfigWaits } from './config-waits.ts'
import { moveOf } from './move.ts'
import { type Refused, refusedConfig } from './refused.ts'

/** One thing that was done for a spoke. */
export type Step = { readonly what: string; readonly sent: Sent }

/**
 * Does all that anyone may do now to bring a spoke what was voted: sends again, has tried again, schedules, executes.
 *
 * @param fee wei for the gateways, if it is sent again; what they do not take comes back
 */
export async function carry(
  network: Network,
  site: Site,
  signer: Signer,
  dryRun = false,
  fee = 0n,
): Promise<readonly Step[]> {
  const steps: Step[] = []
  const batches = await readBatches(network, site)
  const waiting = batches.map(({ stage }) => stage).find(waitsForRoot)
  if (waiting?.refused !== undefined) {
    steps.push(...(await retry(network, site, waiting.refused, 'the root of all batches', signer, dryRun)))
  } else if (waiting !== undefined) {
    const args = [BigInt(site.deployment.chainId)]
    const functionName = waiting.overtaken ? 'renew' : 'resend'
    const sent = await send(network, signer, 'RemoteOutbox', functionName, args, dryRun, refusalOf, fee)
    const how = waiting.overtaken ? 'under a new epoch' : 'again'
    steps.push({ what: `sent the root of all batches ${how}`, sent })
  }
  for (const each of batches) {
    const { number } = each.batch
    const sent = await unlessDone(forward(network, each, signer, dryRun), async () => {
      const now = (await readBatches(network, site)).find(({ batch }) => batch.number === number)
      return now?.stage.kind !== each.stage.kind
    })
    if (sent !== undefined) steps.push(sent)
  }
  const refused = await refusedConfig(network.hub, site)
  if (refused !== undefined) {
    steps.push(...(await retry(network, site, refused, `version ${refused.args[2]}`, signer, dryRun)))
  }
  for (const wait of await readConfigWaits(site)) {
    if (wait.kind !== 'ready') continue
    const sent = await unlessDone(release(network, site, wait, signer, dryRun), async () =>
      (await readConfigWaits(site)).every(({ ticket }) => ticket !== wait.ticket),
    )
    if (sent !== undefined) steps.push(sent)
  }
  return steps
}

/** Also what was revoked: until the spoke knows, anyone may still schedule it there. */
function waitsForRoot(stage: Stage): stage is Extract<Stage, { kind: 'under way' | 'revoked' }> {
  return stage.kind === 'under way' || (stage.kind === 'revoked' && !stage.isKnown)
}

/** Has its receiver try what it has refused, if it would take it now. */
async function retry(
  network: Network,
  site: Site,
  { args, why }: Refused,
  what: string,
  signer: Signer,
  dryRun: boolean,
): Promise<readonly Step[]> {
  if (why !== undefined) return []
  const sent = await sendTo(network, site, signer, 'HedgeTransport', 'retry', args, dryRun)
  return [{ what: `had ${what} tried again`, sent }]
}

/** A relayer may do the same at the same time: what somebody has done by now has not failed. */
async function unlessDone(
  step: Promise<Step | undefined>,
  isDone: () => Promise<boolean>,
): Promise<Step | undefined> {
  try {
    return await step
  } catch (error) {
    if (await isDone()) return undefined
    throw error
  }
}

async function forward(
  network: Network,
  each: SentBatch,
  signer: Signer,
  dryRun: boolean,
): Promise<Step | undefined> {
  const move = await moveOf(network, each)
  if (move === undefined) return undefined
  const { contract, functionName, args, what } = move
  return { what, sent: await sendTo(network, each.site, signer, contract, functionName, args, dryRun) }
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
