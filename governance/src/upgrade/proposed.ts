import { artifact } from '@gimbal/contracts'
import { type Abi, type Address, decodeFunctionData, type Hex, isAddressEqual, parseAbi } from 'viem'
import type { Context } from '../actions/call.ts'
import type { Found } from '../lifecycle/find.ts'
import type { Site } from '../network/network.ts'
import type { Problem } from '../problem.ts'
import { upgradeProblems } from './check.ts'

const UPGRADE = parseAbi(['function upgradeToAndCall(address implementation, bytes data)'])

type Call = { readonly site: Site; readonly target: Address; readonly data: Hex; readonly key: string }

/** The same of a proposal on chain, whoever has put it forward: every upgrade in its calls, those of its batches included. */
export async function proposedUpgradeProblems(
  context: Context,
  { targets, calldatas }: Pick<Found, 'targets' | 'calldatas'>,
  layouts?: string,
): Promise<readonly Problem[]> {
  const { hub } = context.network
  const calls = targets.flatMap((target, i): readonly Call[] => {
    const call = { site: hub, target, data: calldatas[i] ?? '0x', key: `calls[${i}]` }
    return [call, ...batchOf(context, call)]
  })
  const found = await Promise.all(calls.map((call) => problemsOf(context, call, layouts)))
  return found.flat()
}

async function problemsOf(
  context: Context,
  { site, target, data, key }: Call,
  layouts: string | undefined,
): Promise<readonly Problem[]> {
  const decoded = decode(UPGRADE, data)
  if (decoded?.functionName !== 'upgradeToAndCall') return []
  const [implementation] = decoded.args as readonly [Address, Hex]
  const contract = nameOf(site, target)
  const at = (_: string, message: string): Problem => ({
    key,
    value: `upgrade of ${contract ?? target} on ${site.deployment.name} to ${implementation}`,
    message,
  })
  if (contract === undefined) return [at('', 'is of no contract of the address file')]
  const spoke = site === context.network.hub ? {} : { spoke: site.deployment.name }
  const more = layouts === undefined ? {} : { layouts }
  return upgradeProblems(
    context,
    { do: 'upgrade', contract, implementation, call: '0x', ...spoke, ...more },
    at,
  )
}

/** What a call has a spoke do. */
function batchOf({ network }: Context, { site, target, data, key }: Call): readonly Call[] {
  if (nameOf(site, target) !== 'RemoteOutbox') return []
  const decoded = decode(artifact('RemoteOutbox').abi, data)
  if (decoded?.functionName !== 'send') return []
  const [chain, calls] = decoded.args as readonly [bigint, readonly { target: Address; data: Hex }[]]
  const spoke = network.sites.find(({ deployment }) => BigInt(deployment.chainId) === chain)
  if (spoke === undefined) return []
  return calls.map((call, i) => ({ ...call, site: spoke, key: `${key}.calls[${i}]` }))
}

function nameOf({ deployment }: Site, target: Address): string | undefined {
  return Object.entries(deployment.contracts).find(([, address]) => isAddressEqual(address, target))?.[0]
}

function decode(
  abi: Abi,
  data: Hex,
): { functionName: string; args?: readonly unknown[] | undefined } | undefined {
  try {
    return decodeFunctionData({ abi, data })
  } catch {
    return undefined
  }
}
