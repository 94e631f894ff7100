import { addressOf } from '@gimbal/contracts/deploy'
import { parseEther } from 'viem'
import type { Site } from '../network/network.ts'
import { formatCoins } from '../units/coins.ts'

/** What the calls of a proposal carry, and who brings it. */
export type Payment = {
  readonly carried: bigint
  /** By the timelock, which pays first. */
  readonly held: bigint
  /** What has to come with the execution. */
  readonly due: bigint
}

/** What an execution takes from its signer unless he allows more: a vote may say any amount. */
export const MOST = parseEther('0.1')

/** Nothing where its calls carry nothing. */
export async function paymentOf(
  { client, deployment }: Site,
  values: readonly bigint[],
): Promise<Payment | undefined> {
  const carried = values.reduce((sum, value) => sum + value, 0n)
  if (carried === 0n) return undefined
  const held = await client.getBalance({ address: addressOf(deployment, 'Timelock') })
  return { carried, held, due: carried > held ? carried - held : 0n }
}

export function paymentLine({ carried, held, due }: Payment): string {
  const rest = due === 0n ? 'which pays all of it' : `so ${formatCoins(due)} come with the execution`
  return `its calls carry ${formatCoins(carried)}; the timelock has ${formatCoins(held)}, ${rest}`
}
