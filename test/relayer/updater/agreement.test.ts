import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { plain } from '../../../relayer/src/api/plain.ts'
import type { AnnualSmile } from '../../../relayer/src/quant/surface/index.ts'
import { refusalOf } from '../../../relayer/src/updater/refusal.ts'
import { updaterSchema } from '../../../relayer/src/updater/schema.ts'
import { fromChainSmile, type SurfaceState, toChainSmile } from '../../../relayer/src/updater/surface.ts'
import { dueAfter, placeInTurn } from '../../../relayer/src/updater/turn.ts'
import {
  requestSchema,
  signerOf,
  signUpdate,
  type Update,
  updateArguments,
} from '../../../relayer/src/updater/update.ts'

const time = 1_700_000_000
const DAY = 86_400
const keys = [1, 2, 3].map((digit) => privateKeyToAccount(`0x${String(digit).repeat(64)}`))
const updaters = keys.map(({ address }) => address).toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
const smile = (days: number, vol: number, b = 0): AnnualSmile => ({
  expiry: time + days * DAY,
  a: vol * vol,
  b,
  rho: 0,
  m: 0,
  sigma: 0.3,
})
const state: SurfaceState = {
  head: { number: 1, hash: '0x', parent: '0x', time, baseFee: 0n },
  smiles: [smile(7, 0.6), smile(30, 0.7)],
  nonce: 4n,
  updatedAt: time - 1_000,
  terms: { maxStep: 0.1, minVol: 0.05, maxVol: 5, width: 1, minInterval: 60 },
  updaters,
  quorum: 2,
}
const updateOf = (smiles: readonly AnnualSmile[], over: Partial<Update> = {}): Update => ({
  market: 1,
  smiles: smiles.map(toChainSmile),
  nonce: 5n,
  deadline: BigInt(time + 600),
  ...over,
})
const refusal = (update: Update) =>
  refusalOf({
    update,
    state,
    own: [smile(7, 0.6), smile(30, 0.7)],
    market: 1,
    tolerance: 0.05,
    validity: 900,
  })

describe('an update of another', () => {
  it('is signed when every vol of it lies near the own opinion', () => {
    expect(refusal(updateOf([smile(7, 0.62), smile(30, 0.68)]))).toBeUndefined()
    // other expiries are no matter as long as the surface is the same
    const middle = smile(14, Math.sqrt((0.36 * 7 + (0.49 * 30 - 0.36 * 7) * (7 / 23)) / 14))
    expect(refusal(updateOf([smile(7, 0.6), middle, smile(30, 0.7)]))).toBeUndefined()
  })

  it.each([
    ['a level', updateOf([smile(7, 0.65), smile(30, 0.7)]), /vol 65\.00 % .* ours is 60\.00 %/],
    ['a wing', updateOf([smile(7, 0.6), { ...smile(30, 0.7, 0.2), a: 0.49 - 0.06 }]), /k = -0\.5/],
    ['an expiry that it leaves out', updateOf([smile(7, 0.6)]), /vol 60\.00 %/],
    ['the market', updateOf([smile(7, 0.6)], { market: 2 }), /market 2 is not 1/],
    ['the nonce', updateOf([smile(7, 0.6)], { nonce: 6n }), /nonce 6 is not 5/],
    ['a deadline far away', updateOf([smile(7, 0.6)], { deadline: BigInt(time + 2_000) }), /deadline/],
    ['a deadline that is over', updateOf([smile(7, 0.6)], { deadline: BigInt(time - 1) }), /deadline/],
    ['the order', updateOf([smile(30, 0.7), smile(7, 0.6)]), /does not lie after/],
    ['an expiry that is over', updateOf([smile(-1, 0.6), smile(30, 0.7)]), /does not lie after/],
    ['a variance below zero', updateOf([{ ...smile(7, 0.6), a: -1 }, smile(30, 0.7)]), /NaN/],
  ])('is refused for %s', (_what, update, reason) => {
    expect(refusal(update)).toMatch(reason)
  })
})

describe('the signature of an update', () => {
  const domain = { chainId: 1, surface: updaters[0]! }

  it('survives its way between updaters, and is of one update only', async () => {
    const update = updateOf([smile(7, 0.6, 0.1)])
    const { signature } = await signUpdate(domain, update, keys[1]!)
    const heard = requestSchema.parse(JSON.parse(JSON.stringify(plain({ update, signature }))))
    expect(heard).toEqual({ update, signature })
    expect(await signerOf(domain, heard.update, heard.signature)).toBe(keys[1]!.address)
    expect(await signerOf(domain, { ...update, nonce: 9n }, signature)).not.toBe(keys[1]!.address)
    expect(await signerOf({ ...domain, chainId: 2 }, update, signature)).not.toBe(keys[1]!.address)
    expect(await signerOf(domain, update, `0x${'00'.repeat(65)}`)).toBeUndefined()
  })

  it('comes in rising order of signers, as the contract asks', () => {
    const signed = updaters.map((signer, i) => ({ signer, signature: `0x0${i}` as const }))
    const [, , , , signatures] = updateArguments(updateOf([smile(7, 0.6)]), signed.toReversed())
    expect(signatures).toEqual(['0x00', '0x01', '0x02'])
  })

  it('keeps a smile through the numbers of the chain', () => {
    const one = { expiry: 5, a: -0.012345678, b: 0.4, rho: -0.3, m: 0.01, sigma: 0.3 }
    const back = fromChainSmile(toChainSmile(one))
    for (const key of ['a', 'b', 'rho', 'm', 'sigma'] as const) expect(back[key]).toBeCloseTo(one[key], 15)
  })
})

describe('whose turn it is', () => {
  it('goes round with the nonce, and nobody is left out', () => {
    for (let nonce = 0n; nonce < 6n; nonce++) {
      const places = updaters.map((updater) => placeInTurn({ ...state, nonce }, updater))
      expect(new Set(places)).toEqual(new Set([0, 1, 2]))
      expect(places[Number((nonce + 1n) % 3n)]).toBe(0)
    }
    expect(placeInTurn(state, '0x0000000000000000000000000000000000000001')).toBeUndefined()
  })

  const { when } = updaterSchema.parse({
    chain: { id: 1, rpc: ['http://127.0.0.1:1'] },
    volSurface: updaters[0],
    market: { id: 1 },
  })
  const wanted = (vol: number) => [{ expiry: time + 7 * DAY, variance: vol * vol }]

  it('comes once an hour, and sooner when vol is far from the forecast', () => {
    expect(dueAfter(state, wanted(0.61), time, when)).toBe(3_600)
    expect(dueAfter(state, wanted(0.64), time, when)).toBe(300)
    expect(dueAfter({ ...state, smiles: [] }, wanted(0.6), time, when)).toBe(0)
    const slow = { ...state, terms: { ...state.terms, minInterval: 7_200 } }
    expect(dueAfter(slow, wanted(0.64), time, when)).toBe(7_200)
  })

  it('is configured with a smile that stays above zero', () => {
    const market = { id: 1, shape: { wings: 10, rho: 0, m: 0, sigma: 0.3 } }
    const input = { chain: { id: 1, rpc: ['http://127.0.0.1:1'] }, volSurface: updaters[0] }
    expect(updaterSchema.safeParse({ ...input, market }).success).toBe(true)
    const skewed = { ...market, shape: { ...market.shape, rho: -0.9 } }
    expect(updaterSchema.safeParse({ ...input, market: skewed }).error?.issues[0]?.message).toContain(
      'bottom',
    )
  })
})
