import { artifact, type ContractName } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { type Abi, createWalletClient, encodeFunctionData, type Hex, http, type LocalAccount } from 'viem'
import { type Network, NetworkError } from '../network/network.ts'
import { refusalOf } from '../refusal/refusal.ts'

/** What signs: a key of this machine, or anything that signs like one. */
export type Signer = LocalAccount

export type Sent =
  | { readonly kind: 'sent'; readonly hash: Hex; readonly block: bigint }
  | { readonly kind: 'dry run'; readonly to: Hex; readonly data: Hex; readonly gas: bigint }

/** Words for what a chain refuses. */
export type Explain = (error: unknown) => string | Promise<string>

/**
 * Calls a contract of the hub. A dry run asks the chain whether it would pass, and sends nothing.
 *
 * @throws NetworkError with the contract's own error
 */
export async function send(
  { hub }: Network,
  signer: Signer,
  contract: ContractName,
  functionName: string,
  args: readonly unknown[],
  dryRun = false,
  explain: Explain = refusalOf,
): Promise<Sent> {
  const abi: Abi = artifact(contract).abi
  const to = addressOf(hub.deployment, contract)
  const data = encodeFunctionData({ abi, functionName, args: [...args] })
  let gas: bigint
  try {
    gas = await hub.client.estimateGas({ account: signer.address, to, data })
  } catch (error) {
    const why = await explain(error)
    throw new NetworkError(`${contract}.${functionName} of ${signer.address} ${why}`, { cause: error })
  }
  if (dryRun) return { kind: 'dry run', to, data, gas }
  const wallet = createWalletClient({ account: signer, transport: http(hub.rpcUrl) })
  const hash = await wallet.sendTransaction({ to, data, gas: (gas * 12n) / 10n, chain: null })
  const receipt = await hub.client.waitForTransactionReceipt({ hash })
  if (receipt.status !== 'success') throw new NetworkError(`${contract}.${functionName} reverted in ${hash}`)
  return { kind: 'sent', hash, block: receipt.blockNumber }
}
