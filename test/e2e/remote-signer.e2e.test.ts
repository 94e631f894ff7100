import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseTransaction, recoverTransactionAddress, type TransactionSerialized } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { remoteSigner } from '../../governance/src/network/remote-signer.ts'
import { type Anvil, startAnvil } from '../../relayer/localnet/process/anvil.ts'
import { portSource } from '../../relayer/localnet/process/ports.ts'
import { createStack } from '../../relayer/localnet/process/stack.ts'
import { prepareFolder } from '../../relayer/localnet/setup/processes.ts'

const ID = 4_243
// Anvil's well-known keys
const accounts = [0, 1].map((addressIndex) =>
  mnemonicToAccount('test test test test test test test test test test test junk', { addressIndex }),
)
const [one, two] = accounts.map(({ address }) => address)
const stack = createStack(() => undefined)
let anvil: Anvil
let url: string
/** Hands requests to the node, having changed them. */
let crooked: Server
let change: (params: Record<string, string>) => void

const asked = {
  chainId: ID,
  type: 'eip1559',
  to: two!,
  data: '0x1234',
  nonce: 3,
  gas: 50_000n,
  maxFeePerGas: 2_000_000_000n,
  maxPriorityFeePerGas: 1_000_000_000n,
} as const

beforeAll(async () => {
  const folder = await prepareFolder(stack, undefined)
  const port = await portSource().next('a node that holds keys')
  anvil = await startAnvil({ chainId: ID, port, folder, genesis: 1_767_225_600 })
  url = `http://127.0.0.1:${port}`
  crooked = createServer((from, to) => {
    let text = ''
    from.on('data', (part: Buffer) => {
      text += part.toString()
    })
    from.on('end', () => {
      const body = JSON.parse(text) as { method: string; params?: Record<string, string>[] }
      if (body.method === 'eth_signTransaction') change(body.params![0]!)
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
        .then(async (answer) => to.setHeader('content-type', 'application/json').end(await answer.text()))
        .catch((error: unknown) => to.destroy(error as Error))
    })
  })
  await new Promise<void>((resolve) => crooked.listen(0, '127.0.0.1', resolve))
})

afterAll(async () => {
  crooked?.close()
  await anvil?.stop()
  await stack.stop()
})

const crookedUrl = () => `http://127.0.0.1:${(crooked.address() as AddressInfo).port}`

describe('a signer elsewhere', () => {
  it('signs what it is asked', async () => {
    const signer = await remoteSigner(url, one)
    const raw = await signer.signTransaction(asked)
    expect(parseTransaction(raw)).toMatchObject({ ...asked, to: two!.toLowerCase() })
    const serializedTransaction = raw as TransactionSerialized
    expect(await recoverTransactionAddress({ serializedTransaction })).toBe(one)
  })

  it('is not believed when it signs something else, or as somebody else', async () => {
    const signer = await remoteSigner(crookedUrl(), one)
    change = (params) => {
      params.to = one!
      params.value = '0x1'
    }
    await expect(signer.signTransaction(asked)).rejects.toThrow(
      'the signer signed another transaction: to, value differ',
    )
    change = (params) => {
      params.maxFeePerGas = '0xffffffffff'
    }
    await expect(signer.signTransaction(asked)).rejects.toThrow('another transaction: maxFeePerGas differ')
    change = (params) => {
      params.from = two!
    }
    await expect(signer.signTransaction(asked)).rejects.toThrow(`the signer signed as ${two}, not as ${one}`)
  })

  it('has to be told which account, and told of one that it has', async () => {
    await expect(remoteSigner(url, undefined)).rejects.toThrow('say which, with --account')
    await expect(remoteSigner(url, `0x${'11'.repeat(20)}`)).rejects.toThrow('the signer does not have it')
  })

  it('signs no messages, and is named where it is gone', async () => {
    const signer = await remoteSigner(url, one)
    expect(() => signer.signMessage({ message: 'x' })).toThrow('not a message')
    await expect(remoteSigner('nowhere', one)).rejects.toThrow('--signer = nowhere: expected a URL')
    await expect(remoteSigner('http://127.0.0.1:1', one)).rejects.toThrow('the endpoint of the signer')
  })
})
