import { formatEther, formatGwei, parseEther, parseUnits } from 'viem'
import { ValueError } from '../problem.ts'

const NUMBER = /^(\d+(?:\.\d+)?)\s*(ETH|gwei)?$/
const DIGITS = { ETH: 18, gwei: 9 } as const
/** Below that people count in gwei. */
const SMALL = 10n ** 12n

/**
 * Coins of a chain as people write them: `0.01 ETH`, `0.01` or `30 gwei`.
 *
 * @throws ValueError that says what is expected
 */
export function parseCoins(text: string): bigint {
  const [, amount, unit = 'ETH'] = NUMBER.exec(text.trim()) ?? []
  if (amount === undefined) throw new ValueError('expected an amount, such as 0.01 ETH')
  const digits = DIGITS[unit as keyof typeof DIGITS]
  const [, fraction = ''] = amount.split('.')
  if (fraction.length > digits) throw new ValueError(`has more than ${digits} digits after the point`)
  return unit === 'ETH' ? parseEther(amount) : parseUnits(amount, digits)
}

/** The same the other way, exact. */
export function formatCoins(wei: bigint): string {
  return wei > 0n && wei < SMALL ? `${formatGwei(wei)} gwei` : `${formatEther(wei)} ETH`
}
