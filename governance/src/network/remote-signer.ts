import {
  type Address,
  createClient,
  formatTransactionRequest,
  type Hex,
  isAddressEqual,
  parseTransaction,
  recoverTransactionAddress,
  rpcSchema,
  type TransactionRequest,
  type TransactionSerialized,
} from 'viem'
import { toAccount } from 'viem/accounts'
import type { Signer } from '../lifecycle/send.ts'
import { endpoint } from './endpoint.ts'
import { NetworkError } from './network.ts'

/** What is asked of it, in JSON-RPC: Web3Signer and nodes that hold keys know both. */
type SignerRpc = [
  { Method: 'eth_accounts'; Parameters: undefined; ReturnType: readonly Address[] },
  { Method: 'eth_signTransaction'; Parameters: [unknown]; ReturnType: Hex | { readonly raw: Hex } },
]

/**
 * An account whose key is elsewhere: a service that signs transactions over HTTP. What it gives back is read again, and must
 * be the transaction that was asked for, signed by the account.
 *
 * @param from which of its accounts; may be left out where it has one
 * @throws NetworkError when it does not answer, has no such account, or signs something else
 */
export async function remoteSigner(
  url: string,
  from: Address | undefined,
  seconds?: bigint,
): Promise<Signer> {
  if (!URL.canParse(url)) throw new NetworkError(`--signer = ${url}: expected a URL`)
  const { request } = createClient({
    transport: endpoint('the signer', url, seconds, 'Another one is named with --signer'),
    rpcSchema: rpcSchema<SignerRpc>(),
  })
  const address = chosen(await request({ method: 'eth_accounts' }), from)
  return toAccount({
    address,
    async signTransaction(transaction) {
      const asked = formatTransactionRequest({ ...(transaction as TransactionRequest), from: address })
      const answer = await request({
        method: 'eth_signTransaction',
        params: [{ ...asked, chainId: `0x${(transaction.chainId ?? 0).toString(16)}` }],
      })
      const raw = typeof answer === 'string' ? answer : answer.raw
      await requireSame(raw, transaction, address)
      return raw
    },
    signMessage: () => refuse('a message'),
    signTypedData: () => refuse('typed data'),
  })
}

/** An account without a key: what it would send can be tried, and nothing is sent. */
export function nobody(address: Address): Signer {
  const sign = (): never => {
    throw new NetworkError('there is no key to sign with')
  }
  return toAccount({ address, signTransaction: sign, signMessage: sign, signTypedData: sign })
}

function chosen(accounts: readonly Address[], from: Address | undefined): Address {
  const [first, ...more] = accounts
  if (first === undefined) throw new NetworkError('the signer has no account')
  if (from === undefined) {
    if (more.length === 0) return first
    throw new NetworkError(`the signer has ${accounts.length} accounts: say which, with --account`)
  }
  if (accounts.some((account) => isAddressEqual(account, from))) return from
  throw new NetworkError(`--account = ${from}: the signer does not have it; it has ${accounts.join(', ')}`)
}

const FIELDS = [
  'to',
  'data',
  'value',
  'nonce',
  'chainId',
  'gas',
  'gasPrice',
  'maxFeePerGas',
  'maxPriorityFeePerGas',
] as const

function read(raw: Hex): ReturnType<typeof parseTransaction> {
  try {
    return parseTransaction(raw)
  } catch (cause) {
    throw new NetworkError(`what the signer gave back is no signed transaction: ${raw}`, { cause })
  }
}

/** A signer that is not ours may be wrong, or somebody else's by now. */
async function requireSame(raw: Hex, asked: Parameters<Signer['signTransaction']>[0], by: Address) {
  const got = read(raw)
  const differs = FIELDS.filter((key) => textOf(got[key]) !== textOf(asked[key]))
  if (differs.length > 0)
    throw new NetworkError(`the signer signed another transaction: ${differs.join(', ')} differ`)
  const author = await recoverTransactionAddress({ serializedTransaction: raw as TransactionSerialized })
  if (!isAddressEqual(author, by)) throw new NetworkError(`the signer signed as ${author}, not as ${by}`)
}

/** Addresses differ in case, and what is nothing may be left out. */
function textOf(value: bigint | number | string | null | undefined): string {
  return `${value ?? 0}`.toLowerCase()
}

function refuse(what: string): never {
  throw new NetworkError(`a remote signer signs transactions, not ${what}`)
}
