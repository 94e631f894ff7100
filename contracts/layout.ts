import { readFileSync } from 'node:fs'

/** Members of every ERC-7201 namespace of a contract, in order, each written out to its elementary types. */
export type Namespaces = Readonly<Record<string, readonly string[]>>

/** Storage of every upgradeable contract by its name. */
export type Layouts = Readonly<Record<string, Namespaces>>

/** A kept member that another layout does not have at its place. */
export type LayoutBreak = {
  readonly namespace: string
  readonly was: string
  /** Undefined where the namespace ends before it. */
  readonly is: string | undefined
}

/** The layouts of these sources: contracts/storage-layout.json, which `npm run check` holds to them. */
export function storageLayouts(): Layouts {
  return readLayouts(new URL('./storage-layout.json', import.meta.url))
}

export function readLayouts(file: string | URL): Layouts {
  return JSON.parse(readFileSync(file, 'utf8')) as Layouts
}

/** The first kept member of each namespace that changed otherwise than by growth at the end: an upgrade would misread it. */
export function layoutBreaks(before: Namespaces, after: Namespaces): readonly LayoutBreak[] {
  return Object.entries(before).flatMap(([namespace, members]) => {
    const now = after[namespace] ?? []
    const at = members.findIndex((member, index) => now[index] !== member)
    return at < 0 ? [] : [{ namespace, was: members[at] ?? '', is: now[at] }]
  })
}
