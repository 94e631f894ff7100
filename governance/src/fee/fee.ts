import { ValueError } from '../problem.ts'
import { parseCoins } from '../units/coins.ts'
import { parseQuantity } from '../units/quantity.ts'

/** What a call carries for gateways: coins, or a share of what they ask now, 18 decimals. */
export type Fee =
  | { readonly kind: 'coins'; readonly wei: bigint }
  | { readonly kind: 'share'; readonly share: bigint }

const WAD = 10n ** 18n
/** Fees move in the days until an execution; what is beyond them a gateway may keep, so it is not more. */
export const MARGIN: Fee = { kind: 'share', share: 2n * WAD }

/**
 * A fee as people write it: `0.01 ETH`, or `300 %` of what gateways ask.
 *
 * @throws ValueError that says what is expected
 */
export function parseFee(text: string): Fee {
  if (!text.includes('%')) return { kind: 'coins', wei: parseCoins(text) }
  const share = parseQuantity(text, 'share')
  if (share < WAD) throw new ValueError('is less than gateways ask: 100 % at least')
  return { kind: 'share', share }
}

/** The most that any of them makes of what gateways ask; the margin where nothing is said. */
export function amountFor(fees: readonly Fee[], asked: bigint): bigint {
  let most = 0n
  for (const fee of fees.length === 0 ? [MARGIN] : fees) {
    const amount = fee.kind === 'coins' ? fee.wei : roundUp((asked * fee.share) / WAD)
    if (amount > most) most = amount
  }
  return most
}

/** To two digits, so that a fee that hardly moves leaves the calls what they are. */
export function roundUp(wei: bigint): bigint {
  const unit = 10n ** BigInt(Math.max(0, wei.toString().length - 2))
  return ((wei + unit - 1n) / unit) * unit
}
