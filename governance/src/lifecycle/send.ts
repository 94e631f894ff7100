import { artifact, type ContractName } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { type Abi, encodeFunctionData, type Hex, keccak256, type LocalAccount } from 'viem'
import { endpointErrorIn } from '../network/endpoint.ts'
import { type Network, NetworkError, nameOf, type Site } from '../network/network.ts'
import { refusalOf } from '../refusal/refusal.ts'
import { type Open, openError, receiptOf } from './receipt.ts'

/** What signs: a key of this machine, or anything that signs like one. */
export type Signer = LocalAccount

export type Sent =
  | { readonly kind: 'sent'; readonly hash: Hex; readonly block: bigint; readonly value: bigint }
  | {
      readonly kind: 'dry run'
      readonly to: Hex
      readonly data: Hex
      readonly gas: bigint
      readonly value: bigint
    }

/** Words for what a chain refuses. */
export type Explain = (error: unknown) => string | Promise<string>

/** Calls a contract of the hub, as `sendTo` does. */
export function send(
  network: Network,
  signer: Signer,
  contract: ContractName,
  functionName: string,
  args: readonly unknown[],
  dryRun = false,
  explain: Explain = refusalOf,
  value = 0n,
): Promise<Sent> {
  return sendTo(network, network.hub, signer, contract, functionName, args, dryRun, explain, value)
}

/**
 * Calls a contract of a chain. A dry run asks the chain whether it would pass, and sends nothing.
 *
 * @param value wei that go with the call
 * @throws NetworkError with the contract's own error; with the hash where it is sent and nobody knows whether it is mined
 */
export async function sendTo(
  { patience }: Network,
  site: Site,
  signer: Signer,
  contract: ContractName,
  functionName: string,
  args: readonly unknown[],
  dryRun = false,
  explain: Explain = refusalOf,
  value = 0n,
): Promise<Sent> {
  const abi: Abi = artifact(contract).abi
  const to = addressOf(site.deployment, nameOf(contract))
  const data = encodeFunctionData({ abi, functionName, args: [...args] })
  const what = `${contract}.${functionName}`
  const signed = await beforeSending(async () => {
    const call = { to, data, value }
    const gas = await gasOf(site, signer, call, what, explain)
    return dryRun ? { kind: 'dry run' as const, ...call, gas } : sign(site, signer, { ...call, gas })
  })
  if (signed.kind === 'dry run') return signed
  const open = { hash: keccak256(signed.raw), nonce: signed.nonce, what }
  await handOver(site, open, signed.raw)
  const receipt = await receiptOf(site, open, patience?.mining)
  if (receipt.status !== 'success') throw new NetworkError(`${what} reverted in ${open.hash}`)
  return { kind: 'sent', hash: open.hash, block: receipt.blockNumber, value }
}

type Call = { readonly to: Hex; readonly data: Hex; readonly value: bigint }

async function gasOf(
  { client }: Site,
  signer: Signer,
  call: Call,
  what: string,
  explain: Explain,
): Promise<bigint> {
  try {
    return await client.estimateGas({ account: signer.address, ...call })
  } catch (error) {
    const why = await explain(error)
    throw new NetworkError(`${what} of ${signer.address} ${why}`, { cause: error })
  }
}

/** Signed here, so that its hash is known whatever becomes of the answer. */
async function sign({ client, deployment }: Site, signer: Signer, call: Call & { readonly gas: bigint }) {
  const filled = await client.prepareTransactionRequest({
    account: signer.address,
    chain: null,
    chainId: deployment.chainId,
    ...call,
    gas: (call.gas * 12n) / 10n,
  })
  // A node that fills it in names the price of an older kind of transaction too, which a signer might take for what is meant.
  const request = filled.maxFeePerGas === undefined ? filled : { ...filled, gasPrice: undefined }
  const raw = await signer.signTransaction(request as Parameters<Signer['signTransaction']>[0])
  return { kind: 'signed' as const, raw, nonce: request.nonce }
}

async function handOver(site: Site, open: Open, raw: Hex): Promise<void> {
  try {
    // Sent once: a node that has it already would refuse a second one.
    await site.client.request({ method: 'eth_sendRawTransaction', params: [raw] }, { retryCount: 0 })
  } catch (error) {
    const silent = endpointErrorIn(error)
    if (silent !== undefined) throw openError(site, open, silent.why)
    const why = (error as { details?: string }).details ?? String(error)
    throw new NetworkError(`${open.what}: ${site.deployment.name} refuses the transaction: ${why}`, {
      cause: error,
    })
  }
}

async function beforeSending<result>(work: () => Promise<result>): Promise<result> {
  try {
    return await work()
  } catch (error) {
    const silent = endpointErrorIn(error)
    if (silent === undefined) throw error
    throw new NetworkError(`${silent.message}. Nothing was sent`, { cause: error })
  }
}
