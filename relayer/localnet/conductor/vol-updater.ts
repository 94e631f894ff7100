import { artifact } from '@gimbal/contracts'
import type { Address } from 'viem'
import { accounts } from '../accounts.ts'
import type { LocalChain } from '../chain/local-chain.ts'
import { wad } from '../setup/terms.ts'
import { MARKET } from '../setup/topology.ts'
import type { Actor } from './actor.ts'

const HOUR = 3_600
const DAY = 86_400
const YEAR = 365 * DAY
/** Days after which what was seen counts half. */
const HALF_LIFE = 5 * DAY
/** Largest relative change of one update, within what the surface accepts. */
const STEP = 0.05

/**
 * Keeps the vol surface fresh: once an hour an exponentially weighted realised vol, flat over all expiries. It starts at
 * the vol that books were opened at.
 */
export function volUpdater(
  chain: LocalChain,
  surface: Address,
  options: { readonly initialVol: number; readonly start: number; readonly expiries: readonly number[] },
): Actor & { readonly vol: () => number } {
  const { abi } = artifact('VolSurface')
  let variance = options.initialVol ** 2
  let last: { time: number; price: number } | undefined
  let updated = options.start - HOUR
  let published = options.initialVol
  return {
    vol: () => published,
    act: async ({ time, price }) => {
      if (last !== undefined && time > last.time) {
        const elapsed = time - last.time
        const keep = 0.5 ** (elapsed / HALF_LIFE)
        variance = keep * variance + (1 - keep) * ((Math.log(price / last.price) ** 2 * YEAR) / elapsed)
      }
      last = { time, price }
      if (time - updated < HOUR) return
      updated = time
      const wanted = Math.sqrt(variance)
      published = Math.min(published * (1 + STEP), Math.max(published * (1 - STEP), wanted))
      await chain.submit(
        accounts.updater.address,
        surface,
        abi,
        'update',
        pillars(published, time, options.expiries),
      )
    },
  }
}

/** A flat surface over the expiries that lie ahead. */
export function pillars(vol: number, time: number, expiries: readonly number[]) {
  const ahead = [...new Set(expiries)].filter((expiry) => expiry > time).toSorted((a, b) => a - b)
  return [MARKET, ahead, ahead.map(() => wad(vol))] as const
}
