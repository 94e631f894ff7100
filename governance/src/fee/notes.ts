import { addressOf } from '@gimbal/contracts/deploy'
import type { Context } from '../actions/call.ts'
import type { Batch } from '../lifecycle/batch.ts'
import { NetworkError } from '../network/network.ts'
import { formatCoins } from '../units/coins.ts'
import { askedFor } from './asked.ts'
import { tryCalls } from './trial.ts'
import { takesCoins } from './values.ts'

/** Which calls carry what fewer gateways would take now than could; that nobody can say, where the endpoint cannot try. */
export async function feeNotes(context: Context, batch: Batch): Promise<readonly string[]> {
  try {
    return await shortfalls(context, batch)
  } catch (error) {
    if (error instanceof NetworkError) return [`whether fees suffice is not known: ${error.message}`]
    throw error
  }
}

async function shortfalls(
  context: Context,
  { targets, values, calldatas }: Batch,
): Promise<readonly string[]> {
  const { hub } = context.network
  const from = addressOf(hub.deployment, 'Timelock')
  const calls = targets.map((target, i) => {
    const call = { target, data: calldatas[i] ?? '0x', value: values[i] ?? 0n }
    return { ...call, payable: takesCoins(context, call) }
  })
  if (!calls.some(({ payable }) => payable)) return []
  const [asked, tried] = await Promise.all([askedFor(hub, from, calls), tryCalls(hub, from, calls)])
  return calls.flatMap(({ payable, value }, i) => {
    const [best, now] = [asked[i], tried[i]]
    if (!payable || best === undefined || now === undefined || now.takers >= best.takers) return []
    return [
      `call ${i + 1} carries ${formatCoins(value)}, for which ${now.takers} of ${best.takers} gateways would take its message now; they ask ${formatCoins(best.value)}`,
    ]
  })
}
