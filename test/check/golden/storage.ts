import { type Layouts, layoutBreaks, type Namespaces } from '@gimbal/contracts/layout'
import { type StorageLayout, solcInputOutputDecoder, validate } from '@openzeppelin/upgrades-core'
import type { Deployable, WholeBuild } from '../whole-build.ts'

type Types = StorageLayout['types']

/** A type written out down to its elementary members, because a changed member moves what comes after it. */
function written(type: string, types: Types, inside: readonly string[] = []): string {
  const item = types[type]
  if (!item) return type
  if (inside.includes(type)) return item.label
  const deeper = [...inside, type]
  if (item.underlying) return `${item.label}:${written(item.underlying, types, deeper)}`
  const mapping = /^t_mapping\((.*?),(.*)\)$/.exec(type)
  if (mapping)
    return `mapping(${written(mapping[1] ?? '', types, deeper)} => ${written(mapping[2] ?? '', types, deeper)})`
  const array = /^t_array\((.*)\)(dyn|\d+)_storage$/.exec(type)
  if (array) return `${written(array[1] ?? '', types, deeper)}[${array[2] === 'dyn' ? '' : array[2]}]`
  if (!item.members) return item.label
  const members = item.members.map((member) =>
    typeof member === 'string' ? member : `${written(member.type, types, deeper)} ${member.label}`,
  )
  return `${item.label} {${members.join(', ')}}`
}

function namespaces({ storage, namespaces: named = {}, types }: StorageLayout): Namespaces {
  const all = storage.length > 0 ? { ...named, '': storage } : named
  return Object.fromEntries(
    Object.entries(all)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, items]) => [name, items.map((item) => `${written(item.type, types)} ${item.label}`)]),
  )
}

/** The members of every ERC-7201 namespace of each contract, in order. */
export function goldenStorage(build: WholeBuild, contracts: readonly Deployable[]): Layouts {
  const input = build.input as Parameters<typeof validate>[3]
  const output = build.output as unknown as Parameters<typeof validate>[0]
  const decode = solcInputOutputDecoder(input as Parameters<typeof solcInputOutputDecoder>[0], output)
  const runs = validate(output, decode, build.solcVersion, input)
  const layouts = contracts.flatMap(({ name, source }) => {
    const run = runs[`${source}:${name}`]
    return run ? [[name, namespaces(run.layout)] as const] : []
  })
  return Object.fromEntries(layouts.filter(([, found]) => Object.keys(found).length > 0))
}

/** Namespaces whose members changed otherwise than by growing at the end: an upgrade would read wrong values. */
export function brokenNamespaces(before: Layouts, after: Layouts): readonly string[] {
  return Object.entries(before).flatMap(([contract, spaces]) =>
    layoutBreaks(spaces, after[contract] ?? {}).map(({ namespace }) => `${contract} ${namespace}`),
  )
}
