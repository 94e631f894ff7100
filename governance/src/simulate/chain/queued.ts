import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { type Abi, encodeFunctionData, type Hex, type TransactionReceipt } from 'viem'
import { paymentOf } from '../../lifecycle/payment.ts'
import type { Waiting } from '../../lifecycle/waiting.ts'
import { ANYONE, type Ending, type Fork } from './fork.ts'

/** That a transaction was refused. */
export type Refusal = Extract<Ending, { ok: false }>

/** What became of one of them. */
export type Passed = Waiting & { readonly why?: string; readonly receipt?: TransactionReceipt }

/** Executes one when it is due, as anyone may. `explain` finds words for a refusal. */
export async function passOn(
  hub: Fork,
  waiting: Waiting,
  explain: (ending: Refusal) => Promise<string>,
): Promise<Passed> {
  const { proposal, targets, values, calldatas, predecessor, salt, eta } = waiting
  const { deployment } = hub.site
  await hub.reach(eta)
  const [to, data] =
    proposal === undefined
      ? [
          addressOf(deployment, 'Timelock'),
          encode('GimbalTimelock', 'executeBatch', [targets, values, calldatas, predecessor, salt]),
        ]
      : [addressOf(deployment, 'GimbalGovernor'), encode('GimbalGovernor', 'execute', [proposal])]
  const payment = await paymentOf(hub.site, values)
  const ending = await hub.send(ANYONE, to, data, payment?.due)
  return ending.ok ? { ...waiting, receipt: ending.receipt } : { ...waiting, why: await explain(ending) }
}

function encode(contract: 'GimbalTimelock' | 'GimbalGovernor', functionName: string, args: unknown[]): Hex {
  const abi: Abi = artifact(contract).abi
  return encodeFunctionData({ abi, functionName, args })
}
