import { readFileSync } from 'node:fs'
import { artifact } from '@gimbal/contracts'
import type { Abi, Hash } from 'viem'
import { accounts } from '../../relayer/localnet/accounts.ts'
import { contractOf, type Site } from '../../relayer/localnet/setup/local-network.ts'
import type { TxRecord } from '../../relayer/src/journal/journal.ts'

/** What the relayer meant to do, as its journal has it after the last crash. */
export function readJournal(file: string): readonly TxRecord[] {
  const records = new Map<string, TxRecord>()
  for (const line of readFileSync(file, 'utf8').split('\n').slice(0, -1)) {
    const { tx } = JSON.parse(line) as { readonly tx?: TxRecord }
    if (tx) records.set(`${tx.chain}:${tx.nonce}`, tx)
  }
  return [...records.values()]
}

/** Compares what was meant with what the chains have: empty when no transaction was doubled, lost or invented. */
export async function journalErrors(
  sites: readonly Site[],
  records: readonly TxRecord[],
): Promise<readonly string[]> {
  const errors = await Promise.all(sites.map((site) => errorsOn(site, records)))
  return errors.flat()
}

async function errorsOn(site: Site, records: readonly TxRecord[]): Promise<readonly string[]> {
  const { chain } = site
  const own = records.filter((record) => record.chain === chain.id)
  const count = await chain.client.getTransactionCount({ address: accounts.relayer.address })
  const meant = new Map(
    own.flatMap(({ nonce, attempts }) => attempts.map(({ hash }) => [hash, nonce] as const)),
  )
  const errors: string[] = []
  const mined = new Set<Hash>()
  for (const { nonce, purpose, attempts, outcome } of own) {
    const receipts = await Promise.all(attempts.map(({ hash }) => receiptOf(site, hash)))
    const found = receipts.filter((receipt) => receipt !== null)
    for (const { transactionHash } of found) mined.add(transactionHash)
    const what = `${purpose} ${nonce} on ${chain.name}`
    if (found.length > 1) errors.push(`${what} was mined ${found.length} times`)
    const isMined = outcome === 'mined' || outcome === 'reverted'
    if (isMined && found.length === 0)
      errors.push(`${what} is ${outcome} in the journal, but not on the chain`)
    if (outcome === 'lost' && found.length > 0)
      errors.push(`${what} is lost in the journal, but on the chain`)
    if (outcome === undefined && nonce < count && found.length === 0) errors.push(`${what} is lost`)
  }
  // before the first of them the account has set up the books
  const first = Math.min(count, ...own.map(({ nonce }) => nonce))
  for (let nonce = first; nonce < count; nonce++) {
    if (!own.some((record) => record.nonce === nonce))
      errors.push(`nonce ${nonce} on ${chain.name} is in no journal`)
  }
  for (const hash of await hedgesOn(site)) {
    if (!meant.has(hash)) errors.push(`a hedge on ${chain.name} that nobody meant: ${hash}`)
    else if (!mined.has(hash)) errors.push(`a hedge on ${chain.name} without a receipt: ${hash}`)
  }
  return errors
}

type Receipt = { readonly transactionHash: Hash } | null

function receiptOf({ chain }: Site, hash: Hash): Promise<Receipt> {
  return chain.rpc<Receipt>('eth_getTransactionReceipt', [hash])
}

async function hedgesOn(site: Site): Promise<ReadonlySet<Hash>> {
  const logs = await site.chain.client.getContractEvents({
    address: contractOf(site, 'HedgeExecutor'),
    abi: artifact('HedgeExecutor').abi as Abi,
    eventName: 'Hedged',
    fromBlock: 0n,
    strict: true,
  })
  return new Set(logs.map(({ transactionHash }) => transactionHash))
}
