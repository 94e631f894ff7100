import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { decodeFunctionData, type Hex, isAddressEqual } from 'viem'
import type { Context } from '../actions/call.ts'
import { type Waiting, waitingOn } from '../lifecycle/waiting.ts'
import { fieldsNamed, keyOf } from '../parameter/key.ts'
import { formatTime } from '../units/time.ts'

/** What waits in the timelock and names a governed number, which steward and guardian therefore leave alone. */
export async function holdersOf({ network }: Context, key: Hex): Promise<readonly Waiting[]> {
  const parameters = addressOf(network.hub.deployment, 'RiskParameters')
  const waiting = await waitingOn(network.hub)
  return waiting.filter(({ targets, calldatas }) =>
    targets.some(
      (target, i) => isAddressEqual(target, parameters) && keysOf(calldatas[i] ?? '0x').includes(key),
    ),
  )
}

/** Who holds a number back, for people. */
export function holdText(holders: readonly Waiting[]): string {
  const named = holders.map(({ number, title, operation, eta }) => {
    const who = number === undefined ? `operation ${operation}` : `proposal ${number} (${title})`
    return `${who}, which may be executed from ${formatTime(eta)}`
  })
  return `is held by ${named.join(', and by ') || 'a queued proposal'}`
}

/** As contracts/governance/NamedFields.sol reads a call. */
function keysOf(data: Hex): readonly Hex[] {
  const call = decoded(data)
  if (call?.functionName === 'change') return call.args[0].map(({ key }) => key)
  if (call?.functionName !== 'setVenue') return []
  const [market, spoke, , venue] = call.args
  return fieldsNamed('venue').map((field) => keyOf(field, { market, spoke: Number(spoke), venue: venue.id }))
}

function decoded(data: Hex) {
  try {
    return decodeFunctionData({ abi: artifact('RiskParameters').abi, data })
  } catch {
    // Not of its functions, or not their arguments: it holds nothing.
    return undefined
  }
}
