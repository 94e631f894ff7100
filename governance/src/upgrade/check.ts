import {
  type Layouts,
  layoutBreaks,
  type Namespaces,
  readLayouts,
  storageLayouts,
} from '@gimbal/contracts/layout'
import { type Address, getAddress } from 'viem'
import type { Context } from '../actions/call.ts'
import type { ActionOf } from '../document/schema.ts'
import type { Problem } from '../problem.ts'
import { contractAt, implementationOf } from './code.ts'

type At = (key: string, message: string) => Problem

/**
 * What stands against an upgrade's storage (P12): a kept member that moved or changed. Of the code that runs and the code that
 * is to run, one has to be this checkout's; where the other is not, the action names the layouts of the checkout that it is of.
 */
export async function upgradeProblems(
  { network, names }: Context,
  { contract, implementation, spoke, layouts }: ActionOf<'upgrade'>,
  at: At,
): Promise<readonly Problem[]> {
  const site = spoke === undefined ? network.hub : names.siteOf(spoke)
  const current = await implementationOf(site, names.contractOn(site, contract))
  if (current === undefined) return [at('contract', 'is no proxy: nothing of it can be upgraded')]
  const next = getAddress(implementation)
  if ((await site.client.getCode({ address: next })) === undefined) {
    return [at('implementation', 'there is no code at this address')]
  }
  const other = layouts === undefined ? undefined : readOther(layouts, at)
  if (other !== undefined && 'key' in other) return [other]
  const known = async (address: Address): Promise<Namespaces | undefined> => {
    const name = await contractAt(site, address, contract)
    return name === undefined ? undefined : (storageLayouts()[name] ?? {})
  }
  const [before, after] = [await known(current), await known(next)]
  if (before === undefined && after === undefined) {
    return [
      at(
        'implementation',
        'neither this code nor the one that runs is of this checkout: nobody knows their storage',
      ),
    ]
  }
  const kept = before ?? other?.found[contract]
  const becomes = after ?? other?.found[contract]
  if (kept === undefined || becomes === undefined) {
    const whose = before === undefined ? 'the code that runs' : 'this code'
    return [
      at(
        'implementation',
        `${whose} is not of this checkout, so its storage cannot be compared: name the contracts/storage-layout.json of the checkout that it is of as layouts`,
      ),
    ]
  }
  return layoutBreaks(kept, becomes).map(({ namespace, was, is }) =>
    at(
      'implementation',
      `would misread storage (P12): ${namespace} has "${was}" where the new code has ${is === undefined ? 'nothing' : `"${is}"`}`,
    ),
  )
}

function readOther(file: string, at: At): { readonly found: Layouts } | Problem {
  try {
    return { found: readLayouts(file) }
  } catch {
    return at('layouts', 'is no file of storage layouts')
  }
}
