import { toHex } from 'viem'
import { type HDAccount, mnemonicToAccount } from 'viem/accounts'

// The public test phrase that anvil funds: worthless anywhere else.
const PHRASE = 'test test test test test test test test test test test junk'

function account(addressIndex: number): HDAccount {
  return mnemonicToAccount(PHRASE, { addressIndex })
}

/** Who is who on the local chains. The first ten are funded by anvil. */
export const accounts = {
  deployer: account(0),
  relayer: account(1),
  carrier: account(2),
  /** Signs the pull oracle's prices. */
  publisher: account(3),
  /** Pays the updaters' gas. */
  updater: account(4),
  guardian: account(5),
  /** Writes push feeds. */
  reporter: account(6),
  /** Owns liquidity and arbitrage. */
  trader: account(7),
  /** Owns the hedged books. */
  owner: account(8),
  /** Owns the unhedged book that takes the other sides. */
  counterparty: account(9),
} as const

/** Attesters of a gateway family; they sign only, so they hold no money. */
export function attestersOf(family: number): readonly HDAccount[] {
  return [0, 1, 2].map((index) => account(100 + 10 * family + index))
}

/** Updaters of the vol surface, by rising address. */
export const updaters: readonly HDAccount[] = [0, 1, 2]
  .map((index) => account(200 + index))
  .toSorted((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))

/** Who holds and delegates votes. */
export const delegates: readonly HDAccount[] = [0, 1, 2].map((index) => account(300 + index))

/** Proposes the steward's steps. */
export const council: HDAccount = account(400)

/** Updaters that must sign a surface. */
export const UPDATER_QUORUM = 2

/** The key of an account, for a process of its own. */
export function keyOf(account: HDAccount): string {
  const { privateKey } = account.getHdKey()
  if (privateKey === null) throw new Error(`${account.address} has no private key`)
  return toHex(privateKey)
}
