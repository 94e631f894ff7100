import type { OptionRow, ReplayBook, ReplayPart } from '@gimbal/relayer/quant/replay'
import { seriesOf } from '@gimbal/relayer/series'
import { fromNative, fromWad } from '@gimbal/relayer/wad'
import type { Market } from '../../network/names.ts'
import { type Network, read, type Site } from '../../network/network.ts'

/** What a market is hedged from now: price, vol and the books that hold series. */
export type Hedged = {
  readonly spot: number
  /** Of a month at the money: what buffers follow. */
  readonly vol: number
  readonly books: readonly ReplayBook[]
}

type Position = { readonly series: bigint; readonly size: bigint }
type Allocation = { readonly offset: bigint; readonly share: bigint }
/** Equity is an interval: two signed numbers of 128 bits, the low one on top. */
type Assessment = { readonly equity: bigint }

const MONTH = 30 * 86_400

/**
 * Reads the hedged books of a market.
 *
 * @throws where the hub has no price, or something it asks for has none
 */
export async function readBooks(network: Network, market: Market, time: number): Promise<Hedged> {
  const { hub } = network
  const [price] = await read<readonly [bigint, bigint]>(hub, 'OracleRouter', 'markPrice', [market.id])
  const count = await read<bigint>(hub, 'Books', 'count')
  const ids = Array.from({ length: Number(count) }, (_, i) => BigInt(i + 1))
  const books = await Promise.all(ids.map((book) => readBook(network, market, book, price, time)))
  return {
    spot: fromWad(price),
    vol: await volOf(hub, market, time + MONTH, price, price),
    books: books.filter((book) => book !== undefined),
  }
}

async function readBook(
  network: Network,
  market: Market,
  book: bigint,
  price: bigint,
  time: number,
): Promise<ReplayBook | undefined> {
  const { hub } = network
  const { market: of, hedged } = await read<{ readonly market: number; readonly hedged: boolean }>(
    hub,
    'Books',
    'bookOf',
    [book],
  )
  if (of !== market.id || !hedged) return undefined
  const positions = await read<readonly Position[]>(hub, 'Books', 'positions', [book])
  const options = await Promise.all(
    positions.map(({ series, size }) => optionOf(hub, market, series, size, price)),
  )
  const live = options.filter(({ expiry }) => expiry > time)
  if (live.length === 0) return undefined
  const [{ equity }, requirement, spokes] = await Promise.all([
    read<Assessment>(hub, 'MarginEngine', 'assess', [book]),
    read<bigint>(hub, 'MarginEngine', 'requirement', [book]),
    read<readonly bigint[]>(hub, 'AllocationBook', 'spokesOf', [book]),
  ])
  return {
    name: `book ${book}`,
    options: live,
    equity: fromWad(BigInt.asIntN(128, equity >> 128n)),
    requirement: fromWad(requirement),
    parts: await Promise.all(
      network.sites
        .filter(({ deployment }) => spokes.includes(BigInt(deployment.chainId)))
        .map((site) => partOf(hub, site, market, book)),
    ),
  }
}

async function optionOf(
  hub: Site,
  market: Market,
  id: bigint,
  size: bigint,
  price: bigint,
): Promise<OptionRow> {
  const { expiry, strike, put } = seriesOf(id)
  const vol = await volOf(hub, market, expiry, strike, price)
  return { strike: fromWad(strike), expiry, vol, carry: 0, put, size: fromWad(size) }
}

/** The last vol of the surface; before its first update the reference, as margin takes it. */
async function volOf(
  hub: Site,
  { id }: Market,
  expiry: number,
  strike: bigint,
  price: bigint,
): Promise<number> {
  try {
    const [vol] = await read<readonly [bigint, bigint]>(hub, 'VolSurface', 'lastVol', [
      id,
      expiry,
      strike,
      price,
    ])
    return fromWad(vol)
  } catch {
    const { referenceVol } = await read<{ readonly referenceVol: bigint }>(
      hub,
      'RiskParameters',
      'thresholds',
      [id],
    )
    return fromWad(referenceVol)
  }
}

async function partOf(hub: Site, site: Site, market: Market, book: bigint): Promise<ReplayPart> {
  const spoke = BigInt(site.deployment.chainId)
  const [{ offset, share }, [base], { baseDecimals }] = await Promise.all([
    read<Allocation>(hub, 'AllocationBook', 'allocation', [book, spoke]),
    read<readonly [bigint, bigint]>(site, 'SpokeVault', 'holdings', [book]),
    read<{ readonly baseDecimals: number }>(hub, 'RiskParameters', 'marketOf', [market.id]),
  ])
  return {
    spoke: site.deployment.name,
    share: fromWad(share),
    offset: fromWad(offset),
    held: fromNative(base, baseDecimals),
  }
}
