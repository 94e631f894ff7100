import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { artifact } from '@gimbal/contracts'
import fc from 'fast-check'
import { createPublicClient, createWalletClient, type Hex, http } from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accounts } from '../../relayer/localnet/accounts.ts'
import { startAnvil } from '../../relayer/localnet/process/anvil.ts'
import { portSource } from '../../relayer/localnet/process/ports.ts'
import { createStack } from '../../relayer/localnet/process/stack.ts'
import { fromWad, toWad } from '../../relayer/src/hedge/wad.ts'
import { type Scenario, type SolvencyTerms, scenarioMargin } from '../../relayer/src/quant/margin/index.ts'

const GENESIS = 1_767_225_600
const DAY = 86_400
const folder = mkdtempSync(join(tmpdir(), 'gimbal-margin-'))
const stack = createStack(() => undefined)
const { abi, bytecode } = artifact('MarginModel')
let url: string
let model: Hex

beforeAll(async () => {
  const port = await portSource().next('margin')
  const anvil = await stack.start('margin', () =>
    startAnvil({ chainId: 31_400, port, genesis: GENESIS, folder }),
  )
  url = anvil.url
  const wallet = createWalletClient({ account: accounts.deployer, transport: http(url) })
  const hash = await wallet.deployContract({ abi, bytecode, chain: null })
  const receipt = await createPublicClient({ transport: http(url) }).waitForTransactionReceipt({ hash })
  model = receipt.contractAddress!
})

afterAll(async () => {
  await stack.stop()
  rmSync(folder, { recursive: true, force: true })
})

const TERMS: SolvencyTerms = {
  volUp: 0.5,
  volDown: 0.25,
  volFloor: 0.5,
  shortCharge: 0.003,
  moveRate: 3,
  window: 1800,
}
const THRESHOLDS = {
  initial: toWad(1.2),
  maintenance: toWad(1),
  emergency: toWad(0.6),
  innerRange: toWad(0.16),
  volUp: toWad(TERMS.volUp),
  volDown: toWad(TERMS.volDown),
  volFloor: toWad(TERMS.volFloor),
  shortCharge: toWad(TERMS.shortCharge),
  referenceVol: toWad(0.8),
  bufferCap: toWad(2),
  moveRate: toWad(TERMS.moveRate),
}
const SCENARIOS: readonly Scenario[] = [
  ...[0.84, 0.88, 0.92, 0.96, 1, 1.04, 1.08, 1.12, 1.16].flatMap((spotMul) =>
    ([1, 0, -1] as const).map((volShock) => ({ spotMul, volShock, damp: 1 })),
  ),
  ...[0.34, 0.67, 1.5, 2, 6].map((spotMul) => ({
    spotMul,
    volShock: 1 as const,
    damp: 0.16 / Math.abs(spotMul - 1),
  })),
]

/** Whole numbers, so that both sides read exactly the same. */
const leg = fc.record({
  put: fc.boolean(),
  strike: fc.integer({ min: 500, max: 9000 }),
  left: fc.oneof(fc.integer({ min: 0, max: 3600 }), fc.integer({ min: 3600, max: 400 * DAY })),
  size: fc.integer({ min: -200, max: 200 }),
  vol: fc.integer({ min: 5, max: 300 }),
  carry: fc.integer({ min: -10, max: 10 }),
  weight: fc.integer({ min: 0, max: 4 }),
})
const claim = fc.record({
  quote: fc.integer({ min: -500_000, max: 500_000 }),
  base: fc.integer({ min: 0, max: 300 }),
  up: fc.integer({ min: 0, max: 50 }),
  down: fc.integer({ min: 0, max: 50 }),
  width: fc.integer({ min: 0, max: 300 }),
})

it('margin off chain is the contract’s, within rounding, for any book', async () => {
  const client = createPublicClient({ transport: http(url) })
  const books = fc.record({
    spot: fc.integer({ min: 1000, max: 6000 }),
    settled: fc.integer({ min: -10_000, max: 10_000 }),
    legs: fc.array(leg, { minLength: 1, maxLength: 8 }),
    claims: fc.array(claim, { maxLength: 2 }),
  })
  await fc.assert(
    fc.asyncProperty(books, async ({ spot, settled, legs, claims }) => {
      const time = GENESIS
      const [mark, loss, liability] = await client.readContract({
        address: model,
        abi,
        functionName: 'solvency',
        args: [
          {
            spot: toWad(spot),
            time: BigInt(time),
            settled: toWad(settled),
            weights: legs.map(({ weight }) => toWad(weight / 4)),
            legs: legs.map(({ put, strike, left, size, vol, carry }) => ({
              series: (1n << 224n) | (BigInt(time + left) << 184n) | (toWad(strike) << 56n) | (put ? 1n : 0n),
              size: toWad(size),
              vol: (BigInt(vol) * 10n ** 18n) / 100n,
              carry: (BigInt(carry) * 10n ** 18n) / 100n,
            })),
          },
          claims.map(({ quote, base, up, down, width }) => ({
            quote: toWad(quote),
            base: toWad(base),
            up: toWad(up),
            down: -toWad(Math.min(down, base)),
            priceLow: toWad(spot - width),
            priceHigh: toWad(spot + width),
          })),
          SCENARIOS.map(({ spotMul, volShock, damp }) => ({
            spotMul: toWad(spotMul),
            volShock,
            damp: toWad(damp),
          })),
          THRESHOLDS,
          BigInt(TERMS.window),
        ],
      })
      const ours = scenarioMargin(
        {
          spot,
          time,
          settled,
          legs: legs.map(({ left, vol, carry, weight, ...rest }) => ({
            ...rest,
            expiry: time + left,
            vol: vol / 100,
            carry: carry / 100,
            weight: weight / 4,
          })),
        },
        claims.map(({ quote, base, up, down, width }) => ({
          quote,
          base,
          up,
          down: -Math.min(down, base),
          priceLow: spot - width,
          priceHigh: spot + width,
        })),
        SCENARIOS,
        TERMS,
      )
      const notional = legs.reduce(
        (sum, { size, strike }) => sum + Math.abs(size) * Math.max(spot, strike),
        1e5,
      )
      const within = 1e-11 * notional
      expect(Math.abs(fromWad(mark.value) - ours.value)).toBeLessThan(within)
      expect(Math.abs(fromWad(loss) - ours.loss)).toBeLessThan(within)
      expect(Math.abs(fromWad(liability) - ours.liability)).toBeLessThan(within)
    }),
    { numRuns: 60, seed: 17 },
  )
})
