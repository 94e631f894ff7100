import { artifact } from '@gimbal/contracts'
import type { Abi, Address } from 'viem'
import type { FundEntry, Ledger } from '../../src/transport/leaf-hash.ts'
import { quoteHeld } from '../../src/transport/transit.ts'
import { contractOf, hubOf, type Site } from '../setup/local-network.ts'

/** One equation between tokens and counters: how far its two sides are apart, in native units. */
export type Balance = { readonly what: string; readonly error: bigint }

/** Compares every token on the hub, on the spokes and in transit with the counters (P5). */
export async function conservation(
  sites: readonly Site[],
  books: readonly bigint[],
): Promise<readonly Balance[]> {
  const hub = hubOf(sites)
  return [
    ...(await hubBalances(hub, sites)),
    ...(await Promise.all(sites.map((site) => spokeBalances(site, books)))).flat(),
    ...(await transitBalances(hub, sites)),
    ...(await bookBalances(hub, sites, books)),
    ...(await Promise.all(sites.map((site) => transferBalances(hub, site, books)))).flat(),
  ]
}

async function hubBalances(hub: Site, sites: readonly Site[]): Promise<readonly Balance[]> {
  const quote = hub.deployment.tokens.quote
  const funding = contractOf(hub, 'Funding')
  const [cash, debt, queued] = await read<readonly [bigint, bigint, bigint]>(hub, 'Books', 'totals', [])
  let pools = 0n
  let locked = 0n
  for (const { chain } of sites) {
    pools += await read<bigint>(hub, 'Funding', 'pool', [BigInt(chain.id)])
    if (chain.id !== hub.chain.id) locked += await net(hub, 'HubBridge', chain.id)
  }
  return [
    {
      what: 'hub cash',
      error: (await balanceOf(hub, quote, contractOf(hub, 'Books'))) - (cash - debt + queued),
    },
    { what: 'hub pools', error: (await balanceOf(hub, quote, funding)) - pools },
    {
      what: 'bridge lock',
      error:
        (await balanceOf(hub, quote, contractOf(hub, 'HubBridge'))) -
        locked -
        (await read<bigint>(hub, 'HubBridge', 'fees', [])),
    },
  ]
}

async function spokeBalances(site: Site, books: readonly bigint[]): Promise<readonly Balance[]> {
  const { tokens, role, hubChainId } = site.deployment
  const vault = contractOf(site, 'SpokeVault')
  const [base, quote] = await read<readonly [bigint, bigint]>(site, 'SpokeVault', 'accounted', [])
  let [booksBase, booksQuote] = [0n, await read<bigint>(site, 'SpokeVault', 'pool', [])]
  for (const book of books) {
    const ledger = await read<Ledger>(site, 'SpokeVault', 'ledger', [book])
    booksBase += ledger.bought - ledger.sold
    booksQuote += quoteHeld(ledger)
  }
  const balances: Balance[] = [
    { what: `${site.chain.name} base`, error: (await balanceOf(site, tokens.base, vault)) - base },
    { what: `${site.chain.name} quote`, error: (await balanceOf(site, tokens.quote, vault)) - quote },
    { what: `${site.chain.name} base ledgers`, error: base - booksBase },
    { what: `${site.chain.name} quote ledgers`, error: quote - booksQuote },
  ]
  if (role === 'spoke') {
    const supply = await read<bigint>(site, 'BridgedQuote', 'totalSupply', [])
    const fees = await read<bigint>(site, 'SpokeBridge', 'fees', [])
    // Minted less burnt: what arrived less what was sent back and the fees on it.
    balances.push({
      what: `${site.chain.name} supply`,
      error: supply + (await net(site, 'SpokeBridge', hubChainId)) + fees,
    })
  }
  return balances
}

/** What is on its way is never less than nothing. */
async function transitBalances(hub: Site, sites: readonly Site[]): Promise<readonly Balance[]> {
  const balances: Balance[] = []
  for (const site of sites) {
    if (site === hub) continue
    const there = BigInt(site.chain.id)
    const here = BigInt(hub.chain.id)
    const out =
      (await read<bigint>(hub, 'HubBridge', 'sent', [there])) -
      (await read<bigint>(site, 'SpokeBridge', 'received', [here]))
    const back =
      (await read<bigint>(site, 'SpokeBridge', 'sent', [here])) -
      (await read<bigint>(hub, 'HubBridge', 'received', [there]))
    balances.push({ what: `on the way to ${site.chain.name}`, error: out < 0n ? out : 0n })
    balances.push({ what: `on the way from ${site.chain.name}`, error: back < 0n ? back : 0n })
  }
  return balances
}

