import { artifact } from '@gimbal/contracts'
import type { Abi } from 'viem'
import { accounts } from '../accounts.ts'
import { contractOf, hubOf, type Site } from '../setup/local-network.ts'
import { wad } from '../setup/terms.ts'
import { MARKET, QUOTE_DECIMALS } from '../setup/topology.ts'
import { BOOKS, type BookPlan, COUNTERPARTY, expiryOf, strikeOf, type TradePlan } from './plan.ts'
import { surfaceVol } from './surface-vol.ts'
import { clearingAbi, type Party, signTrade, type TradeOrder } from './trade.ts'

/** A book on the hub. */
export type OpenBook = Party & { readonly name: string; readonly plan: BookPlan | undefined }

/** The market as it was when the books were opened. */
export type Opening = {
  readonly start: number
  readonly hours: number
  readonly firstPrice: number
}

/**
 * Opens every book, with its deposit, its place and its first trades, through signed trades like anybody else's. Runs while
 * blocks come by themselves and once there is a vol surface.
 */
export async function openBooks(sites: readonly Site[], opening: Opening): Promise<readonly OpenBook[]> {
  const hub = hubOf(sites)
  const { chain } = hub
  const counterparty: OpenBook = {
    ...(await open(hub, accounts.counterparty, false, COUNTERPARTY.deposit * opening.firstPrice)),
    name: COUNTERPARTY.name,
    plan: undefined,
  }
  const books: OpenBook[] = [counterparty]
  for (const plan of BOOKS) {
    const party = await open(hub, accounts.owner, true, plan.deposit * opening.firstPrice)
    const spoke = siteOf(sites, plan.spoke)
    await chain.execute(
      party.account.address,
      contractOf(hub, 'AllocationBook'),
      abiOf('AllocationBook'),
      'place',
      [party.book, BigInt(spoke.chain.id)],
    )
    const book = { ...party, name: plan.name, plan }
    for (const trade of plan.trades.filter(({ at }) => at === 0)) {
      const { timestamp } = await chain.client.getBlock()
      const order = orderOf({ trade, book, counterparty, opening })
      const args = await signTrade(chain, contractOf(hub, 'Clearing'), {
        ...order,
        spot: opening.firstPrice,
        vol: await surfaceVol(hub, { ...order, spot: opening.firstPrice }),
        time: Number(timestamp),
      })
      await chain.execute(
        accounts.owner.address,
        contractOf(hub, 'Clearing'),
        clearingAbi as Abi,
        'execute',
        args,
      )
    }
    if (plan.offset !== undefined) await startOffset(sites, book, spoke, plan.offset)
    books.push(book)
  }
  return books
}

/** Every expiry that a book trades in the run. */
export function expiriesOf({ start, hours }: Pick<Opening, 'start' | 'hours'>): readonly number[] {
  return BOOKS.flatMap(({ trades }) => trades.map((trade) => expiryOf(trade, start, hours)))
}

/** A planned trade as the order that both sides sign; spot, vol and time are those of its moment. */
export function orderOf(options: {
  readonly trade: TradePlan
  readonly book: OpenBook
  readonly counterparty: OpenBook
  readonly opening: Opening
}): Omit<TradeOrder, 'spot' | 'vol' | 'time'> {
  const { trade, book, counterparty, opening } = options
  const sold = trade.size < 0
  return {
    market: MARKET,
    expiry: expiryOf(trade, opening.start, opening.hours),
    strike: strikeOf(trade, opening.firstPrice),
    put: trade.put,
    size: Math.abs(trade.size),
    buyer: sold ? counterparty : book,
    seller: sold ? book : counterparty,
    nonce: BigInt(BOOKS.flatMap(({ trades }) => trades).indexOf(trade) + 1),
  }
}

async function open(hub: Site, account: Party['account'], hedged: boolean, deposit: number): Promise<Party> {
  const { chain } = hub
  const books = contractOf(hub, 'Books')
  const amount = BigInt(Math.ceil(deposit)) * 10n ** BigInt(QUOTE_DECIMALS)
  const quote = hub.deployment.tokens.quote
  const token = abiOf('LocalToken')
  await chain.execute(accounts.trader.address, quote, token, 'mint', [account.address, amount])
  await chain.execute(account.address, quote, token, 'approve', [books, amount])
  await chain.execute(account.address, books, abiOf('Books'), 'open', [MARKET, hedged])
  const book = (await chain.client.readContract({
    address: books,
    abi: abiOf('Books'),
    functionName: 'count',
  })) as bigint
  await chain.execute(account.address, books, abiOf('Books'), 'deposit', [book, amount])
  return { book, account }
}

/**
 * Starts to move inventory to another spoke; the relayer completes the move once that spoke has reported. A move asks that
 * the book's own spoke has reported its last change, which the hub's does at once.
 */
async function startOffset(
  sites: readonly Site[],
  { book }: Party,
  from: Site,
  offset: NonNullable<BookPlan['offset']>,
): Promise<void> {
  const hub = hubOf(sites)
  const mandates = contractOf(hub, 'MandateBook')
  const home = BigInt(from.chain.id)
  const relayer = accounts.relayer.address
  await hub.chain.execute(relayer, mandates, abiOf('MandateBook'), 'publish', [book])
  await hub.chain.execute(relayer, mandates, abiOf('MandateBook'), 'heartbeat', [home])
  await from.chain.execute(relayer, contractOf(from, 'SpokeVault'), abiOf('SpokeVault'), 'report', [])
  await hub.chain.execute(relayer, contractOf(hub, 'AllocationBook'), abiOf('AllocationBook'), 'startMove', [
    book,
    home,
    BigInt(siteOf(sites, offset.spoke).chain.id),
    0n,
    wad(offset.base),
  ])
}

function siteOf(sites: readonly Site[], name: string): Site {
  const site = sites.find(({ chain }) => chain.name === name)
  if (site === undefined) throw new Error(`no chain is named ${name}`)
  return site
}

function abiOf(contract: Parameters<typeof artifact>[0]): Abi {
  return artifact(contract).abi as Abi
}
