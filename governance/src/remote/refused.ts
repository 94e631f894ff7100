import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { encodeFunctionData, encodeFunctionResult, type Hex } from 'viem'
import { read, type Site } from '../network/network.ts'
import { refusalOf, revertNameOf, revertOf } from '../refusal/refusal.ts'
import { KIND } from './families.ts'

/** A message of the hub that k families have confirmed on a spoke, and that its receiver there has refused. */
export type Refused = {
  /** Of `HedgeTransport.retry`, by which anyone has it tried again. */
  readonly args: readonly [fromChain: bigint, kind: number, epoch: bigint, body: Hex]
  /** Why it would be refused again; undefined where it would be taken now. */
  readonly why?: string
}

/** Nothing where a message is not in that state: the transport has such a one tried again, and no other. */
export async function refusedBy(
  hub: Site,
  site: Site,
  kind: number,
  epoch: bigint,
  body: Hex,
): Promise<Refused | undefined> {
  const args = [BigInt(hub.deployment.chainId), kind, epoch, body] as const
  const { abi } = artifact('HedgeTransport')
  const data = encodeFunctionData({ abi, functionName: 'retry', args })
  try {
    await site.client.call({ to: addressOf(site.deployment, 'HedgeTransport'), data })
    return { args }
  } catch (error) {
    const revert = revertOf(error)
    // Not confirmed, executed, or overtaken.
    if (revert !== undefined && revert.name !== 'HandlerReverted') return undefined
    return { args, why: revert === undefined ? refusalOf(error) : revertNameOf(revert.args[0] as Hex) }
  }
}

/** The same of the config that the hub has for a spoke. */
export async function refusedConfig(hub: Site, site: Site): Promise<Refused | undefined> {
  if (site.deployment.role === 'hub') return undefined
  const { abi } = artifact('RiskParameters')
  const to = addressOf(hub.deployment, 'RiskParameters')
  const spoke = [BigInt(site.deployment.chainId)] as const
  const result = await hub.client.readContract({ address: to, abi, functionName: 'snapshot', args: spoke })
  const [applied] = await read<readonly [bigint, Hex]>(site, 'SpokeControl', 'configVersion')
  if (applied >= result.version) return undefined
  const body = encodeFunctionResult({ abi, functionName: 'snapshot', result })
  return refusedBy(hub, site, KIND.config, result.version, body)
}
