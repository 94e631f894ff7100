import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gammaLimitAbi, riskParametersAbi } from '@gimbal/contracts'
import { encodeFunctionData } from 'viem'
import { afterAll, describe, expect, it } from 'vitest'
import { DeployError } from '../../contracts/deploy/errors.ts'
import { readNetwork } from '../../contracts/deploy/read-network.ts'

const folder = mkdtempSync(join(tmpdir(), 'gimbal-network-'))
const example = join(import.meta.dirname, '../../contracts/deploy/networks/example.json')
const env = {
  OP_SEPOLIA_RPC: 'https://op',
  ARBITRUM_SEPOLIA_RPC: 'https://arbitrum',
  BASE_SEPOLIA_RPC: 'https://base',
}

afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Draft = Record<string, unknown> & {
  chains: {
    rpcUrl?: string
    tokens: { quote?: string }
    oracle: { basePullId?: string }
    exit: { withdrawalWindow: number }
  }[]
  families: unknown[]
  keys: Record<string, string>
  updaters: { quorum: number }
}

/** The example with a change, as a file. */
function changed(change: (draft: Draft) => void): string {
  const draft = JSON.parse(readFileSync(example, 'utf8')) as Draft
  change(draft)
  const file = join(folder, 'network.json')
  writeFileSync(file, JSON.stringify(draft))
  return file
}

describe('network files', () => {
  it('are read with their numbers in full', () => {
    const network = readNetwork(example, env)
    expect(network.chains.map(({ rpcUrl }) => rpcUrl)).toEqual([
      'https://op',
      'https://arbitrum',
      'https://base',
    ])
    expect(network.market.terms.lot).toBe(10n ** 16n)
    expect(network.market.mandate.debtCap).toBe(50_000_000_000n)
    expect(network.timelockDelay).toBe(172_800)
  })

  it('hold the terms that the contracts take', () => {
    const { chains, market } = readNetwork(example, env)
    const { terms, oracle, settlement, thresholds, mandate, scenarios } = market
    expect(
      encodeFunctionData({
        abi: riskParametersAbi,
        functionName: 'addMarket',
        args: [market.id, terms, oracle, settlement, thresholds, mandate, scenarios],
      }),
    ).toMatch(/^0x/)
    expect(
      encodeFunctionData({ abi: gammaLimitAbi, functionName: 'setTerms', args: [market.id, market.gamma] }),
    ).toMatch(/^0x/)
    for (const chain of chains) {
      const { band, limits, liquidity } = chain.market
      const args = [market.id, BigInt(chain.id), band, limits, liquidity, []] as const
      expect(encodeFunctionData({ abi: riskParametersAbi, functionName: 'listMarket', args })).toMatch(/^0x/)
    }
  })

  it.each<[string, (draft: Draft) => void, string]>([
    ['no chains', (draft) => (draft.chains = []), 'chains: at least the hub is needed'],
    [
      'no quote token on the hub',
      (draft) => delete draft.chains[0]!.tokens.quote,
      'chains[0].tokens.quote: not an address',
    ],
    [
      'a short feed id',
      (draft) => (draft.chains[1]!.oracle.basePullId = '0x12'),
      'chains[1].oracle.basePullId: not 32 bytes',
    ],
    ['no endpoint', (draft) => delete draft.chains[2]!.rpcUrl, 'chains[2].rpcUrl: missing'],
    ['too few families', (draft) => draft.families.pop(), 'families: one more than the quorum'],
    [
      'a quorum that cannot be',
      (draft) => (draft.updaters.quorum = 4),
      'updaters.quorum: one or more, and no more than there are accounts',
    ],
    [
      'P12: upgrades sooner than the way out',
      (draft) => (draft.chains[1]!.exit.withdrawalWindow = 14 * 86_400),
      'dao.delays.upgrade: 691200 s, and leaving chains[1] takes',
    ],
    ['a key that is no address', (draft) => (draft.keys.relayer = 'me'), 'keys.relayer: not an address'],
  ])('with %s are refused by the name of the field', (_, change, problem) => {
    expect(() => readNetwork(changed(change), env)).toThrow(DeployError)
    expect(() => readNetwork(changed(change), env)).toThrow(problem)
  })

  it('ask for what they want of the environment', () => {
    expect(() => readNetwork(example, {})).toThrow('wants OP_SEPOLIA_RPC in the RPC address of op-sepolia')
  })

  it('that are none are refused', () => {
    expect(() => readNetwork(join(folder, 'nowhere.json'), env)).toThrow('cannot be read')
  })
})
