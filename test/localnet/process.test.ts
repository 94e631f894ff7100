import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { Failure } from '../../relayer/localnet/failure.ts'
import { startAnvil } from '../../relayer/localnet/process/anvil.ts'
import { startChild } from '../../relayer/localnet/process/child.ts'
import { portSource } from '../../relayer/localnet/process/ports.ts'
import { startPostgres, usePostgres } from '../../relayer/localnet/process/postgres.ts'
import { createStack } from '../../relayer/localnet/process/stack.ts'

const folders: string[] = []

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'gimbal-test-'))
  folders.push(made)
  return made
}

afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true })
})

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('ports', () => {
  it('counts up from a base', async () => {
    const free = await portSource().next('a probe')
    const ports = portSource(free)
    expect(await ports.next('one')).toBe(free)
  })

  it('never hands out a port twice', async () => {
    const ports = portSource()
    const given = new Set<number>()
    for (let i = 0; i < 20; i++) given.add(await ports.next('any'))
    expect(given.size).toBe(20)
  })

  it('says what is taken, why and what to do', async () => {
    const busy = createServer()
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve))
    const { port } = busy.address() as { port: number }
    const failure = await portSource(port)
      .next('the hub chain')
      .catch((error: unknown) => error)
    busy.close()
    expect(failure).toBeInstanceOf(Failure)
    expect(failure).toMatchObject({
      what: `Port ${port} for the hub chain cannot be used.`,
      why: 'Another process listens there.',
      remedy: expect.stringContaining('--ports'),
    })
  })
})

describe('the stack', () => {
  it('stops in reverse order, once, and goes on after a failure', async () => {
    const said: string[] = []
    const stopped: string[] = []
    const stack = createStack((line) => said.push(line))
    for (const name of ['first', 'second', 'third']) {
      await stack.start(name, async () => ({
        stop: async () => {
          stopped.push(name)
          if (name === 'second') throw new Error('stuck')
        },
      }))
    }
    await Promise.all([stack.stop(), stack.stop()])
    expect(stopped).toEqual(['third', 'second', 'first'])
    expect(said.at(-1)).toBe('second did not stop cleanly: stuck')
  })
})

describe('children', () => {
  it('tells of a death nobody asked for, with its last words', async () => {
    const death = new Promise<string>((resolve) => {
      void startChild({
        name: 'short life',
        command: process.execPath,
        args: ['-e', 'console.error("no more memory"); process.exit(3)'],
        stopSignal: 'SIGTERM',
        patience: 1_000,
        onDeath: (child, ending) => resolve(`${ending}: ${child.tail()}`),
      })
    })
    expect(await death).toBe('exit code 3: no more memory')
  })

  it('kills one that will not stop', async () => {
    const child = await startChild({
      name: 'stubborn',
      command: process.execPath,
      args: ['-e', 'process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000)'],
      stopSignal: 'SIGTERM',
      patience: 100,
    })
    while (child.tail() === '') await new Promise((resolve) => setTimeout(resolve, 20))
    await child.stop()
    expect(alive(child.pid)).toBe(false)
  })
})

describe('anvil', () => {
  it('starts at the given time with the given chain id and leaves nothing behind', async () => {
    const chain = await startAnvil({
      chainId: 31338,
      port: await portSource().next('a chain'),
      genesis: 1_600_000_000,
      folder: folder(),
    })
    const response = await fetch(chain.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"jsonrpc":"2.0","id":1,"method":"eth_getBlockByNumber","params":["latest",false]}',
    })
    const block = (await response.json()) as { result: { timestamp: string } }
    expect(Number(block.result.timestamp)).toBe(1_600_000_000)
    await chain.stop()
    expect(alive(chain.pid)).toBe(false)
  })
})

describe('Postgres', () => {
  it('serves empty databases, replaces them, and leaves nothing behind', async () => {
    const data = folder()
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('gimbal-postgres'))
    const port = await portSource().next('Postgres')
    const server = await startPostgres({ port, folder: data })
    try {
      expect(await server.database('g_hub')).toContain(`127.0.0.1:${port}/g_hub`)
      const again = await usePostgres(`postgresql://graph@127.0.0.1:${port}/postgres`)
      expect(new URL(await again.database('g_hub')).password).not.toBe('')
    } finally {
      await server.stop()
    }
    expect(existsSync(join(data, 'postgres', 'postmaster.pid'))).toBe(false)
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('gimbal-postgres'))).toEqual(before)
    await expect(usePostgres(`postgresql://graph@127.0.0.1:${port}/postgres`)).rejects.toThrow(/DATABASE_URL/)
  }, 30_000)
})
