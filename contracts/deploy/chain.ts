import {
  type Address,
  createPublicClient,
  createWalletClient,
  type Hash,
  type Hex,
  http,
  keccak256,
  type LocalAccount,
  type PublicClient,
  parseTransaction,
  TransactionReceiptNotFoundError,
} from 'viem'
import { DeployError } from './errors.ts'
import { type Journal, type JournalEntry, openJournal } from './journal.ts'

/** A chain that a deployment works on, with the key that pays. */
export type DeployChain = {
  readonly id: number
  readonly client: PublicClient
  readonly account: LocalAccount
  readonly journal: Journal
  readonly hasCode: (address: Address) => Promise<boolean>
  /** Sends the transaction of a step, or waits for the one an earlier run has sent; throws if it reverts. */
  readonly send: (step: string, transaction: { readonly to: Address; readonly data: Hex }) => Promise<Hash>
}

export type ConnectOptions = {
  readonly rpcUrl: string
  readonly account: LocalAccount
  readonly journalFile: string
  /** Fails unless the endpoint serves this chain. */
  readonly chainId: number
  /** Seconds to wait for a transaction. */
  readonly patience?: number
}

export async function connect(options: ConnectOptions): Promise<DeployChain> {
  const transport = http(options.rpcUrl)
  const client = createPublicClient({ transport, cacheTime: 0, pollingInterval: 100 })
  const id = await client.getChainId().catch((cause: unknown) => {
    throw new DeployError(
      `${options.rpcUrl} does not answer.`,
      'Check the RPC address of the network file.',
      cause,
    )
  })
  if (id !== options.chainId) {
    throw new DeployError(
      `${options.rpcUrl} serves chain ${id}, not ${options.chainId}.`,
      'Correct the chain id or the RPC address in the network file.',
    )
  }
  const { account } = options
  const wallet = createWalletClient({ transport, account })
  const genesis = await client.getBlock({ blockNumber: 0n })
  const journal = openJournal(options.journalFile, genesis.hash)
  let nonce = await client.getTransactionCount({ address: account.address })

  async function broadcast(raw: Hex): Promise<void> {
    try {
      await client.sendRawTransaction({ serializedTransaction: raw })
    } catch (error) {
      // Sent before: the receipt decides.
      if (!/already known|already imported|nonce too low|nonce.*lower/i.test(String(error))) throw error
    }
  }

  async function settle(step: string, raw: Hex, hash: Hash): Promise<Hash> {
    const timeout = (options.patience ?? 180) * 1_000
    const receipt = await client.waitForTransactionReceipt({ hash, timeout }).catch((cause: unknown) => {
      throw new DeployError(
        `The transaction of "${step}" on chain ${id} is not mined (${hash}).`,
        'Run the deployment again: it waits for the same transaction.',
        cause,
      )
    })
    journal.set(step, { raw, hash, block: Number(receipt.blockNumber) })
    if (receipt.status !== 'success') {
      throw new DeployError(
        `"${step}" reverted on chain ${id} (${hash}).`,
        'Check that the addresses of the network file are contracts of that chain.',
      )
    }
    return hash
  }

  return {
    id,
    client,
    account,
    journal,
    hasCode: async (address) => ((await client.getCode({ address })) ?? '0x') !== '0x',
    send: async (step, transaction) => {
      const earlier = journal.get(step)
      if (earlier !== undefined && (await isUnderWay(client, earlier, transaction, account.address))) {
        await broadcast(earlier.raw)
        nonce = Math.max(
          nonce,
          await client.getTransactionCount({ address: account.address, blockTag: 'pending' }),
        )
        return settle(step, earlier.raw, earlier.hash)
      }
      const request = await wallet
        .prepareTransactionRequest({ ...transaction, chain: null, nonce, type: 'eip1559' })
        .catch((cause: unknown) => {
          throw new DeployError(
            `"${step}" would fail on chain ${id}.`,
            'See the cause; check balance of the key and the addresses of the network file.',
            cause,
          )
        })
      const raw = await account.signTransaction({ ...request, chainId: id })
      const hash = keccak256(raw)
      // Before the broadcast: a run that is killed in between finds it here and waits for it.
      journal.set(step, { raw, hash })
      nonce += 1
      await broadcast(raw)
      return settle(step, raw, hash)
    },
  }
}

/** Whether an earlier transaction of a step says what is wanted now and may still be mined. */
async function isUnderWay(
  client: PublicClient,
  { raw, hash }: JournalEntry,
  wanted: { readonly to: Address; readonly data: Hex },
  from: Address,
): Promise<boolean> {
  const { nonce, to, data } = parseTransaction(raw as `0x02${string}`)
  // The code may have changed since the step was journalled.
  if (to?.toLowerCase() !== wanted.to.toLowerCase() || data !== wanted.data) return false
  try {
    await client.getTransactionReceipt({ hash })
    return false
  } catch (error) {
    if (!(error instanceof TransactionReceiptNotFoundError)) throw error
  }
  return (nonce ?? 0) >= (await client.getTransactionCount({ address: from }))
}
