import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type FamilyRules, ruleTable } from '@gimbal/contracts/deploy'
import { schemaText } from '../../governance/src/document/schema.ts'
import { formatQuantity } from '../../governance/src/units/quantity.ts'
import { root } from './command.ts'
import { rolePage } from './role-page.ts'

const PARAMETERS = 'docs/parameters.md'
const ROLES = 'docs/roles.md'
const SCHEMA = 'governance/proposals/schema.json'

/** Pages that are written from the code, by `npm run golden`. */
const pages: Readonly<Record<string, () => string>> = {
  [PARAMETERS]: parameterPage,
  [ROLES]: rolePage,
  [SCHEMA]: schemaText,
}

export function writeGeneratedDocs(): void {
  for (const [file, render] of Object.entries(pages)) writeFileSync(join(root, file), render())
}

export async function checkGeneratedDocs(): Promise<readonly string[]> {
  return Object.entries(pages).flatMap(([file, render]) => {
    const path = join(root, file)
    const kept = existsSync(path) ? readFileSync(path, 'utf8') : ''
    return kept === render() ? [] : [`${file} is not what the code says: run npm run golden`]
  })
}

function parameterPage(): string {
  return `# Governed numbers

Written from contracts/risk/parameters.json by \`npm run golden\`; \`npm run check\` compares. A deployment installs these rules, and a vote on a rule waits as long as bounds do. Live values: \`gimbal-gov params\`.

Bounds hold whoever sets a value. A vote may set any value within them; the steward moves by at most one step a cooldown, and by half of the drift in a window that begins with its first step, so by the drift in any window. The guardian moves a value only away from risk, once a window, and no further than its limit; where no direction is safe it moves nothing. With a ramp a value takes effect in a straight line over that time.

A config that moves a field the way that loosens, or makes a market or venue trade that did not, waits in the timelock of its spoke before it is in force there.

${ruleTable().map(familyTable).join('\n')}`
}

function familyTable({ name, scope, fields }: FamilyRules): string {
  const rows = fields.map((field) => {
    const shown = (value: string): string => formatQuantity(BigInt(value), field.unit)
    const size = (value: string): string =>
      formatQuantity(BigInt(value), field.relative ? 'share' : field.unit)
    const time = (seconds: number): string => formatQuantity(BigInt(seconds), 'seconds')
    const steward =
      field.step === '0'
        ? ''
        : `${size(field.step)} every ${time(field.cooldown)}, ${size(field.drift)} in ${time(field.window)}`
    const risk = field.risk === 'none' ? '' : `${field.risk}; guardian to ${shown(field.guardianLimit)}`
    const loosens = field.loosens ?? ''
    const about = field.ramp === 0 ? field.about : `${field.about}; takes effect over ${time(field.ramp)}`
    return `| \`${name}.${field.name}\` | ${about} | ${shown(field.min)} | ${shown(field.max)} | ${steward} | ${risk} | ${loosens} |`
  })
  return `## ${name}, per ${scope.join(' and ')}

| name | what it is | least | most | steward | risk lies | loosens |
|---|---|---|---|---|---|---|
${rows.join('\n')}
`
}
