import { artifact } from '@gimbal/contracts'
import { type Hex, parseEventLogs, type TransactionReceipt } from 'viem'

/** What a change of a governed number was from and to, by its key: what moves over days is not in force yet. */
export type ChangedValues = ReadonlyMap<string, { readonly old: bigint; readonly value: bigint }>

export function changedValues(receipt: TransactionReceipt | undefined): ChangedValues {
  if (receipt === undefined) return new Map()
  const { abi } = artifact('RiskParameters')
  const logs = parseEventLogs({ abi, eventName: 'ParameterChanged', logs: receipt.logs, strict: true })
  const changes = new Map<string, { old: bigint; value: bigint }>()
  for (const { args } of logs) {
    const key: Hex = args.key
    changes.set(key, { old: changes.get(key)?.old ?? args.old, value: args.value })
  }
  return changes
}
