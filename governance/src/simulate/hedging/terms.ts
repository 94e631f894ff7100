import type { HubTerms, ReplayTerms, SpokeTerms, TradeCosts } from '@gimbal/relayer/quant/replay'
import { fromWad } from '@gimbal/relayer/wad'
import type { Market } from '../../network/names.ts'
import { type Network, read, type Site } from '../../network/network.ts'

type Struct = Readonly<Record<string, bigint | number>>
type Venue = { readonly status: number; readonly clip: bigint }

/** Values that thresholds move to, by their name: what is in force is on its way for days. */
export type Ramped = ReadonlyMap<string, bigint>

/** Status of contracts/types/Config.sol. */
const ACTIVE = 1

/** What governs the hedges of a market now. */
export async function readTerms(
  network: Network,
  market: Market,
  vol: number,
  ramped: Ramped = new Map(),
): Promise<ReplayTerms> {
  const spokes = await Promise.all(network.sites.map((site) => spokeTerms(network.hub, site, market)))
  return { hub: await hubTerms(network.hub, market, vol, ramped), spokes: new Map(spokes.flat()) }
}

/** λ and k as each config has them: what trades are taken to cost, under old and new terms alike. */
export function costsOf({ spokes }: ReplayTerms): ReadonlyMap<string, TradeCosts> {
  return new Map(
    [...spokes].map(([name, { band }]) => [name, { costRate: band.costRate, fixedCost: band.fixedCost }]),
  )
}

async function hubTerms(hub: Site, { id }: Market, vol: number, ramped: Ramped): Promise<HubTerms> {
  const [thresholds, scenarios, settlement, mandate] = await Promise.all([
    read<Struct>(hub, 'RiskParameters', 'thresholds', [id]),
    read<readonly Struct[]>(hub, 'RiskParameters', 'scenarios', [id]),
    read<Struct>(hub, 'RiskParameters', 'settlementTerms', [id]),
    read<Struct>(hub, 'RiskParameters', 'mandateTerms', [id]),
  ])
  const threshold = (name: string): number => fromWad(ramped.get(name) ?? BigInt(thresholds[name] ?? 0))
  const window = { window: Number(settlement.window), instants: Number(settlement.instants) }
  return {
    settlement: window,
    scenarios: scenarios.map(({ spotMul = 0n, volShock, damp = 0n }) => ({
      spotMul: fromWad(BigInt(spotMul)),
      volShock: Math.sign(Number(volShock)) as -1 | 0 | 1,
      damp: fromWad(BigInt(damp)),
    })),
    solvency: {
      volUp: threshold('volUp'),
      volDown: threshold('volDown'),
      volFloor: threshold('volFloor'),
      shortCharge: threshold('shortCharge'),
      moveRate: threshold('moveRate'),
      window: window.window,
    },
    maintenance: threshold('maintenance'),
    innerRange: threshold('innerRange'),
    buffer: Math.max(1, Math.min(vol / threshold('referenceVol'), threshold('bufferCap'))),
    republishShare: fromWad(BigInt(mandate.republishShare ?? 0)),
  }
}

/** None where the spoke does not list the market. */
async function spokeTerms(
  hub: Site,
  { deployment }: Site,
  { id }: Market,
): Promise<readonly (readonly [string, SpokeTerms])[]> {
  const place = [id, BigInt(deployment.chainId)]
  let band: Struct
  try {
    band = await read<Struct>(hub, 'RiskParameters', 'hedgeBand', place)
  } catch {
    return []
  }
  const [limits, venues, { lot = 0n }] = await Promise.all([
    read<Struct>(hub, 'RiskParameters', 'hedgeLimits', place),
    read<readonly Venue[]>(hub, 'RiskParameters', 'venues', place),
    read<Struct>(hub, 'RiskParameters', 'marketOf', [id]),
  ])
  const plain = (struct: Struct, name: string): number => fromWad(BigInt(struct[name] ?? 0))
  const atVenues = venues
    .filter(({ status }) => status === ACTIVE)
    .reduce((total, { clip }) => total + fromWad(clip), 0)
  return [
    [
      deployment.name,
      {
        lot: fromWad(BigInt(lot)),
        riskAversion: plain(band, 'riskAversion'),
        band: {
          costRate: plain(band, 'costRate'),
          fixedCost: plain(band, 'fixedCost'),
          floor: plain(band, 'floor'),
          cap: plain(band, 'cap'),
          capShare: plain(band, 'capShare'),
        },
        clip: Math.min(plain(limits, 'clip'), atVenues),
        interval: Number(limits.interval ?? 0),
        capacity: plain(limits, 'turnoverCapacity'),
        rate: plain(limits, 'turnoverRate'),
      },
    ],
  ]
}
