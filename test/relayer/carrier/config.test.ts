import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { privateKeyToAccount } from 'viem/accounts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { carrierChains } from '../../../relayer/src/carrier/addresses.ts'
import { loadAttesters } from '../../../relayer/src/carrier/attesters.ts'
import { loadCarrierConfig } from '../../../relayer/src/carrier/load.ts'
import type { CarrierConfigInput } from '../../../relayer/src/carrier/schema.ts'

const key = (digit: string) => `0x${digit.repeat(64)}` as const
const addressOf = (digit: string) => privateKeyToAccount(key(digit)).address

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-carrier-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, content: unknown): string {
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

const valid = (): CarrierConfigInput => ({
  addresses: folder,
  chains: [
    { id: 10, rpc: ['http://127.0.0.1:8545'] },
    { id: 11, rpc: ['http://127.0.0.1:8546', 'http://127.0.0.1:8547'] },
  ],
  families: [{ family: 0 }, { family: 2 }],
})
const load = (content: unknown, environment = {}, flags = {}) =>
  loadCarrierConfig({ file: write('carrier.json', content), environment, flags })

describe("the carrier's configuration", () => {
  it('fills in defaults, and listens to this machine alone', () => {
    expect(load(valid())).toMatchObject({
      api: { host: '127.0.0.1', port: 8_701 },
      pollMs: 2_000,
      chains: [{ confirmations: 0, logRange: 5_000 }, {}],
    })
    expect(load({ ...valid(), delay: { seed: 3 } }).delay).toMatchObject({ least: 8, usual: 45, most: 420 })
  })

  it('is overridden by the environment, and that by flags', () => {
    const environment = {
      GIMBAL_RPC_11: 'http://a.example,wss://b.example',
      GIMBAL_CARRIER_API_PORT: '9000',
      GIMBAL_API_PORT: '9002',
      GIMBAL_ADDRESSES: 'elsewhere',
    }
    const config = load(valid(), environment, { api: { port: 9_001 } })
    expect(config.api.port).toBe(9_001)
    expect(config.addresses).toBe('elsewhere')
    expect(config.chains[1]?.rpc).toEqual(['http://a.example', 'wss://b.example'])
    expect(load(valid(), environment).api.port).toBe(9_000)
  })

  it.each([
    [{ chains: [] }, /chains = \[\]: .*>=2/],
    [{ families: [] }, /families = \[\]: .*>=1/],
    [{ families: [{ family: 300 }] }, /families\.0\.family = 300: .*255/],
    [{ families: [{ family: 1 }, { family: 1 }] }, /families = .*family 1 is there twice/],
    [{ pollMs: 10 }, /pollMs = 10: .*50/],
    [{ delay: { seed: -1 } }, /delay\.seed = -1: .*>=0/],
    [{ api: { port: 70_000 } }, /api\.port = 70000: .*65535/],
    [{ addresses: undefined }, /addresses = nothing/],
    [{ speed: 3 }, /speed/],
  ])('names key, value and limit (%#)', (change, message) => {
    expect(() => load({ ...valid(), ...change })).toThrow(message)
  })

  it('names a chain that is there twice, and an endpoint that is none', () => {
    const [first] = valid().chains
    expect(() => load({ ...valid(), chains: [first, first] })).toThrow(/chain 10 is there twice/)
    expect(() => load({ ...valid(), chains: [first, { id: 11, rpc: ['ftp://x'] }] })).toThrow(
      /chains\.1\.rpc\.0 = "ftp:\/\/x"/,
    )
    expect(() => load(valid(), { GIMBAL_CARRIER_API_PORT: 'x' })).toThrow('GIMBAL_CARRIER_API_PORT = x')
  })
})

describe('the gateways', () => {
  const gateways = [0, 1, 2].map((family) => ({ family, address: addressOf(String(family + 1)) }))
  const place = (chainId: number) => ({
    chainId,
    name: `chain ${chainId}`,
    startBlock: 7,
    gateways,
    market: 1,
  })

  it('come from the address files, those of the configured families alone', () => {
    write('10.json', place(10))
    write('11.json', place(11))
    const [hub] = carrierChains(load(valid()))
    expect(hub).toMatchObject({ id: 10, name: 'chain 10', startBlock: 7 })
    expect(hub?.gateways.map(({ family }) => family)).toEqual([0, 2])
  })

  it('have to be there', () => {
    const config = load(valid())
    expect(() => carrierChains(config)).toThrow(/10\.json cannot be read/)
    write('10.json', place(11))
    expect(() => carrierChains(config)).toThrow(/10\.json: chainId = 11: must be 10/)
    write('10.json', { ...place(10), gateways: gateways.slice(0, 2) })
    expect(() => carrierChains(config)).toThrow(/no gateway of family 2; it has: 0, 1/)
    write('10.json', { ...place(10), gateways: [{ family: 0, address: '0x12' }] })
    expect(() => carrierChains(config)).toThrow(/gateways\.0\.address = "0x12": not an address/)
  })
})

describe('the attesters', () => {
  const families = { families: [{ family: 0 }, { family: 2 }] }
  const environment = {
    GIMBAL_ATTESTERS_0: `${key('1')},${key('2')}`,
    GIMBAL_ATTESTERS_2: `${key('3')}, ${key('4')}`,
  }

  it('are those of each family', () => {
    const loaded = loadAttesters(families, environment)
    expect(loaded.get(0)?.map(({ address }) => address)).toEqual([addressOf('1'), addressOf('2')])
    expect(loaded.get(2)?.map(({ address }) => address)).toEqual([addressOf('3'), addressOf('4')])
  })

  it('P10: are shared by no two families', () => {
    const shared = { ...environment, GIMBAL_ATTESTERS_2: `${key('3')},${key('1')}` }
    expect(() => loadAttesters(families, shared)).toThrow(
      `families 0 and 2 share the attester ${addressOf('1')}`,
    )
    const twice = { ...environment, GIMBAL_ATTESTERS_2: `${key('3')},${key('3')}` }
    expect(() => loadAttesters(families, twice)).toThrow('family 2 has the attester')
  })

  it('are asked for by name, and no error shows a key', () => {
    expect(() => loadAttesters(families, { GIMBAL_ATTESTERS_0: key('1') })).toThrow(
      'set GIMBAL_ATTESTERS_2 or keystores of family 2',
    )
    for (const bad of [`${key('1')}77`, key('f'), '']) {
      let message = ''
      try {
        loadAttesters(families, { ...environment, GIMBAL_ATTESTERS_2: `${key('3')},${bad}` })
      } catch (error) {
        ;({ message } = error as Error)
      }
      expect(message).toContain('GIMBAL_ATTESTERS_2, key 2,')
      expect(message).not.toMatch(/1111|ffff/)
    }
    const stored = { families: [{ family: 0, keystores: [join(folder, 'none.json')] }] }
    expect(() => loadAttesters(stored, {})).toThrow('GIMBAL_ATTESTERS_0_PASSWORD is not set')
    expect(() => loadAttesters(stored, { GIMBAL_ATTESTERS_0_PASSWORD: 'x' })).toThrow(
      'none.json cannot be read',
    )
  })
})
