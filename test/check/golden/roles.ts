import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../command.ts'
import { type AstNode, type Deployable, nodes, type WholeBuild } from '../whole-build.ts'

/** contracts/access/roles.json */
export interface RoleTable {
  readonly roles: Readonly<Record<string, string>>
  readonly functions: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Functions that a book's owner may call too: they ask the AccessManager themselves and carry no modifier. */
  readonly ownerToo?: Readonly<Record<string, readonly string[]>>
}

/** contract → selector → "signature: role". */
export type SelectorRoles = Readonly<Record<string, Readonly<Record<string, string>>>>

const file = 'contracts/access/roles.json'
const upgrade = 'upgradeToAndCall(address,bytes)'

export function readRoleTable(): RoleTable {
  const path = join(root, file)
  if (!existsSync(path)) return { roles: {}, functions: {} }
  return JSON.parse(readFileSync(path, 'utf8')) as RoleTable
}

function isRestricted({ nodeType, modifiers }: AstNode): boolean {
  return (
    nodeType === 'FunctionDefinition' &&
    (modifiers ?? []).some(({ modifierName }) => modifierName.name === 'restricted')
  )
}

/** Signatures of a contract's functions that carry `restricted`, own and inherited; and internal ones by name. */
function restrictedOf({ node, compiled }: Deployable, byId: ReadonlyMap<number, AstNode>) {
  const signatures = new Map(
    Object.entries(compiled.evm.methodIdentifiers).map(([signature, selector]) => [selector, signature]),
  )
  const open = new Set<string>()
  const internal = new Set<string>()
  for (const id of node.linearizedBaseContracts ?? []) {
    for (const fn of (byId.get(id)?.nodes ?? []).filter(isRestricted)) {
      const signature = signatures.get(fn.functionSelector ?? '')
      if (signature) open.add(signature)
      else if (fn.name === '_authorizeUpgrade') open.add(upgrade)
      else internal.add(fn.name ?? '')
    }
  }
  return { open, internal }
}

/**
 * The selector-to-role table, from the sources (which functions are restricted) and roles.json (by whom they may be
 * called). An upgrade is the Timelock's alone, so its row is always ADMIN and need not be written.
 */
export function selectorRoles(build: WholeBuild, contracts: readonly Deployable[], table: RoleTable) {
  const byId = new Map<number, AstNode>()
  for (const { ast } of Object.values(build.output.sources))
    for (const node of nodes(ast)) byId.set(node.id, node)
  const findings: string[] = []
  const golden: Record<string, Record<string, string>> = {}
  for (const contract of contracts) {
    const { open, internal } = restrictedOf(contract, byId)
    const rows = table.functions[contract.name] ?? {}
    const shared = (table.ownerToo?.[contract.name] ?? []).filter(
      (signature) => signature in contract.compiled.evm.methodIdentifiers,
    )
    const at = `${file}: ${contract.name}`
    for (const name of internal)
      findings.push(`${contract.source}: ${name} is internal and restricted; restrict the entry point`)
    for (const [signature, role] of Object.entries(rows)) {
      if (!open.has(signature) && !shared.includes(signature))
        findings.push(`${at}.${signature} is not a restricted function of the contract`)
      if (role !== 'ADMIN' && !(role in table.roles))
        findings.push(`${at}.${signature} names an unknown role ${role}`)
    }
    if (rows[upgrade] && rows[upgrade] !== 'ADMIN')
      findings.push(`${at}.${upgrade}: only the Timelock upgrades (P12)`)
    const lines: Record<string, string> = {}
    for (const signature of [...new Set([...open, ...shared])].toSorted()) {
      const role = rows[signature] ?? (signature === upgrade ? 'ADMIN' : undefined)
      if (!role) findings.push(`${at}.${signature} is restricted in the sources and has no row`)
      lines[`0x${contract.compiled.evm.methodIdentifiers[signature] ?? ''}`] =
        `${signature}: ${role ?? 'ADMIN'}`
    }
    if (open.size > 0) golden[contract.name] = lines
  }
  const names = new Set(contracts.map(({ name }) => name))
  for (const name of Object.keys(table.functions))
    if (!names.has(name)) findings.push(`${file}: there is no contract ${name}`)
  return { findings, golden: golden as SelectorRoles }
}
