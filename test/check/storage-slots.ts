import { keccak256, stringToHex, toHex } from 'viem'
import { type AstNode, nodes, type WholeBuild } from './whole-build.ts'

/** ERC-7201: keccak256(keccak256(id) - 1) with the last byte cleared. */
export function erc7201Slot(id: string): string {
  const inner = BigInt(keccak256(stringToHex(id))) - 1n
  const outer = BigInt(keccak256(toHex(inner, { size: 32 })))
  return toHex(outer & ~0xffn, { size: 32 })
}

function documentation({ documentation: text }: AstNode): string {
  return typeof text === 'string' ? text : (text?.text ?? '')
}

/** Every namespace declared in our sources has, in the same file, a constant that equals its formula. */
export function checkStorageSlots(build: WholeBuild): readonly string[] {
  const findings: string[] = []
  const owners = new Map<string, string>()
  for (const [source, { ast }] of Object.entries(build.output.sources)) {
    if (!source.startsWith('contracts/')) continue
    const all = [...nodes(ast)]
    const literals = new Set(
      all.filter(({ nodeType }) => nodeType === 'Literal').map((node) => (node.value ?? '').toLowerCase()),
    )
    for (const struct of all.filter(({ nodeType }) => nodeType === 'StructDefinition')) {
      const id = /custom:storage-location erc7201:(\S+)/.exec(documentation(struct))?.[1]
      if (!id) continue
      const slot = erc7201Slot(id)
      if (!literals.has(slot))
        findings.push(`${source}: no constant equals the slot of ${id}, which is ${slot}`)
      const owner = owners.get(id)
      if (owner) findings.push(`${source}: the namespace ${id} is ${owner}'s already`)
      owners.set(id, source)
    }
  }
  return findings
}
