import { type Address, decodeFunctionData, type Hex } from 'viem'
import type { Context } from '../../actions/call.ts'
import type { ChainChange } from '../../change/on-chain.ts'
import type { Batch } from '../../lifecycle/batch.ts'
import { abiOf, contractAt } from '../../network/contracts.ts'
import { nameKey, placeParts } from '../../parameter/place-of-key.ts'
import { formatCoins } from '../../units/coins.ts'

/** A call with names instead of addresses and selectors. */
export type DecodedCall = {
  readonly contract: string
  readonly function: string
  readonly arguments: readonly { readonly name: string; readonly value: string }[]
  /** Coins that go with it; absent where none do. */
  readonly value?: string
}

/** Reads calls by the ABI of what they are made of. */
export function decodeCalls(context: Context, { targets, values, calldatas }: Batch): readonly DecodedCall[] {
  return targets.map((target, i) => {
    const call = decodeCall(context, target, calldatas[i] ?? '0x')
    const value = values[i] ?? 0n
    return value === 0n ? call : { ...call, value: formatCoins(value) }
  })
}

function decodeCall(context: Context, target: Address, data: Hex): DecodedCall {
  const contract = contractAt(context.network, target) ?? target
  const abi = abiOf(contract)
  if (data === '0x') return { contract, function: 'receive', arguments: [] }
  if (abi === undefined) return { contract, function: data.slice(0, 10), arguments: [] }
  try {
    const { functionName, args = [] } = decodeFunctionData({ abi, data })
    if (contract === 'RiskParameters' && functionName === 'change') {
      return {
        contract,
        function: functionName,
        arguments: changesOf(context, args[0] as readonly ChainChange[]),
      }
    }
    const item = abi.find((each) => each.type === 'function' && each.name === functionName)
    const inputs = item?.type === 'function' ? item.inputs : []
    const shown = args.map((value, i) => ({
      name: inputs[i]?.name ?? String(i),
      value: textOf(context, value),
    }))
    return { contract, function: functionName, arguments: shown }
  } catch {
    return { contract, function: data.slice(0, 10), arguments: [{ name: 'data', value: data }] }
  }
}

function changesOf(context: Context, changes: readonly ChainChange[]): DecodedCall['arguments'] {
  return changes.map(({ key, value, expected, tolerance }) => {
    const { name, where, shown } = nameKey(context, key)
    return {
      name: [name, ...placeParts(where)].join(' '),
      value: `${shown(expected)} -> ${shown(value)}${tolerance === 0n ? '' : `, give or take ${shown(tolerance)}`}`,
    }
  })
}

function textOf(context: Context, value: unknown): string {
  if (typeof value === 'string' && /^0x[\dA-Fa-f]{40}$/.test(value)) {
    return contractAt(context.network, value as Address) ?? value
  }
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return `[${value.map((each) => textOf(context, each)).join(', ')}]`
  if (isCall(value)) {
    const { contract, function: name, arguments: given } = decodeCall(context, value.target, value.data)
    return `${contract}.${name}(${given.map((each) => `${each.name}: ${each.value}`).join(', ')})`
  }
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, inner]) => `${key}: ${textOf(context, inner)}`)
      .join(', ')}}`
  }
  return String(value)
}

/** A call within a call, as batches for spokes carry them. */
function isCall(value: unknown): value is { readonly target: Address; readonly data: Hex } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'target' in value &&
    'data' in value &&
    Object.keys(value).length === 2
  )
}
