import { errorsAbi } from '@gimbal/contracts'
import { decodeErrorResult, type Hex } from 'viem'
import { endpointErrorIn } from '../network/endpoint.ts'

/** A contract's own error with its values; undefined where the node passed on none that is known. */
export function revertOf(
  error: unknown,
): { readonly name: string; readonly args: readonly unknown[] } | undefined {
  const data = revertData(error)
  return data === undefined ? undefined : decoded(data)
}

/** `Name(values)` of what a contract reverted with, as events keep it: cut off, so that some of it cannot be read. */
export function revertNameOf(data: Hex): string {
  const revert = decoded(data)
  if (revert !== undefined) return `${revert.name}(${revert.args.join(', ')})`
  return data === '0x' ? 'without saying why' : data
}

function decoded(data: Hex): { readonly name: string; readonly args: readonly unknown[] } | undefined {
  try {
    const { errorName, args } = decodeErrorResult({ abi: errorsAbi, data })
    return { name: errorName, args: (args as readonly unknown[] | undefined) ?? [] }
  } catch {
    return undefined
  }
}

const SILENT = 'would revert without saying why: mind what it calls, and with what'

/**
 * Why the chain refuses a call: the contract's own error, where the node passed it on.
 *
 * @throws EndpointError where nobody has refused anything
 */
export function refusalOf(error: unknown): string {
  const silent = endpointErrorIn(error)
  if (silent !== undefined) throw silent
  const revert = revertOf(error)
  if (revert !== undefined) return `would revert with ${revert.name}(${revert.args.join(', ')})`
  const data = revertData(error)
  if (data === '0x') return SILENT
  if (data !== undefined) return `would revert with ${data}`
  if (error instanceof Error && error.message.includes('returned no data')) return SILENT
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.message) : String(error)
}

function revertData(error: unknown): Hex | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { data } = cause as { data?: Hex | { data?: Hex } }
    if (typeof data === 'string') return data
    if (typeof data?.data === 'string') return data.data
  }
  return undefined
}