/** Cash of a book is all that ever moved it; what funding took is what funding sent. */
async function bookBalances(
  hub: Site,
  sites: readonly Site[],
  books: readonly bigint[],
): Promise<readonly Balance[]> {
  const abi = artifact('Books').abi
  const moves = await hub.chain.client.getContractEvents({
    address: contractOf(hub, 'Books'),
    abi,
    eventName: 'CashMoved',
    fromBlock: 0n,
    strict: true,
  })
  const balances: Balance[] = []
  let options = 0n
  for (const book of books) {
    const own = moves.filter(({ args }) => args.book === book)
    const sum = (reasons: readonly number[]) =>
      own
        .filter(({ args }) => reasons.includes(args.reason))
        .reduce((total, { args }) => total + args.amount, 0n)
    const { cash } = await read<{ readonly cash: bigint }>(hub, 'Books', 'bookOf', [book])
    let [sent, received, bridgeFees] = [0n, 0n, 0n]
    for (const { chain } of sites) {
      const entry = await read<{ readonly sent: bigint }>(hub, 'Funding', 'entry', [book, BigInt(chain.id)])
      sent += entry.sent
      received += await read<bigint>(hub, 'Funding', 'received', [book, BigInt(chain.id)])
      bridgeFees += await read<bigint>(hub, 'Funding', 'bridgeFees', [book, BigInt(chain.id)])
    }
    options += sum([REASON.premium, REASON.payoff])
    balances.push({ what: `cash of book ${book}`, error: cash - sum(Object.values(REASON)) })
    balances.push({
      what: `funding of book ${book}`,
      error: sum([REASON.fund, REASON.collect]) - (received - sent - bridgeFees),
    })
  }
  return [...balances, { what: 'premiums and payoffs', error: options }]
}

/** What was sent for a book is credited, refunded or on its way, and so is what came back; at home nothing is on its way. */
async function transferBalances(
  hub: Site,
  site: Site,
  books: readonly bigint[],
): Promise<readonly Balance[]> {
  const chain = BigInt(site.chain.id)
  const balances: Balance[] = []
  let [out, back] = [0n, 0n]
  for (const book of books) {
    const entry = await read<FundEntry>(hub, 'Funding', 'entry', [book, chain])
    const collected = await read<bigint>(hub, 'Funding', 'received', [book, chain])
    const ledger = await read<Ledger>(site, 'SpokeVault', 'ledger', [book])
    const arriving = entry.sent - ledger.received - ledger.refunded
    const returning = ledger.sent + ledger.refunded - collected
    const early = entry.expired - ledger.refunded
    const error = [arriving, returning, early].find((left) => left < 0n) ?? 0n
    balances.push({ what: `transfers of book ${book} with ${site.chain.name}`, error })
    out += arriving
    back += returning
  }
  if (site !== hub) return balances
  return [
    ...balances,
    { what: 'at home: pool of the vault', error: (await read<bigint>(site, 'SpokeVault', 'pool', [])) - out },
    { what: 'at home: pool of the hub', error: (await read<bigint>(hub, 'Funding', 'pool', [chain])) - back },
  ]
}

/** IBooks.CashReason. */
const REASON = { deposit: 0, withdrawal: 1, premium: 2, payoff: 3, fund: 4, collect: 5, interest: 6 } as const

/** Sent less received of a bridge towards a chain. */
async function net(site: Site, bridge: 'HubBridge' | 'SpokeBridge', chain: number): Promise<bigint> {
  const sent = await read<bigint>(site, bridge, 'sent', [BigInt(chain)])
  return sent - (await read<bigint>(site, bridge, 'received', [BigInt(chain)]))
}

async function balanceOf(site: Site, token: Address, holder: Address): Promise<bigint> {
  const abi = artifact('LocalToken').abi as Abi
  return site.chain.client.readContract({
    address: token,
    abi,
    functionName: 'balanceOf',
    args: [holder],
  }) as Promise<bigint>
}

async function read<T>(
  site: Site,
  contract: string,
  functionName: string,
  args: readonly unknown[],
): Promise<T> {
  return site.chain.client.readContract({
    address: contractOf(site, contract),
    abi: artifact(contract as Parameters<typeof artifact>[0]).abi as Abi,
    functionName,
    args: [...args],
  }) as Promise<T>
}
