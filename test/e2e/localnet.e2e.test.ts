import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Recording } from '../../relayer/localnet/report/recording.ts'
import type { Report } from '../../relayer/localnet/report/report.ts'
import { judge } from '../reference/judge.ts'

const root = join(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'gimbal-e2e-'))
const reportFile = join(folder, 'report.json')

type Ending = { readonly code: number | null; readonly output: string }

/** Runs the local network as a person would, after the build. */
function run(...args: string[]): Promise<Ending> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'relayer/localnet/main.ts', ...args], {
    cwd: root,
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString() }))
  })
}

/** Processes whose arguments name the folder of the run. */
function leftovers(): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)
      } catch {
        return false
      }
    })
}

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('npm start', () => {
  let ending: Ending
  let report: Report
  let recording: Recording

  beforeAll(async () => {
    ending = await run(
      ...[
        '--hours',
        '2',
        '--seed',
        '3',
        '--speed',
        'max',
        '--exit',
        '--keep',
        folder,
        '--report',
        reportFile,
      ],
    )
    if (!existsSync(reportFile)) throw new Error(`no report was written:\n${ending.output}`)
    report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report
    recording = JSON.parse(readFileSync(join(folder, 'recording.json'), 'utf8')) as Recording
  }, 420_000)

  it('ends well and leaves no process behind', () => {
    expect(ending.output).not.toContain('Error')
    expect(ending.code).toBe(0)
    expect(report.errors).toEqual([])
    expect(leftovers()).toEqual([])
  })

  it('replays the hours asked for on a hub and two spokes', () => {
    expect(report).toMatchObject({ seed: 3, hours: 2, prices: 'simulated, seed 3' })
    expect(report.chains.map(({ role }) => role)).toEqual(['hub', 'spoke', 'spoke'])
    // A block a minute at least.
    for (const { blocks } of report.chains) expect(blocks).toBeGreaterThan(120)
  })

  it('hedges every book, on at least two spokes, and keeps them level', () => {
    const hedged = report.books.filter(({ name }) => name !== 'counterparty')
    expect(new Set(hedged.flatMap(({ spokes }) => spokes)).size).toBeGreaterThanOrEqual(2)
    for (const book of hedged) {
      expect(book.hedges).toBeGreaterThan(0)
      expect(book.deltaReduction).toBeGreaterThan(0.85)
    }
    expect(report.books.find(({ name }) => name === 'counterparty')).toMatchObject({ hedges: 0, fills: 0 })
  })

  it('P5: accounts for every token to the unit', () => {
    expect(report.conservation).toEqual({ ok: true, maxErrorUnits: 0 })
  })

  it('moves the vol surface by forecasts', () => {
    const { updates, models, vols, realisedVol } = report.surface
    expect(updates).toBeGreaterThan(0)
    expect(models).toEqual(['log-HAR, all terms'])
    expect(vols.length).toBeGreaterThan(1)
    for (const { vol } of vols) {
      expect(vol).toBeGreaterThan(0.2)
      expect(vol).toBeLessThan(2)
    }
    expect(realisedVol).toBeGreaterThan(0)
  })

  it('is shown whole by the subgraph', () => {
    expect(report.subgraph).toEqual({ synced: true, hedges: report.hedges })
  })

  it('delivers messages late, and the third family in vain', () => {
    expect(report.messages.delivered).toBeGreaterThan(0)
    expect(report.messages.stale).toBeGreaterThan(0)
    expect(report.latencyMs.tickToMined.p50).toBeGreaterThanOrEqual(2_000)
  })

  it('P1: makes every hedge as the independent reference does, within one lot', () => {
    const verdicts = judge(recording)
    expect(verdicts).toHaveLength(report.hedges)
    for (const verdict of verdicts) {
      expect(verdict.allowed, JSON.stringify(verdict.hedge)).toBe(true)
      expect(verdict.lotsOff, JSON.stringify(verdict.hedge)).toBeLessThanOrEqual(1)
    }
  })
})

describe('npm start with options it cannot take', () => {
  it('says so and ends with 2', async () => {
    const { code, output } = await run('--speed', 'fast')
    expect(code).toBe(2)
    expect(output).toContain('what to do:')
  })

  it('names line and column of a malformed price file', async () => {
    const { code, output } = await run('--prices', join(root, 'package.json'), '--no-subgraph', '--exit')
    expect(code).toBe(1)
    expect(output).toMatch(/package\.json, line 1, column 1/)
  })
})
