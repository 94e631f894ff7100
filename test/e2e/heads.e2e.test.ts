import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localChain } from '../../relayer/localnet/chain/local-chain.ts'
import { type Anvil, startAnvil } from '../../relayer/localnet/process/anvil.ts'
import { portSource } from '../../relayer/localnet/process/ports.ts'
import { createStack } from '../../relayer/localnet/process/stack.ts'
import { prepareFolder } from '../../relayer/localnet/setup/processes.ts'
import { type ChainClient, connectChain } from '../../relayer/src/chain/client.ts'
import { readHeader } from '../../relayer/src/chain/headers.ts'
import { type Heads, watchHeads } from '../../relayer/src/chain/heads.ts'
import { createLogger } from '../../relayer/src/logger.ts'

const ID = 4_242
const stack = createStack(() => undefined)
let folder: string
let port: number
let backupPort: number
let backup: Anvil
let heads: Heads | undefined
let seen = 0

const start = (at: number) => startAnvil({ chainId: ID, port: at, folder, genesis: 1_767_225_600 })

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await isSo()) return
    await sleep(50)
  }
  throw new Error('waited for twenty seconds')
}

beforeAll(async () => {
  folder = await prepareFolder(stack, undefined)
  const ports = portSource()
  port = await ports.next('a chain that dies')
  backupPort = await ports.next('its twin')
  backup = await start(backupPort)
})

afterAll(async () => {
  await heads?.stop()
  await backup?.stop()
  await stack.stop()
})

describe('following a chain over a WebSocket', () => {
  it('hears of new heads, goes on over HTTP while the node is dead, and hears again when it is back', async () => {
    const url = `ws://127.0.0.1:${port}`
    const { client, sockets, close } = connectChain({ id: ID, rpc: [url, `http://127.0.0.1:${backupPort}`] })
    heads = watchHeads({
      chain: ID,
      socket: sockets[0]!,
      retryMs: 100,
      onHead: () => {
        seen += 1
      },
      logger: createLogger('silent'),
    })
    // nobody listens there yet: the other endpoint answers
    expect(heads.isLive()).toBe(false)
    expect((await readHeader(client, 'latest'))?.number).toBe(0)

    for (let life = 0; life < 2; life++) {
      const anvil = await start(port)
      await until(() => heads!.isLive())
      const before = seen
      await localChain(ID, 'a chain', anvil.url).rpc('anvil_mine', ['0x3'])
      await until(() => seen >= before + 3)
      // the block of this node, not of its twin
      await until(async () => (await readHeader(client, 'latest'))?.number === 3)
      await anvil.stop()
      await until(() => !heads!.isLive())
      expect((await readHeader(client, 'latest'))?.number).toBe(0)
    }
    await heads.stop()
    expect(heads.isLive()).toBe(false)
    close()
  })

  it('finds its way back to a node that was away for long, with nobody watching', async () => {
    const { client, close } = connectChain({ id: ID, rpc: [`ws://127.0.0.1:${port}`] })
    await expect(readHeader(client, 'latest')).rejects.toThrow()
    for (let life = 0; life < 2; life++) {
      const anvil = await start(port)
      await until(async () => (await headOf(client)) === 0)
      await anvil.stop()
      for (let tries = 0; tries < 8; tries++) expect(await headOf(client)).toBeUndefined()
    }
    close()
    const anvil = await start(port)
    await expect(readHeader(client, 'latest')).rejects.toThrow('closed')
    await anvil.stop()
  })
})

async function headOf(client: ChainClient): Promise<number | undefined> {
  return (await readHeader(client, 'latest').catch(() => undefined))?.number
}
