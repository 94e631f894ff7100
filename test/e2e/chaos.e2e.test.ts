import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Verdict } from '../chaos/run.ts'
import type { Fault } from '../chaos/schedule.ts'

const root = join(import.meta.dirname, '..', '..')

function run(...args: string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/chaos/main.ts', ...args], { cwd: root })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString() }))
  })
}

describe('npm run chaos, for a short while', () => {
  const kinds = ['relayer-killed', 'carrier-killed', 'family-silent', 'liquidity-gone', 'price-gap']
  let ending: Awaited<ReturnType<typeof run>>
  let verdict: Verdict & { readonly schedule: readonly Fault[] }

  beforeAll(async () => {
    const options = ['--minutes', '46', '--seed', '2', '--no-subgraph', '--json']
    ending = await run(...options, '--faults', kinds.join(','))
    const last = ending.output.trim().split('\n').at(-1) ?? ''
    if (!last.startsWith('{')) throw new Error(`no verdict:\n${ending.output}`)
    verdict = JSON.parse(last) as typeof verdict
  }, 420_000)

  it('P1 P5: loses, doubles and misplaces nothing while everything is killed and stalled', () => {
    expect(verdict.errors).toEqual([])
    expect(ending.code).toBe(0)
    expect(verdict.hedges).toBeGreaterThanOrEqual(4)
    expect(new Set(verdict.schedule.map(({ kind }) => kind))).toEqual(new Set(kinds))
  })

  it('brings every book back', () => {
    expect(verdict.back).toHaveLength(4)
    for (const { book, after } of verdict.back) expect(after, book).toBeLessThanOrEqual(1_800)
  })
})

describe('npm run chaos with options it cannot take', () => {
  it('says so and ends with 2', async () => {
    const { code, output } = await run('--faults', 'earthquake')
    expect(code).toBe(2)
    expect(output).toContain('no fault is called "earthquake"')
  })
})
