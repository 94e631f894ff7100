import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Abi, AbiEvent, AbiParameter } from 'viem'

export type Role = 'hub' | 'spoke'

/** The folder of this package. */
export const root = join(import.meta.dirname, '..')

/** Where a role's compiled subgraph is written. */
export function builtFolder(role: Role): string {
  return join(root, 'build', role)
}

function canonicalType(parameter: AbiParameter): string {
  if (!parameter.type.startsWith('tuple')) return parameter.type
  const { components } = parameter as AbiParameter & { components: readonly AbiParameter[] }
  return `(${components.map(canonicalType).join(',')})${parameter.type.slice('tuple'.length)}`
}

/** An event as a manifest names it: `Name(indexed type,type)`. */
export function eventSignature(event: AbiEvent): string {
  const inputs = event.inputs.map((input) => `${input.indexed ? 'indexed ' : ''}${canonicalType(input)}`)
  return `${event.name}(${inputs.join(',')})`
}

/** The events of a template by data source, in its order. */
export function eventsOf(template: string): ReadonlyMap<string, readonly string[]> {
  const sources = new Map<string, string[]>()
  let current: string[] = []
  for (const line of template.split('\n')) {
    const name = /^ {4}name: (\w+)$/.exec(line)?.[1]
    if (name) {
      current = []
      sources.set(name, current)
    }
    const event = /^ {8}- event: event (\w+)$/.exec(line)?.[1]
    if (event) current.push(event)
  }
  return sources
}

/** The address a data source has in the compiled manifest, until a network's own takes its place. */
export function placeholderAddress(source: string): string {
  return `0x${Buffer.from(source.padEnd(20, '_')).toString('hex')}`
}

/** The chain that data sources have in the compiled manifest. */
export const placeholderChain = '9007199254740991'

export async function readTemplate(role: Role): Promise<string> {
  return readFile(join(root, 'templates', `${role}.yaml`), 'utf8')
}

function placeholderOf(name: string): string {
  return name === 'chain' ? placeholderChain : placeholderAddress(name)
}

/** A template with event signatures from the ABIs and placeholder addresses. */
export function renderManifest(template: string, abis: ReadonlyMap<string, Abi>): string {
  let source = ''
  return template
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => {
      source = /^ {4}name: (\w+)$/.exec(line)?.[1] ?? source
      const name = /^ {8}- event: event (\w+)$/.exec(line)?.[1]
      if (!name) return line.replace(/\{\{(\w+)\}\}/, (_, of: string) => placeholderOf(of))
      const event = abis
        .get(source)
        ?.find((item): item is AbiEvent => item.type === 'event' && item.name === name)
      if (!event) throw new Error(`templates name event ${name} of ${source}, which its ABI lacks`)
      return line.replace(`event ${name}`, eventSignature(event))
    })
    .join('\n')
}
