import { artifact, type ContractName } from '@gimbal/contracts'
import type { RemoteCall } from '@gimbal/relayer/remote-batch'
import { type Abi, type Address, encodeFunctionData, type Hex } from 'viem'
import type { At } from '../document/place.ts'
import type { ActionOf } from '../document/schema.ts'
import { type Fee, parseFee } from '../fee/fee.ts'
import { read, type Site } from '../network/network.ts'
import { ValueError } from '../problem.ts'
import { type Call, type Context, callOf } from './call.ts'
import { addressOf, functionOf, hexOf, requireArguments, requireProxy } from './power.ts'

/** What a proposal asks of one spoke. */
export type RemoteRequest = {
  readonly site: Site
  readonly calls: readonly RemoteCall[]
  readonly label: string
  /** What the message may cost. */
  readonly fee?: Fee
}

/** Seconds in which somebody has to schedule a batch on its spoke. */
const LIFE = 14 * 86_400

/** What follows each other for one spoke is one batch there: done whole, or not at all. */
export function remoteBatchCall(context: Context, requests: readonly RemoteRequest[]): Call {
  const [first] = requests
  if (first === undefined) throw new Error('a batch has calls')
  const { deployment } = first.site
  const calls = requests.flatMap((request) => request.calls)
  const args = [BigInt(deployment.chainId), calls, 0n, LIFE]
  const label = `on ${deployment.name}: ${requests.map((request) => request.label).join('; ')}`
  return {
    ...callOf(context, 'RemoteOutbox', 'send', args, label),
    remote: { site: first.site, calls },
    fees: requests.flatMap(({ fee }) => (fee === undefined ? [] : [fee])),
  }
}

/** Any function of a contract of a spoke. */
export function readRemoteCall(context: Context, action: ActionOf<'remote call'>, at: At): RemoteRequest {
  const site = at('spoke', () => spokeOf(context, action.spoke))
  const target = at('contract', () => context.names.contractOn(site, action.contract))
  const contract = codeOf(action.contract)
  const functionName = at('function', () => functionOf(contract, action.function))
  requireArguments(artifact(contract).abi, functionName, action.args, at)
  const data = encoded(contract, functionName, action.args)
  const label = `call ${action.contract}.${action.function} with ${JSON.stringify(action.args)}`
  return { site, calls: [{ target, data }], label, ...feeOf(action, at) }
}

/** New code behind a proxy of a spoke. */
export function readRemoteUpgrade(context: Context, action: ActionOf<'upgrade'>, at: At): RemoteRequest {
  const site = at('spoke', () => spokeOf(context, action.spoke ?? ''))
  const target = at('contract', () => {
    const found = context.names.contractOn(site, action.contract)
    requireProxy(action.contract)
    return found
  })
  const implementation = at('implementation', () => addressOf(action.implementation))
  const call = at('call', () => hexOf(action.call))
  const data = encoded(codeOf(action.contract), 'upgradeToAndCall', [implementation, call])
  const label = `upgrade ${action.contract} to ${implementation}`
  return { site, calls: [{ target, data }], label, ...feeOf(action, at) }
}

type Gateway = { readonly gateway: Address; readonly family: number; readonly active: boolean }

/** Another gateway for a family of a spoke; the new one comes first, so that there is never a family too few. */
export async function readRotation(
  context: Context,
  action: ActionOf<'rotate gateway'>,
  at: At,
): Promise<RemoteRequest> {
  const site = at('spoke', () => spokeOf(context, action.spoke))
  const gateway = at('gateway', () => addressOf(action.gateway))
  const target = context.names.contractOn(site, 'HedgeTransport')
  const all = await read<readonly Gateway[]>(site, 'HedgeTransport', 'gateways')
  const old = all.filter(({ family, active }) => active && family === action.family)
  const set = (address: Address, active: boolean) => ({
    target,
    data: encoded('HedgeTransport', 'setGateway', [address, action.family, active]),
  })
  return {
    site,
    calls: [set(gateway, true), ...old.map((each) => set(each.gateway, false))],
    label: `gateway ${gateway} for family ${action.family} instead of ${old.map((each) => each.gateway).join(', ') || 'none'}`,
    ...feeOf(action, at),
  }
}

function feeOf({ fee }: { readonly fee?: string | undefined }, at: At): { readonly fee?: Fee } {
  return fee === undefined ? {} : { fee: at('fee', () => parseFee(fee)) }
}

function spokeOf({ names }: Context, name: string): Site {
  const site = names.siteOf(name)
  if (site.deployment.role === 'hub') throw new ValueError('is the hub, where the timelock calls directly')
  return site
}

/** Gateways are deployed once a family, under the name of the code and the number of the family. */
function codeOf(contract: string): ContractName {
  const name = contract.replace(/ \d+$/, '')
  return (name === 'Timelock' ? 'TimelockController' : name) as ContractName
}

function encoded(contract: ContractName, functionName: string, args: readonly unknown[]): Hex {
  const abi: Abi = artifact(contract).abi
  return encodeFunctionData({ abi, functionName, args: [...args] })
}
