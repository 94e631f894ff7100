/** How many gateways take a message that brings so much. */
export type Takers = (value: bigint) => Promise<number>

/** What gateways ask, and how many take a message for it. */
export type Asked = { readonly value: bigint; readonly takers: number }

const GWEI = 10n ** 9n
/** Up to ten coins: no message is worth more. */
const DECADES = Array.from({ length: 11 }, (_, power) => GWEI * 10n ** BigInt(power))
/** Amounts of two digits in a decade, from a tenth of it on. */
const STEPS = 90

/**
 * The least value, of two digits, for which the most gateways take a message. Some refuse any value, so that more is not always
 * better.
 */
export async function leastFor(takers: Takers): Promise<Asked> {
  const ladder = [0n, ...DECADES]
  const counts = await Promise.all(ladder.map(takers))
  const most = Math.max(...counts)
  const first = counts.indexOf(most)
  const top = ladder[first] ?? 0n
  if (top === 0n) return { value: 0n, takers: most }
  const amount = (step: number): bigint => (top / 100n) * BigInt(10 + step)
  let [low, high] = [-1, STEPS]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if ((await takers(amount(middle))) === most) high = middle
    else low = middle
  }
  return { value: amount(high), takers: most }
}
