import { addressOf } from '@gimbal/contracts/deploy'
import { type Hex, slice, toFunctionSelector } from 'viem'
import type { Call, Context, PlacedCall } from '../actions/call.ts'
import { abiOf, contractAt } from '../network/contracts.ts'
import { askedFor } from './asked.ts'
import { amountFor } from './fee.ts'

/**
 * Gives each call that sends messages what it carries for gateways: what its actions say, or what the live gateways ask times
 * the margin; nothing where they ask nothing.
 */
export async function withValues(
  context: Context,
  calls: readonly PlacedCall[],
): Promise<readonly PlacedCall[]> {
  const { hub } = context.network
  const asking = calls.map((call) => ({
    ...call,
    value: call.value ?? 0n,
    payable: takesCoins(context, call),
  }))
  const open = calls.some((call, i) => asking[i]?.payable === true && !isStated(call))
  const asked = open ? await askedFor(hub, addressOf(hub.deployment, 'Timelock'), asking) : []
  return calls.map((call, i) => {
    if (asking[i]?.payable !== true) return call
    const { value = 0n } = asked[i] ?? {}
    return { ...call, value: amountFor(call.fees ?? [], value), ...(open ? { asked: value } : {}) }
  })
}

/** Whether the file says in coins what it carries. */
function isStated({ fees = [] }: Call): boolean {
  return fees.length > 0 && fees.every(({ kind }) => kind === 'coins')
}

/** Whether a call is of a function of the hub that takes coins for messages; an upgrade takes them and sends nothing. */
export function takesCoins(context: Context, { target, data }: Pick<Call, 'target' | 'data'>): boolean {
  const abi = abiOf(contractAt(context.network, target) ?? '')
  if (abi === undefined || data.length < 10) return false
  const selector: Hex = slice(data, 0, 4)
  return abi.some(
    (item) =>
      item.type === 'function' && item.stateMutability === 'payable' && toFunctionSelector(item) === selector,
  )
}
