import { artifact, type ContractName } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { type Abi, encodeFunctionData, type Hex, type TransactionReceipt } from 'viem'
import { type Network, nameOf, read } from '../../network/network.ts'
import { readBatches, type SentBatch } from '../../remote/batches.ts'
import { readConfigWaits } from '../../remote/config-waits.ts'
import { operationOf } from '../../remote/operation.ts'
import { ANYONE, type Ending, type Fork } from './fork.ts'

/** What spokes did of what votes had sent them, and what they refused. */
export type LetIn = {
  readonly done: readonly { readonly chain: string; readonly receipt: TransactionReceipt }[]
  readonly refused: readonly { readonly chain: string; readonly why: string }[]
}

/** Lets every spoke do what has reached it: batches are scheduled and executed, configs pass, each after its wait there. */
export async function letIn(network: Network, forks: readonly Fork[]): Promise<LetIn> {
  const done: { chain: string; receipt: TransactionReceipt }[] = []
  const refused: { chain: string; why: string }[] = []
  for (const fork of forks) {
    const chain = fork.site.deployment.name
    const note = (what: string, ending: Ending): void => {
      if (ending.ok) done.push({ chain, receipt: ending.receipt })
      else refused.push({ chain, why: `${what} ${ending.why}` })
    }
    for (const each of await readBatches(network, fork.site)) {
      if (each.stage.kind === 'confirmed')
        note(`batch ${each.batch.number}`, await schedule(network, fork, each))
    }
    for (const each of await readBatches(network, fork.site)) {
      if (each.stage.kind !== 'waits' && each.stage.kind !== 'ready') continue
      if (each.stage.kind === 'waits') await fork.reach(each.stage.eta)
      const args = await operationOf(fork.site, each)
      note(`batch ${each.batch.number}`, await call(fork, 'TimelockController', 'executeBatch', args))
    }
    for (const { kind, eta, ticket, version } of await readConfigWaits(fork.site)) {
      if (kind === 'cancelled') continue
      await fork.reach(eta)
      note(`version ${version}`, await call(fork, 'SpokeControl', 'release', [ticket]))
    }
  }
  return { done, refused }
}

async function schedule({ hub }: Network, fork: Fork, { batch }: SentBatch): Promise<Ending> {
  const proof = await read<readonly Hex[]>(hub, 'RemoteOutbox', 'proof', [batch.chain, batch.number])
  return call(fork, 'RemoteExecutor', 'schedule', [batch, proof])
}

function call(
  fork: Fork,
  contract: ContractName,
  functionName: string,
  args: readonly unknown[],
): Promise<Ending> {
  const abi: Abi = artifact(contract).abi
  const to = addressOf(fork.site.deployment, nameOf(contract))
  return fork.send(ANYONE, to, encodeFunctionData({ abi, functionName, args: [...args] }))
}
