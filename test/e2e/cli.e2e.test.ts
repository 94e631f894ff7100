import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'gimbal-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ending {
  readonly code: number
  readonly out: string
  readonly err: string
}

type Program = 'gimbal-relayer' | 'gimbal-carrier' | 'gimbal-updater'

function start(
  program: Program,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Ending> {
  return new Promise((resolve) => {
    const { DATABASE_URL: _, GIMBAL_PRIVATE_KEY: __, ...inherited } = process.env
    execFile(
      process.execPath,
      [join(ROOT, 'relayer', 'bin', `${program}.js`), ...args],
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
    'allocationBook books settlement marginEngine mandateBook remoteOutbox funding riskParameters volSurface',
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
  const run = (args: readonly string[], environment?: Record<string, string>) =>
    start('gimbal-relayer', args, environment)

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
    expect(err).toBe('nobody answers at http://127.0.0.1:1; is it running?\n')
  })
})

describe('gimbal-carrier', () => {
  const run = (args: readonly string[], environment?: Record<string, string>) =>
    start('gimbal-carrier', args, environment)
  const key = (digit: string) => `0x${digit.repeat(64)}`
  const keys = {
    GIMBAL_CARRIER_PRIVATE_KEY: key('1'),
    GIMBAL_ATTESTERS_0: `${key('2')},${key('3')}`,
    GIMBAL_ADDRESSES: folder,
  }
  for (const chainId of [10, 11]) {
    file(`${chainId}.json`, {
      chainId,
      name: `c${chainId}`,
      startBlock: 0,
      gateways: [{ family: 0, address }],
    })
  }
  const chains = [10, 11].map((id) => ({ id, rpc: ['http://127.0.0.1:1'] }))
  const good = file('carrier.json', { chains, families: [{ family: 0 }], api: { port: 1 } })

  it('tells what it can do, and which variables hold its keys', async () => {
    const { code, out } = await run(['--help'])
    expect(code).toBe(0)
    for (const word of ['run', 'status', 'check-config', '--json', 'GIMBAL_ATTESTERS_<family>']) {
      expect(out).toContain(word)
    }
  })

  it('checks configuration, address files and keys, and shows no key', async () => {
    const { code, out } = await run(['check-config', '--json', '--config', good], keys)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ ok: true, chains: [{ name: 'c10' }, { name: 'c11' }] })
    for (const digit of ['1', '2', '3']) expect(out).not.toContain(digit.repeat(64))
    const none = await run(['check-config', '--config', good, '--addresses', join(folder, 'none')], keys)
    expect(none).toMatchObject({ code: 1, out: '' })
    expect(none.err).toContain('10.json cannot be read')
  })

  it('does not start without keys, or stepped by nobody, and says so', async () => {
    const { GIMBAL_ATTESTERS_0: _, ...fewer } = keys
    const unsigned = await run(['run', '--config', good], fewer)
    expect(unsigned.code).toBe(1)
    expect(unsigned.err).toContain('set GIMBAL_ATTESTERS_0 or keystores of family 0')
    const alone = await run(['run', '--stepped', '--config', good, '--api-port', '0'], keys)
    expect(alone.code).toBe(1)
    expect(alone.err).toContain('needs a parent process')
  })

  it('says in one line that nobody answers', async () => {
    const { code, err } = await run(['status', '--config', good], keys)
    expect(code).toBe(1)
    expect(err).toBe('nobody answers at http://127.0.0.1:1; is it running?\n')
  })
})

describe('gimbal-updater', () => {
  const run = (args: readonly string[], environment?: Record<string, string>) =>
    start('gimbal-updater', args, environment)
  const keys = { GIMBAL_UPDATER_PRIVATE_KEY: `0x${'1'.repeat(64)}` }
  const chain = { id: 10, rpc: ['http://127.0.0.1:1'] }
  const content = { chain, volSurface: address, market: { id: 1 }, api: { port: 1 } }
  const good = file('updater.json', content)

  it('tells what it can do, and which variable holds its key', async () => {
    const { code, out } = await run(['--help'])
    expect(code).toBe(0)
    for (const word of ['run', 'status', 'check-config', '--json', 'GIMBAL_UPDATER_PRIVATE_KEY']) {
      expect(out).toContain(word)
    }
  })

  it('checks configuration, key and history, and shows no key', async () => {
    const { code, out } = await run(['check-config', '--json', '--config', good], keys)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ ok: true, hours: 0, peers: 0 })
    expect(out).not.toContain('1'.repeat(64))
    const steep = { ...content, market: { id: 1, shape: { wings: 10, rho: -0.9 } } }
    const bad = await run(['check-config', '--config', file('steep.json', steep)], keys)
    expect(bad.code).toBe(1)
    expect(bad.err).toContain('market.shape.wings = 10: the bottom of the smile')
    const unread = { ...content, history: { seed: join(folder, 'none.csv') } }
    const none = await run(['check-config', '--config', file('unread.json', unread)], keys)
    expect(none.err).toContain('the price history cannot be read')
  })

  it('does not start without a key or a source of prices, and says so', async () => {
    expect((await run(['check-config', '--config', good])).err).toContain('set GIMBAL_UPDATER_PRIVATE_KEY')
    expect((await run(['run', '--config', good], keys)).err).toContain('market.prices is not set')
  })

  it('says in one line that nobody answers', async () => {
    const { code, err } = await run(['status', '--config', good])
    expect(code).toBe(1)
    expect(err).toBe('nobody answers at http://127.0.0.1:1; is it running?\n')
  })
})
