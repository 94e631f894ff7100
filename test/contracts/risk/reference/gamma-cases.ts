import { stabilityRatio } from '../../../../relayer/src/quant/market-impact.ts'
import { optionSheet } from '../../../../relayer/src/quant/option-sheet.ts'
import { listTarget } from '../../../../relayer/src/quant/target.ts'
import { shortGammaLimit } from '../../../../relayer/src/quant/trade-size.ts'

/** Time, vol and price of `GammaVectors.t.sol`. */
const START = 1_900_003_600
const VOL = 0.6
const SETTLEMENT = { window: 1_800, instants: 6 }

type Position = {
  readonly strike: number
  readonly days: number
  readonly size: number
  readonly put: boolean
}
const call = (strike: number, days: number, size: number): Position => ({ strike, days, size, put: false })
const put = (strike: number, days: number, size: number): Position => ({ strike, days, size, put: true })

/** Books hedged from the hub's sight; sales only as far as their deposit goes. */
const books: readonly (readonly Position[])[] = [
  [call(3_000, 30, -50)],
  [call(3_000, 30, -50), call(3_300, 45, 30)],
  [put(3_000, 30, 40)],
  [call(2_900, 14, -20), call(3_200, 14, -20), put(2_700, 60, 15)],
  [put(3_000, 21, 25), call(3_100, 7, -10)],
  [call(3_000, 2, -30)],
]

/** Spot, quote within one percent and ratio, over what governance may set. */
const markets = Array.from({ length: 32 }, (_, at) => ({
  spot: Number((10 ** (-2 + (at % 8))).toPrecision(6)) * (1 + (at % 5) / 7),
  depth: 1_000 * 10 ** (at % 10),
  ratio: 0.01 + (0.24 * ((at * 7) % 32)) / 31,
}))

const wad = (value: number): string => String(BigInt(Math.round(value * 1e9)) * 10n ** 9n)
const fromWad = (value: string): number => Number(value) / 1e18
const exactly = (value: number): string => String(BigInt(Math.round(value * 1e18)))

/** What `GammaVectors.t.sol` reads; every figure is worked out by `relayer/src/quant`. */
export function gammaVectors(): string {
  const [spot, depth] = [3_000, 1_640_000]
  const table = {
    markets: markets.map((market) => {
      const given = { spot: wad(market.spot), depth: wad(market.depth), ratio: wad(market.ratio) }
      const base = Number(given.depth) / Number(given.spot)
      return { ...given, limit: exactly(shortGammaLimit(fromWad(given.spot), base, fromWad(given.ratio))) }
    }),
    books: books.map((positions) => {
      const sheet = optionSheet(
        positions.map(({ days, ...rest }) => ({
          ...rest,
          expiry: START + days * 86_400,
          vol: VOL,
          carry: 0,
        })),
      )
      const { gamma } = listTarget(sheet, spot, START, SETTLEMENT)
      return {
        positions: positions.map(({ strike, days, size, put: isPut }) => ({
          days: String(days),
          put: isPut,
          size: wad(size),
          strike: wad(strike),
        })),
        gamma: exactly(gamma),
        ratio: exactly(stabilityRatio(Math.max(0, gamma), spot, depth / spot)),
      }
    }),
  }
  return `${JSON.stringify(table, undefined, 2)}\n`
}
