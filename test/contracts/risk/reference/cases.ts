import { type Position, type SpokeClaim, solvency } from './scenario-margin.ts'

interface Case {
  readonly name: string
  readonly spot: number
  readonly positions: readonly Position[]
  readonly claims: readonly SpokeClaim[]
}

const call = (strike: number, days: number, size: number, vol: number): Position => ({
  strike,
  days,
  put: false,
  size,
  vol,
})
const put = (strike: number, days: number, size: number, vol: number): Position => ({
  ...call(strike, days, size, vol),
  put: true,
})
const known = (quote: number, base: number): SpokeClaim => ({
  quote,
  base,
  up: 0,
  down: 0,
  low: 2900,
  high: 3100,
})

const cases: readonly Case[] = [
  { name: 'naked short calls', spot: 3000, positions: [call(3000, 14, -100, 0.6)], claims: [] },
  {
    name: 'hedged short calls',
    spot: 3000,
    positions: [call(3000, 14, -100, 0.6)],
    claims: [known(90_000, 52.3)],
  },
  {
    name: 'an unreported hedge',
    spot: 3000,
    positions: [call(3000, 14, -100, 0.6)],
    claims: [{ quote: 90_000, base: 40, up: 22, down: -11, low: 2910, high: 3090 }],
  },
  {
    name: 'calendar against long calls, on two spokes',
    spot: 3120,
    positions: [call(3000, 7, -80, 0.75), call(3200, 60, 50, 0.65), call(3600, 7, -20, 0.7)],
    claims: [known(40_000, 30), { quote: 5000, base: 12, up: 3, down: -4, low: 3050, high: 3190 }],
  },
  { name: 'long puts', spot: 2800, positions: [put(2800, 21, 60, 0.6)], claims: [known(10_000, 27)] },
  {
    name: 'short puts and an option in its last hour',
    spot: 3010,
    positions: [put(2600, 45, -40, 0.8), call(3000, 1 / 24, -10, 0.6)],
    claims: [],
  },
]

const wad = (value: number): string => String(BigInt(Math.round(value * 1e9)) * 1_000_000_000n)
const seconds = (days: number): string => String(Math.round(days * 86_400))

/** The cases with their answers, as Solidity reads them: 18-decimal strings, one column a field. */
export function vectors(): string {
  const rows = cases.map(({ name, spot, positions, claims }) => {
    const { mark, loss, liability } = solvency(spot, positions, claims)
    return {
      name,
      spot: wad(spot),
      strikes: positions.map(({ strike }) => wad(strike)),
      left: positions.map(({ days }) => seconds(days)),
      puts: positions.map((position) => position.put),
      sizes: positions.map(({ size }) => wad(size)),
      vols: positions.map(({ vol }) => wad(vol)),
      quotes: claims.map(({ quote }) => wad(quote)),
      bases: claims.map(({ base }) => wad(base)),
      ups: claims.map(({ up }) => wad(up)),
      downs: claims.map(({ down }) => wad(down)),
      lows: claims.map(({ low }) => wad(low)),
      highs: claims.map(({ high }) => wad(high)),
      mark: wad(mark),
      loss: wad(loss),
      liability: wad(liability),
    }
  })
  return `${JSON.stringify(rows, null, 2)}\n`
}
