// SPDX-License-Identifier: MIT
import { errorsAbi } from '@gimbal/contracts'
import { BaseError, decodeErrorResult, type Hex, RawContractError, size } from 'viem'
import { reasonOf } from '../errors.ts'

/** Why a contract refused: the custom error with its values, or whatever the node said. */
export interface Revert {
  readonly name: string
  readonly text: string
}

function revertData(error: unknown): Hex | undefined {
  if (!(error instanceof BaseError)) return undefined
  const raw = error.walk((cause) => cause instanceof RawContractError || hasData(cause))
  if (raw instanceof RawContractError) {
    const { data } = raw
    return typeof data === 'object' ? data.data : data
  }
  return raw && hasData(raw) ? raw.data : undefined
}

function hasData(value: unknown): value is { data: Hex } {
  return typeof value === 'object' && value !== null && 'data' in value && typeof value.data === 'string'
}

/** Reads a failed call; undefined when the failure is not the contract's (a dead node, a timeout). */
export function revertOf(error: unknown): Revert | undefined {
  const data = revertData(error)
  if (data === undefined) return undefined
  if (size(data) < 4) return { name: 'Empty', text: 'reverted without a reason' }
  try {
    const { errorName, args } = decodeErrorResult({ abi: errorsAbi, data })
    const values = ((args ?? []) as readonly unknown[]).map(String).join(', ')
    return { name: errorName, text: `${errorName}(${values})` }
  } catch {
    return { name: data.slice(0, 10), text: reasonOf(error) }
  }
}
