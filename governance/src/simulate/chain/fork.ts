import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { startAnvil } from '@gimbal/relayer/local/anvil'
import type { PortSource } from '@gimbal/relayer/local/ports'
import type { Stack } from '@gimbal/relayer/local/stack'
import {
  type Address,
  createPublicClient,
  type Hex,
  hexToBytes,
  http,
  numberToHex,
  type PublicClient,
  type TransactionReceipt,
} from 'viem'
import { endpointErrorIn, originOf } from '../../network/endpoint.ts'
import { NetworkError, type Site } from '../../network/network.ts'
import { refusalOf } from '../../refusal/refusal.ts'

/** What became of a transaction on a fork. */
export type Ending =
  | { readonly ok: true; readonly receipt: TransactionReceipt }
  /** With what the node said, for who has better words. */
  | { readonly ok: false; readonly why: string; readonly error?: unknown }

/** A chain as it was after a block, gone on alone on this machine: whoever is named there sends, without a key. */
export type Fork = {
  /** The same contracts under another endpoint. */
  readonly site: Site
  /** What it left off from. */
  readonly origin: { readonly block: bigint; readonly time: bigint; readonly hash: Hex }
  readonly send: (from: Address, to: Address, data: Hex, value?: bigint) => Promise<Ending>
  /** Lets time go on; an earlier time changes nothing. */
  readonly reach: (time: bigint) => Promise<void>
  readonly now: () => Promise<bigint>
  readonly rpc: <result>(method: string, params: readonly unknown[]) => Promise<result>
}

export type Ground = {
  readonly stack: Stack
  readonly ports: PortSource
  readonly folder: string
}

/** An account without a part in anything: what it may do, anyone may. */
export const ANYONE: Address = '0x000000000000000000000000000000000000d0e5'

/** Enough for every operation that a block can hold. */
const GAS = numberToHex(50_000_000)
const PURSE = numberToHex(10n ** 24n)

/** Forks a chain after a block, its newest unless one is named. */
export async function forkOf(site: Site, ground: Ground, block?: bigint): Promise<Fork> {
  const { deployment, client } = site
  const { name, chainId } = deployment
  const port = await ground.ports.next(`the fork of ${name}`)
  const local = block === undefined && (await isAnvil(site))
  // A local network forgets old states within seconds, so its newest is copied whole.
  const from = local
    ? { state: await dumpOf(site, ground.folder) }
    : { fork: { url: site.rpcUrl, block: block ?? (await client.getBlockNumber({ cacheTime: 0 })) } }
  const after = 'fork' in from ? ` after block ${from.fork.block}` : ''
  const anvil = await ground.stack.start(`fork of ${name}`, () =>
    startAnvil({ chainId, port, folder: ground.folder, ...from }).catch((cause: unknown) => {
      throw new NetworkError(
        `${name} cannot be forked${after} from ${originOf(site.rpcUrl)}: give an endpoint that has this state with --fork ${name}=URL`,
        { cause },
      )
    }),
  )
  // Asked once: a transaction that is sent again would count twice.
  const transport = http(anvil.url, { timeout: 120_000, retryCount: 0 })
  const fork = createPublicClient({ transport, cacheTime: 0 })
  const rpc = <result>(method: string, params: readonly unknown[]) =>
    request<result>(fork, `the copy of ${name}`, method, params)
  await rpc('anvil_autoImpersonateAccount', [true])
  const origin = await fork.getBlock()
  // A chain that was copied would else go on from the wall clock.
  await rpc('evm_setTime', [Number(origin.timestamp)])
  const funded = new Set<Address>()

  async function send(from: Address, to: Address, data: Hex, value = 0n): Promise<Ending> {
    if (!funded.has(from)) await rpc('anvil_setBalance', [from, PURSE])
    funded.add(from)
    try {
      await fork.call({ account: from, to, data, value, gas: BigInt(GAS) })
    } catch (error) {
      return { ok: false, why: refusalOf(error), error }
    }
    const hash = await rpc<Hex>('eth_sendTransaction', [
      { from, to, data, value: numberToHex(value), gas: GAS },
    ])
    const receipt = await receiptOf(hash)
    return receipt.status === 'success'
      ? { ok: true, receipt }
      : { ok: false, why: `reverted in ${hash} with ${receipt.gasUsed} gas` }
  }

  async function receiptOf(hash: Hex): Promise<TransactionReceipt> {
    for (;;) {
      const found = await rpc<object | null>('eth_getTransactionReceipt', [hash])
      if (found !== null) return fork.getTransactionReceipt({ hash })
      await sleep(5)
    }
  }

  const now = async () => (await fork.getBlock()).timestamp
  return {
    site: { deployment, rpcUrl: anvil.url, client: fork },
    origin: { block: origin.number, time: origin.timestamp, hash: origin.hash },
    send,
    rpc,
    now,
    reach: async (time) => {
      if (time > (await now())) await rpc('evm_mine', [{ timestamp: Number(time) }])
    },
  }
}

/** Everything a local network is now, in a file that anvil starts from. */
async function dumpOf({ deployment, client }: Site, folder: string): Promise<string> {
  const dump = await request<Hex>(client, deployment.name, 'anvil_dumpState', [])
  const file = join(folder, `${deployment.name}.json`)
  writeFileSync(file, gunzipSync(hexToBytes(dump)))
  return file
}

async function isAnvil({ client, deployment }: Site): Promise<boolean> {
  try {
    const version = await request<string>(client, deployment.name, 'web3_clientVersion', [])
    return version.startsWith('anvil')
  } catch (error) {
    // Not every endpoint says what it is.
    if (endpointErrorIn(error) !== undefined) throw error
    return false
  }
}

/** Methods that viem has no types for. */
async function request<result>(
  client: PublicClient,
  who: string,
  method: string,
  params: readonly unknown[],
): Promise<result> {
  try {
    return await client.request<{ Method: string; Parameters: unknown; ReturnType: result }>({
      method,
      params,
    })
  } catch (cause) {
    if (endpointErrorIn(cause) !== undefined) throw cause
    const why = (cause as { readonly details?: string }).details ?? String(cause)
    throw new NetworkError(`${who} refused ${method}: ${why}`, { cause })
  }
}
