import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toFunctionSelector } from 'viem'
import { formatDuration } from '../../governance/src/units/duration.ts'
import { DAO } from '../../relayer/localnet/setup/dao.ts'
import { root } from './command.ts'
import { type RoleTable, readRoleTable } from './golden/roles.ts'

type Holders = Readonly<Record<string, readonly string[]>>
type Classes = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>

const CLASSES = ['VALUE', 'BOUNDS', 'UPGRADE'] as const
const TIMELOCK = 'Timelock'

/** docs/roles.md: who may call what, from contracts/access/roles.json and classes.json. */
export function rolePage(): string {
  const table = readRoleTable() as RoleTable & { readonly holders: Holders }
  const classes = JSON.parse(readFileSync(join(root, 'contracts/access/classes.json'), 'utf8')) as Classes
  const contracts = Object.keys({ ...table.functions, ...allOf(classes) }).toSorted()
  return `# Who may call what

Written from contracts/access/roles.json and contracts/access/classes.json by \`npm run golden\`; \`npm run check\` compares, and compares roles.json with what the sources restrict. A deployment gives out exactly this, and a test reads it back. Live holders: the subgraph's \`queries/roles.graphql\`.

Functions that stand nowhere here are open to everybody, or check for themselves who calls (an owner of a book, a signature).

## Roles

ADMIN is the timelock of the chain; only it upgrades (P12). \`key:\` is an account that the deployment is given.

| role | number | holds it after deployment |
|---|---|---|
${Object.entries(table.roles)
  .map(([role, number]) => `| ${role} | ${number} | ${holdersOf(table.holders, role)} |`)
  .join('\n')}

## How long a vote's call waits

A proposal waits for the longest of its calls. What no list names waits as an upgrade does. Each deployment fixes a floor under its delays.

| class | local network | its floor |
|---|---|---|
${CLASSES.map((name) => `| ${name} | ${wait(DAO.delays, name)} | ${wait(DAO.delayFloors, name)} |`).join('\n')}

The last column below is the class where the timelock may make the call; other holders make it at once.

${contracts.map((contract) => section(contract, table, classes)).join('\n')}`
}

function section(
  contract: string,
  table: RoleTable & { readonly holders: Holders },
  classes: Classes,
): string {
  const roles = table.functions[contract] ?? {}
  const listed = allOf(classes)[contract] ?? []
  const signatures = [...new Set([...Object.keys(roles), ...listed])].toSorted()
  const rows = signatures.map((signature) => {
    // The Governor is no contract of the AccessManager: it lets the timelock alone through.
    const role = roles[signature]
    const owners = table.ownerToo?.[contract]?.includes(signature) ? "; the book's owner" : ''
    const who = role === undefined ? TIMELOCK : `${role}${owners}`
    const byTimelock = role === undefined || role === 'ADMIN' || table.holders[role]?.includes(TIMELOCK)
    const name = signature.slice(0, signature.indexOf('('))
    const selector = toFunctionSelector(signature)
    return `| \`${name}\` | \`${selector}\` | ${who} | ${byTimelock === true ? classOf(classes, contract, signature) : ''} |`
  })
  return `## ${contract}

| function | selector | role | class |
|---|---|---|---|
${rows.join('\n')}
`
}

function holdersOf(holders: Holders, role: string): string {
  return role === 'ADMIN' ? TIMELOCK : (holders[role] ?? []).join(', ')
}

function classOf(classes: Classes, contract: string, signature: string): string {
  const found = CLASSES.find((name) => classes[name]?.[contract]?.includes(signature))
  return found ?? 'UPGRADE'
}

/** Every listed signature by contract. */
function allOf(classes: Classes): Readonly<Record<string, readonly string[]>> {
  const all: Record<string, string[]> = {}
  for (const byContract of Object.values(classes)) {
    for (const [contract, signatures] of Object.entries(byContract)) {
      all[contract] = [...(all[contract] ?? []), ...signatures]
    }
  }
  return all
}

function wait(delays: Readonly<Record<'value' | 'bounds' | 'upgrade', number>>, name: string): string {
  return formatDuration(BigInt(delays[name.toLowerCase() as 'value']))
}
