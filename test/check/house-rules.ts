import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow } from '@gimbal/contracts/fingerprint'
import { root } from './command.ts'

const longest = 500
const folders = ['contracts', 'relayer', 'subgraph', 'governance', 'test', 'docs']
const unfinished = new RegExp(
  `\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')}|${['not', 'implemented'].join(' ')})\\b`,
)
const notRun = new RegExp(
  `\\b(?:it|test|describe)\\.(?:${['skip', 'only', 'todo'].join('|')})\\b|vm\\.skip\\(`,
)

/** Findings in one file: too long, unfinished, or a test that does not run. */
export function houseRules(file: string, text: string): readonly string[] {
  const lines = text.split('\n')
  const findings = lines.flatMap((line, index) => {
    const at = `${file}:${index + 1}`
    if (unfinished.test(line)) return [`${at}: a mark of unfinished work`]
    if (notRun.test(line)) return [`${at}: a test that is left out or leaves others out`]
    return []
  })
  if (/\.(ts|sol)$/.test(file) && lines.length > longest) {
    findings.push(`${file}: ${lines.length} lines; over ${longest} it is more than one idea`)
  }
  return findings
}

/** What no linter looks for in sources, tests and docs. */
export async function checkHouseRules(): Promise<readonly string[]> {
  const files = folders.flatMap((folder) =>
    filesBelow(folder, (name) => /\.(ts|sol|md|graphql|yaml)$/.test(name)),
  )
  return files.flatMap((file) => houseRules(file, readFileSync(join(root, file), 'utf8')))
}
