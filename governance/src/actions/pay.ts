import { addressOf } from '@gimbal/contracts/deploy'
import type { At } from '../document/place.ts'
import type { ReadProposal } from '../document/read.ts'
import type { Action, ActionOf } from '../document/schema.ts'
import { type Problem, ValueError } from '../problem.ts'
import { formatCoins, parseCoins } from '../units/coins.ts'
import type { Call, Context } from './call.ts'
import { addressOf as readAddress } from './power.ts'

/** Coins that the timelock has, to whoever is named. */
export function payCall(action: ActionOf<'pay'>, at: At): Call {
  const target = at('to', () => readAddress(action.to))
  const value = at('amount', () => amountOf(action.amount))
  return { target, data: '0x', value, label: `pay ${formatCoins(value)} to ${target}`, changes: [] }
}

/** A vote pays out what the timelock has, and never what its executor would have to bring. */
export async function payProblems(
  { network: { hub } }: Context,
  actions: readonly Action[],
  problemAt: ReadProposal['problemAt'],
): Promise<readonly Problem[]> {
  if (!actions.some((action) => action.do === 'pay')) return []
  const held = await hub.client.getBalance({ address: addressOf(hub.deployment, 'Timelock') })
  let paid = 0n
  return actions.flatMap((action, index) => {
    if (action.do !== 'pay') return []
    paid += amountOf(action.amount)
    if (paid <= held) return []
    return [problemAt(['actions', index, 'amount'], `the timelock has ${formatCoins(held)}`)]
  })
}

function amountOf(text: string): bigint {
  const amount = parseCoins(text)
  if (amount === 0n) throw new ValueError('is nothing')
  return amount
}
