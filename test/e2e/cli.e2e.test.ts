import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const BIN = join(ROOT, 'relayer', 'bin', 'gimbal-relayer.js')
const folder = mkdtempSync(join(tmpdir(), 'gimbal-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ending {
  readonly code: number
  readonly out: string
  readonly err: string
}

function run(args: readonly string[], environment: Record<string, string> = {}): Promise<Ending> {
  return new Promise((resolve) => {
    const { DATABASE_URL: _, GIMBAL_PRIVATE_KEY: __, ...inherited } = process.env
    execFile(
      process.execPath,
      [BIN, ...args],
      { cwd: ROOT, env: { ...inherited, ...environment } },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}

const address = `0x${'1a'.repeat(20)}`
const names = (list: string) => Object.fromEntries(list.split(' ').map((name) => [name, address]))
const config = {
  hub: 31_337,
  hubContracts: names(
    'allocationBook books settlement marginEngine mandateBook funding riskParameters volSurface',
  ),
  chains: [
    {
      id: 31_337,
      name: 'hub',
      rpc: ['http://127.0.0.1:1'],
      spoke: names('oracleRouter hedgeTransport spokeControl spokeVault hedgeExecutor'),
    },
  ],
  markets: [{ id: 1 }],
  api: { port: 1 },
}
function file(name: string, content: object): string {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(content))
  return path
}

describe('gimbal-relayer', () => {
  it('tells what it can do', async () => {
    const { code, out } = await run(['--help'])
    expect(code).toBe(0)
    for (const word of ['run', 'status', 'check-config', '--json']) expect(out).toContain(word)
  })

  it('checks a configuration', async () => {
    const good = await run(['check-config', '--json', '--config', file('good.json', config)])
    expect(good.code).toBe(0)
    expect(JSON.parse(good.out)).toMatchObject({ ok: true, hub: 31_337, chains: [{ name: 'hub' }] })
    const bad = await run(['check-config', '--config', file('bad.json', { ...config, hub: 5 })])
    expect(bad).toMatchObject({ code: 1, out: '' })
    expect(bad.err).toContain('hub = 5: must be one of chains (31337)')
  })

  it('does not start without a key, and says so', async () => {
    const { code, err } = await run(['run', '--config', file('good.json', config)])
    expect(code).toBe(1)
    expect(err).toContain('set GIMBAL_PRIVATE_KEY or keystore')
  })

  it('says in one line that nobody answers', async () => {
    const { code, err } = await run(['status', '--config', file('good.json', config)])
    expect(code).toBe(1)
    expect(err.trim().split('\n')).toHaveLength(1)
  })
})
