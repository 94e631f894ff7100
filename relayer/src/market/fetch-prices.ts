// SPDX-License-Identifier: MIT
import { type Hex, isHex } from 'viem'
import { z } from 'zod'
import type { Config } from '../config/schema.ts'
import { GimbalError } from '../errors.ts'
import type { PriceTick } from './price-tick.ts'

const answer = z.object({
  /** Quote per base, 18 decimals. */
  price: z.string().regex(/^\d{1,39}$/),
  time: z.int().positive(),
  updates: z.array(z.custom<Hex>((value) => isHex(value), 'must be hex')),
})

async function fetchPrice(market: number, url: string, signal: AbortSignal): Promise<PriceTick> {
  const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]) })
  if (!response.ok) {
    throw new GimbalError('the price source failed', {
      facts: { market, url, status: response.status },
      retryable: true,
    })
  }
  const parsed = answer.safeParse(await response.json())
  if (!parsed.success) {
    throw new GimbalError('the price source answered something else', {
      facts: { market, url },
      cause: parsed.error,
    })
  }
  const { price, time, updates } = parsed.data
  return { market, price: BigInt(price), time, updates }
}

/** The newest price of every market that names a source; one that fails is left out and reported. */
export async function fetchPrices(
  markets: Config['markets'],
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<readonly PriceTick[]> {
  const found = await Promise.all(
    markets.map(async ({ id, prices }) => {
      if (prices === undefined) return []
      try {
        return [await fetchPrice(id, prices, signal)]
      } catch (error) {
        onError(error)
        return []
      }
    }),
  )
  return found.flat()
}
