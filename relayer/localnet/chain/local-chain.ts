import {
  type Abi,
  type Address,
  createPublicClient,
  encodeFunctionData,
  type Hash,
  type Hex,
  http,
  numberToHex,
  type PublicClient,
} from 'viem'
import { Failure } from '../failure.ts'

/** A local chain under the conductor's hand: anvil signs for its funded accounts, blocks come when asked for. */
export type LocalChain = {
  readonly id: number
  readonly name: string
  readonly url: string
  readonly client: PublicClient
  readonly rpc: <T>(method: string, params: readonly unknown[]) => Promise<T>
  /** Puts a transaction of a funded account into the pool. */
  readonly submit: (
    from: Address,
    to: Address,
    abi: Abi,
    functionName: string,
    args: readonly unknown[],
  ) => Promise<Hash>
  /** Submits, and fails unless the transaction succeeds; for set-up, while blocks come by themselves. */
  readonly execute: (
    from: Address,
    to: Address,
    abi: Abi,
    functionName: string,
    args: readonly unknown[],
  ) => Promise<void>
  /** Sends native tokens of a funded account, wei, while blocks come by themselves. */
  readonly give: (from: Address, to: Address, amount: bigint) => Promise<void>
  /** Deploys from a funded account while blocks come by themselves. */
  readonly create: (from: Address, data: Hex) => Promise<Address>
  /** Mines a block at a time. */
  readonly mine: (time: number) => Promise<void>
  readonly automine: (on: boolean) => Promise<void>
}

/** Gas for transactions whose estimate would be a call more; what is unused is returned. */
const GAS = '0x1c9c380'

export function localChain(id: number, name: string, url: string): LocalChain {
  let request = 0
  async function rpc<T>(method: string, params: readonly unknown[]): Promise<T> {
    request += 1
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: request, method, params }),
    })
    const body = (await response.json()) as { result: T; error?: { message: string } }
    if (body.error !== undefined) throw new Error(`${name} refused ${method}: ${body.error.message}`)
    return body.result
  }

  async function receiptOf(hash: Hash): Promise<{ status: Hex; contractAddress: Address | null }> {
    for (let tries = 0; tries < 1_000; tries++) {
      const receipt = await rpc<{ status: Hex; contractAddress: Address | null } | null>(
        'eth_getTransactionReceipt',
        [hash],
      )
      if (receipt !== null) return receipt
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    throw new Error(`${name} does not mine ${hash}`)
  }

  // One at a time: anvil gives two of an account that arrive together the same number.
  let submitted: Promise<unknown> = Promise.resolve()
  const submit: LocalChain['submit'] = (from, to, abi, functionName, args) => {
    const data = encodeFunctionData({ abi, functionName, args: [...args] })
    const sent = submitted.then(() => rpc<Hash>('eth_sendTransaction', [{ from, to, data, gas: GAS }]))
    submitted = sent.catch(() => undefined)
    return sent
  }

  return {
    id,
    name,
    url,
    client: createPublicClient({ transport: http(url), cacheTime: 0, pollingInterval: 50 }),
    rpc,
    submit,
    execute: async (from, to, abi, functionName, args) => {
      const receipt = await receiptOf(await submit(from, to, abi, functionName, args))
      if (receipt.status === '0x1') return
      const data = encodeFunctionData({ abi, functionName, args: [...args] })
      const why = await rpc('eth_call', [{ from, to, data }, 'latest']).then(
        () => 'it reverted, but would not now',
        String,
      )
      throw new Failure({
        what: `${functionName} on ${name} failed.`,
        why,
        remedy: 'This is a defect of the local network; please report it with the seed and the options.',
      })
    },
    give: async (from, to, amount) => {
      await receiptOf(await rpc<Hash>('eth_sendTransaction', [{ from, to, value: numberToHex(amount) }]))
    },
    create: async (from, data) => {
      const receipt = await receiptOf(await rpc<Hash>('eth_sendTransaction', [{ from, data, gas: GAS }]))
      if (receipt.status !== '0x1' || receipt.contractAddress === null)
        throw new Error(`a deployment on ${name} failed`)
      return receipt.contractAddress
    },
    mine: async (time) => {
      await rpc('evm_mine', [{ timestamp: time }])
    },
    automine: async (on) => {
      await rpc('evm_setAutomine', [on])
    },
  }
}
