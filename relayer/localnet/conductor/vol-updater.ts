import { artifact } from '@gimbal/contracts'
import type { Address } from 'viem'
import { accounts, UPDATER_QUORUM, updaters } from '../accounts.ts'
import type { LocalChain } from '../chain/local-chain.ts'
import { MARKET } from '../setup/topology.ts'
import type { Actor } from './actor.ts'
import { signSurface } from './signed-surface.ts'
import { type ChainSmile, flatSmiles } from './smiles.ts'

const HOUR = 3_600
const DAY = 86_400
const YEAR = 365 * DAY
/** Days after which what was seen counts half. */
const HALF_LIFE = 5 * DAY
/** Largest relative change of one update, within what the surface accepts. */
const STEP = 0.05
/** Of the surface that books are opened at. */
export const FIRST_NONCE = 1n

/**
 * Keeps the vol surface fresh: once an hour an exponentially weighted realised vol, flat over all expiries and strikes,
 * signed by a quorum of updaters. It starts at the vol that books were opened at.
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
  let nonce = FIRST_NONCE + 1n
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
      const args = await signedSurface(chain, surface, {
        smiles: flatSmiles(published, time, options.expiries),
        nonce,
        time,
      })
      nonce += 1n
      await chain.submit(accounts.updater.address, surface, abi, 'updateSigned', args)
    },
  }
}

/** A surface that a quorum of the local updaters has signed, good for an hour. */
export function signedSurface(
  chain: LocalChain,
  surface: Address,
  update: { readonly smiles: readonly ChainSmile[]; readonly nonce: bigint; readonly time: number },
) {
  const { smiles, nonce, time } = update
  const deadline = BigInt(time + HOUR)
  const signers = updaters.slice(0, UPDATER_QUORUM)
  return signSurface(chain.id, surface, { market: MARKET, smiles, nonce, deadline }, signers)
}
