import type { Abi } from 'viem'
import type { Deployable } from '../whole-build.ts'

interface Parameter {
  readonly type: string
  readonly name?: string | undefined
  readonly indexed?: boolean | undefined
  readonly components?: readonly Parameter[]
}

function parameter({ type, name, components, indexed }: Parameter): string {
  const written = components ? `${parameters(components)}${type.slice('tuple'.length)}` : type
  return [written, indexed ? 'indexed' : '', name ?? ''].filter(Boolean).join(' ')
}

function parameters(list: readonly Parameter[]): string {
  return `(${list.map(parameter).join(', ')})`
}

function line(item: Abi[number]): string {
  if (item.type === 'fallback' || item.type === 'receive') return `${item.type}() ${item.stateMutability}`
  if (item.type === 'constructor') return `constructor${parameters(item.inputs)}`
  const head = `${item.type} ${item.name}${parameters(item.inputs)}`
  if (item.type !== 'function') return head
  const mutability = item.stateMutability === 'nonpayable' ? '' : ` ${item.stateMutability}`
  return `${head}${mutability}${item.outputs.length > 0 ? ` returns ${parameters(item.outputs)}` : ''}`
}

/** What each deployed contract offers: one readable line for every function, event and error. */
export function goldenAbis(contracts: readonly Deployable[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    contracts.map(({ name, compiled }) => [
      name,
      compiled.abi.map(line).toSorted((a, b) => (a < b ? -1 : 1)),
    ]),
  )
}
