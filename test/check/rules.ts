import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow } from '@gimbal/contracts/fingerprint'
import { root } from './command.ts'

const page = 'docs/rules.md'
const states = ['built', 'partly', 'not yet']
const row = /^\| *(P\d+) *\|.*\| *([a-z ]+?) *\|$/
const solidityTest = /\bfunction (?:test|invariant)\w*/g
const typescriptTest = /(?:\b(?:it|test|describe)|\.each\(.*?\))\(\s*(['"`])(.*?)\1/gs

/** The rule numbers in the names of tests, from the text of a test file. */
export function rulesNamed(file: string, text: string): ReadonlySet<string> {
  const names = file.endsWith('.sol')
    ? [...text.matchAll(solidityTest)].map(([name]) => name)
    : [...text.matchAll(typescriptTest)].map(([, , name]) => name ?? '')
  return new Set(names.flatMap((name) => name.replaceAll('_', ' ').match(/\bP\d+\b/g) ?? []))
}

/** Rules and their states, from the table of the page. */
export function ruleStates(text: string): ReadonlyMap<string, string> {
  const rows = text.split('\n').flatMap((line) => {
    const match = row.exec(line)
    return match?.[1] && match[2] ? [[match[1], match[2]] as const] : []
  })
  return new Map(rows)
}

function isTest(name: string): boolean {
  return name.endsWith('.t.sol') || name.endsWith('.test.ts')
}

/** Every rule that docs/rules.md calls built, or partly built, has a test with its number in its name. */
export async function checkRules(): Promise<readonly string[]> {
  const rules = ruleStates(readFileSync(join(root, page), 'utf8'))
  if (rules.size === 0) return [`${page} has no table of rules`]
  const tested = new Set<string>()
  for (const folder of ['test', 'contracts', 'relayer', 'subgraph', 'governance']) {
    for (const file of filesBelow(folder, isTest)) {
      for (const rule of rulesNamed(file, readFileSync(join(root, file), 'utf8'))) tested.add(rule)
    }
  }
  return [...rules].flatMap(([rule, state]) => {
    if (!states.includes(state)) return [`${page}: the state of ${rule} is none of ${states.join(', ')}`]
    return state === 'not yet' || tested.has(rule)
      ? []
      : [`${page} calls ${rule} ${state}, but no test is named after it`]
  })
}
