import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadAccount } from '../../../relayer/src/config/account.ts'
import { openKeystore } from '../../../relayer/src/config/keystore.ts'
import { loadConfig } from '../../../relayer/src/config/load.ts'
import type { ConfigInput } from '../../../relayer/src/config/schema.ts'

const address = `0x${'1a'.repeat(20)}` as const
const key = `0x${'77'.repeat(32)}`

const valid: ConfigInput = {
  hub: 31_337,
  hubContracts: {
    allocationBook: address,
    books: address,
    settlement: address,
    marginEngine: address,
    mandateBook: address,
    remoteOutbox: address,
    funding: address,
    riskParameters: address,
    volSurface: address,
  },
  chains: [
    {
      id: 31_337,
      name: 'hub',
      rpc: ['http://127.0.0.1:8545'],
      spoke: {
        oracleRouter: address,
        hedgeTransport: address,
        spokeControl: address,
        spokeVault: address,
        hedgeExecutor: address,
      },
    },
  ],
  markets: [{ id: 1 }],
}

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-config-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(content: unknown): string {
  const file = join(folder, 'config.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}
const load = (content: unknown, environment = {}, flags = {}) =>
  loadConfig({ file: write(content), environment, flags })

describe('configuration', () => {
  it('fills in defaults', () => {
    const config = load(valid)
    expect(config.api).toEqual({ host: '127.0.0.1', port: 8_700 })
    expect(config.policy.renewLeaseAt).toBeLessThanOrEqual(0.5)
    expect(config.chains[0]!.finality).toBe(64)
  })

  it('is overridden by the environment, and that by flags', () => {
    const environment = {
      GIMBAL_API_PORT: '9000',
      GIMBAL_RPC_31337: 'http://a.example,wss://b.example',
      DATABASE_URL: 'postgres://u:p@h/d',
    }
    const config = load(valid, environment, { api: { port: 9_001 } })
    expect(config.api.port).toBe(9_001)
    expect(config.chains[0]!.rpc).toEqual(['http://a.example', 'wss://b.example'])
    expect(config.journal.postgres).toBe('postgres://u:p@h/d')
    expect(load(valid, environment).api.port).toBe(9_000)
  })

  it.each([
    [{ ...valid, hub: 1 }, /hub = 1: must be one of chains \(31337\)/],
    [{ ...valid, policy: { renewLeaseAt: 0.9 } }, /policy\.renewLeaseAt = 0\.9: .*0\.5/],
    [{ ...valid, api: { port: 70_000 } }, /api\.port = 70000: .*65535/],
    [
      { ...valid, hubContracts: { ...valid.hubContracts, books: '0x12' } },
      /hubContracts\.books = "0x12": not an address/,
    ],
    [{ ...valid, chains: [{ ...valid.chains[0], rpc: ['ftp://x'] }] }, /chains\.0\.rpc\.0 = "ftp:\/\/x"/],
    [{ ...valid, chains: [valid.chains[0], valid.chains[0]] }, /chain ids must differ/],
    [{ ...valid, speed: 3 }, /speed/],
    [
      { ...valid, chains: [valid.chains[0], { ...valid.chains[0], id: 2, name: 'spoke' }] },
      /chains\.1\.spoke\.remote = nothing: every chain but the hub/,
    ],
    [{ ...valid, policy: { rootFeeGwei: 0.5 } }, /policy\.rootFeeGwei = 0\.5/],
    [{}, /hub = nothing/],
  ])('names key, value and limit (%#)', (content, message) => {
    expect(() => load(content)).toThrow(message)
  })

  it('says what is wrong with the file itself', () => {
    expect(() => load('{ "hub": ')).toThrow('not JSON')
    expect(() => load('[]')).toThrow('does not hold an object')
    expect(() => loadConfig({ file: join(folder, 'none.json'), environment: {} })).toThrow('cannot be read')
    expect(() => load(valid, { GIMBAL_API_PORT: 'x' })).toThrow('GIMBAL_API_PORT = x')
  })

  it('does not show secrets', () => {
    expect(() => load({ ...valid, journal: { postgres: '' } })).toThrow('journal.postgres = (hidden)')
  })
})

describe('the signing account', () => {
  it('comes from the environment and its errors hide the key', () => {
    expect(loadAccount({ environment: { GIMBAL_PRIVATE_KEY: key } }).address).toMatch(/^0x/)
    expect(() => loadAccount({ environment: {} })).toThrow('set GIMBAL_PRIVATE_KEY or keystore')
    let message = ''
    try {
      loadAccount({ environment: { GIMBAL_PRIVATE_KEY: `${key}77` } })
    } catch (error) {
      ;({ message } = error as Error)
    }
    expect(message).toContain('must be 32 bytes')
    expect(message).not.toContain('7777')
  })

  // the PBKDF2 example of the Web3 Secret Storage definition
  const keystore = JSON.stringify({
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
      ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
      kdf: 'pbkdf2',
      kdfparams: {
        c: 262_144,
        dklen: 32,
        prf: 'hmac-sha256',
        salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd',
      },
      mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
    },
    id: '3198bc9c-6672-5ab3-d995-4942343ae5b6',
    version: 3,
  })

  it('comes from a keystore with the right password only', () => {
    expect(openKeystore(keystore, 'testpassword')).toBe(
      '0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d',
    )
    expect(() => openKeystore(keystore, 'wrong')).toThrow('does not open')
    expect(() => openKeystore('{"version":1}', 'x')).toThrow('not of version 3')
  })
})
