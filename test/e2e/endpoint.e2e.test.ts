import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accounts, delegates, keyOf } from '../../relayer/localnet/accounts.ts'
import { type Governed, governedNetwork } from './stage/governed.ts'
import { type RpcGate, rpcGate } from './stage/rpc-gate.ts'

const KEY = keyOf(delegates[0]!)
const COMMANDS: readonly (readonly string[])[] = [
  ['check', 'band.yaml'],
  ['propose', 'band.yaml'],
  ['simulate', 'band.yaml'],
  ['delegate'],
  ['vote', '1', 'for'],
  ['queue', '1'],
  ['execute', '1'],
  ['cancel', '1'],
  ['send-config', 'spoke-a'],
  ['status'],
  ['params'],
  ['risk'],
  ['history'],
  ['steward', 'propose', '--set', 'thresholds.initial', '--market', 'WETH/USDC', '--to', '1.3'],
  ['steward', 'execute', '1'],
  ['steward', 'veto', '1'],
  ['steward', 'list'],
  ['guardian', 'tighten', '--set', 'thresholds.initial', '--market', 'WETH/USDC', '--to', '1.3'],
  ['guardian', 'stop', 'risk', '--for', '1 h'],
  ['guardian', 'resume'],
  ['guardian', 'list'],
  ['transaction', `0x${'11'.repeat(32)}`],
]

let governed: Governed
let gate: RpcGate
let file: string

beforeAll(async () => {
  governed = await governedNetwork()
  const { folder, network, hub } = governed
  await hub.give(accounts.deployer.address, delegates[0]!.address, 10n ** 18n)
  gate = await rpcGate(network.hub.rpcUrl)
  file = join(folder, 'gated.json')
  const { addresses, rpc } = JSON.parse(readFileSync(join(folder, 'network.json'), 'utf8')) as {
    addresses: string
    rpc: Record<string, string>
  }
  writeFileSync(file, JSON.stringify({ addresses, rpc: { ...rpc, hub: `${gate.url}/key` } }))
  writeFileSync(
    join(folder, 'band.yaml'),
    'title: A band\ntext: because\nactions:\n  - { do: set, parameter: hedgeBand.capShare, market: WETH/USDC, spoke: spoke-a, from: 25 %, to: 26 % }\n',
  )
})

afterAll(async () => {
  await gate.stop()
  await governed.stop()
})

function gov(...args: readonly string[]) {
  return governed.gov(['--network', file, ...args], KEY)
}

describe('an endpoint that is gone', () => {
  it('is named by every command, with where another one goes', async () => {
    gate.shut()
    for (const command of COMMANDS) {
      const { code, err } = await gov(...command)
      expect([command.join(' '), code, err.trim().split('. Nothing was sent')[0]]).toEqual([
        command.join(' '),
        1,
        `the endpoint of hub, ${gate.url}, cannot be reached (UND_ERR_SOCKET). Is it up? Another one is named as rpc.hub in the network file`,
      ])
    }
    gate.open()
  }, 300_000)

  it('that takes requests and answers none is given up after the time it has', async () => {
    gate.hang()
    const { code, err } = await gov('--timeout', '1 s', 'params')
    expect([code, err]).toEqual([1, expect.stringContaining(`${gate.url}, gave no answer within 1 s.`)])
    gate.open()
  })
})

describe('a transaction that is out', () => {
  it('is told with its hash where no block takes it, and can be looked at', async () => {
    const { client } = governed.hub
    await client.request({ method: 'evm_setAutomine', params: [false] } as never)
    const { code, err } = await gov('--wait', '1 s', 'delegate')
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(
        /^GimbalToken\.delegate: the transaction 0x\w{64} was sent to hub and is not known to be mined: it is in no block after 1 s\. It may still be mined: look at it with gimbal-gov transaction 0x\w{64}, and send nothing in its place before, unless with its nonce \d+\n$/,
      ),
    ])
    const hash = /0x\w{64}/.exec(err)?.[0] ?? ''
    expect((await gov('transaction', hash)).out).toContain('and no block has it yet')
    await client.request({ method: 'evm_setAutomine', params: [true] } as never)
    await client.request({ method: 'evm_mine', params: [] } as never)
    expect((await gov('transaction', hash)).out).toMatch(
      new RegExp(`^${hash} succeeded on hub in block \\d+\\n$`),
    )
  })

  it('is told with its hash where the endpoint goes as it is handed over, and was mined', async () => {
    gate.dropAnswerTo('eth_sendRawTransaction')
    const { code, err } = await gov('delegate')
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(
        /is not known to be mined: the endpoint of hub, \S+ cannot be reached \(\w+\)\. It may/,
      ),
    ])
    const hash = /0x\w{64}/.exec(err)?.[0] ?? ''
    const { out } = await gov('--json', 'transaction', hash)
    expect(JSON.parse(out)).toMatchObject({ state: 'succeeded', hash, chain: 'hub' })
  })

  it('that no endpoint knows is said to be unknown', async () => {
    const { out } = await gov('transaction', `0x${'11'.repeat(32)}`)
    expect(out).toContain('is not known to the endpoint of hub: it never arrived there, or was dropped')
  })
})
