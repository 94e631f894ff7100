import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { artifact, creationCode } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import type { Network } from '@gimbal/governance'
import {
  acts,
  buildProposal,
  checkProposal,
  findProposal,
  ProposalError,
  parseProposal,
  readChanges,
  readNames,
  readStatus,
} from '@gimbal/governance'
import type { Address, Hex } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fieldOf } from '../../governance/src/parameter/key.ts'
import { readSetValue } from '../../governance/src/parameter/values.ts'
import { accounts, delegates, keyOf } from '../../relayer/localnet/accounts.ts'
import type { LocalChain } from '../../relayer/localnet/chain/local-chain.ts'
import { DAO } from '../../relayer/localnet/setup/dao.ts'
import { type Governed, governedNetwork } from './stage/governed.ts'

const MINUTE = 60

let governed: Governed
let folder: string
let hub: LocalChain
let network: Network
const [lead] = delegates

beforeAll(async () => {
  governed = await governedNetwork()
  ;({ folder, hub, network } = governed)
  for (const voter of delegates) {
    await hub.give(accounts.deployer.address, voter.address, 10n ** 18n)
    await acts.delegate(network, voter, voter.address)
  }
  await pass(1)
})

afterAll(() => governed.stop())

function pass(seconds: number): Promise<void> {
  return governed.pass(seconds)
}

function yaml(actions: string, title = 'A change'): string {
  return `title: ${title}\ntext: because\nactions:\n${actions}\n`
}

/** Votes a proposal through, up to its last word. */
async function enact(text: string, title: string) {
  const context = { network, names: await readNames(network) }
  const read = parseProposal('p.yaml', yaml(text, title))
  const proposal = await buildProposal(context, read)
  const { problems } = await checkProposal(context, read, proposal)
  expect(problems).toEqual([])
  await acts.propose(network, lead!, proposal)
  const found = await findProposal(network, 'latest')
  expect(found.id).toBe(proposal.id)
  await pass(6 * MINUTE)
  for (const voter of delegates) await acts.vote(network, voter, found, 'for', 'so be it')
  await pass(45 * MINUTE)
  await acts.queue(network, lead!, found)
  const { eta, now } = await readStatus(network, found)
  await pass(Number(eta - now))
  await acts.execute(network, lead!, found)
  const status = await readStatus(network, found)
  expect(status.state).toBe('executed')
  return { status, waited: Number(eta - now), found }
}

/** What `check` says against a proposal. */
async function problemsOf(actions: string): Promise<readonly string[]> {
  const context = { network, names: await readNames(network) }
  const read = parseProposal('p.yaml', yaml(actions))
  try {
    const { problems } = await checkProposal(context, read, await buildProposal(context, read))
    return problems.map(({ line, key, message }) => `${line}: ${key}: ${message}`)
  } catch (error) {
    if (error instanceof ProposalError) return error.message.split('\n')
    throw error
  }
}

function view<result>(
  contract: 'RiskParameters' | 'GimbalGovernor' | 'HedgeTransport' | 'AccessManager',
  name: string,
  args: unknown[],
) {
  const { client, deployment } = network.hub
  const { abi } = artifact(contract)
  const address = addressOf(deployment, contract)
  return client.readContract({ address, abi, functionName: name, args } as never) as Promise<result>
}

function gov(args: readonly string[], key?: string) {
  return governed.gov(args, key)
}

describe('a proposal of each kind goes the whole way', () => {
  it('a hedge band and a venue of a spoke, in one batch with one new version', async () => {
    const before = await view<{ capShare: bigint }>('RiskParameters', 'hedgeBand', [1, 31_338n])
    const version = await view<bigint>('RiskParameters', 'version', [31_338n])
    const { status, waited } = await enact(
      `  - { do: set, parameter: hedgeBand.capShare, market: WETH/USDC, spoke: spoke-a, from: ${Number(before.capShare) / 1e16} %, to: 31 % }
  - { do: set, parameter: venue.status, market: WETH/USDC, spoke: spoke-a, venue: 22, from: active, to: suspended }`,
      'A wider band and one venue less',
    )
    expect(waited).toBe(15 * MINUTE)
    const band = await view<{ capShare: bigint }>('RiskParameters', 'hedgeBand', [1, 31_338n])
    expect(band.capShare).toBe(31n * 10n ** 16n)
    const delivery = status.chains.find(({ chain }) => chain === 'spoke-a')
    expect(delivery?.wanted.version).toBe(version + 1n)
    expect(status.next?.command).toBe('gimbal-gov send-config spoke-a')
  })

  it('P9: a liquidation threshold, which moves over days', async () => {
    await enact(
      '  - { do: set, parameter: thresholds.maintenance, market: WETH/USDC, from: 1, to: 1.1 }',
      'Sell earlier',
    )
    const early = await view<{ maintenance: bigint }>('RiskParameters', 'thresholds', [1])
    expect(early.maintenance).toBeLessThan(10n ** 18n + 10n ** 15n)
    // The next change is held against where it is going, not against how far it has come.
    const next = '  - { do: set, parameter: thresholds.maintenance, market: WETH/USDC, from: 1.1, to: 1.15 }'
    expect(await problemsOf(next)).toEqual([])
    const { out } = await gov(['params', 'thresholds.maintenance'])
    expect(out).toMatch(/= 1(\.0\d*)?, on its way to 1\.1 \(/)
    await pass(3 * 24 * 60 * MINUTE)
    const late = await view<{ maintenance: bigint }>('RiskParameters', 'thresholds', [1])
    expect(late.maintenance).toBe(11n * 10n ** 17n)
  })

  it('scenarios and a venue that is added, each by what stands there when it is decided', async () => {
    const pool = accounts.owner.address
    await enact(
      `  - { do: set scenarios, market: WETH/USDC, scenarios: [{ spot: 60 %, vol: up }, { spot: 84 %, vol: same }, { spot: 116 %, vol: same }, { spot: 160 %, vol: up, damp: 90 % }] }
  - { do: add venue, market: WETH/USDC, spoke: spoke-b, id: 39, pool: "${pool}", clip: 1 WETH }`,
      'Four scenarios and a venue',
    )
    const scenarios = await view<readonly { damp: bigint }[]>('RiskParameters', 'scenarios', [1])
    expect(scenarios.map(({ damp }) => damp / 10n ** 16n)).toEqual([100n, 100n, 100n, 90n])
    const venues = await view<readonly { id: number; pool: Address }[]>('RiskParameters', 'venues', [
      1,
      31_339n,
    ])
    expect(venues.at(-1)).toMatchObject({ id: 39, pool })
  })

  it("the Governor's own settings, as slow as bounds", async () => {
    const { waited } = await enact('  - { do: set governor, setting: votingDelay, to: 4 min }', 'Vote sooner')
    expect(waited).toBe(30 * MINUTE)
    expect(await view('GimbalGovernor', 'votingDelay', [])).toBe(240n)
  })

  it('P7: the guardian, whether it likes it or not', async () => {
    const { address } = accounts.owner
    await enact(`  - { do: set governor, setting: guardian, to: "${address}" }`, 'Another guardian')
    expect(await view('GimbalGovernor', 'proposalGuardian', [])).toBe(address)
  })

  it('P7: the key of the guardian of risk, let in before the old one is shut out', async () => {
    const [old, next] = [accounts.guardian.address, accounts.trader.address]
    const { waited } = await enact(
      `  - { do: call, contract: AccessManager, function: "grantRole(uint64,address,uint32)", args: [3, "${next}", 0] }
  - { do: call, contract: AccessManager, function: "revokeRole(uint64,address)", args: [3, "${old}"] }`,
      'Another key for the guardian',
    )
    expect(waited).toBe(DAO.delays.upgrade)
    const holds = (account: Address) =>
      view<readonly [boolean, number]>('AccessManager', 'hasRole', [3n, account])
    expect((await holds(next))[0]).toBe(true)
    expect((await holds(old))[0]).toBe(false)
  })

  it('a gateway, by the call that has no action of its own, as slow as an upgrade', async () => {
    const [gateway] = await view<readonly { gateway: Address; family: number }[]>(
      'HedgeTransport',
      'gateways',
      [],
    )
    const { waited } = await enact(
      `  - { do: call, contract: HedgeTransport, function: "setGateway(address,uint8,bool)", args: ["${gateway?.gateway}", ${gateway?.family}, true] }`,
      'The same gateway again',
    )
    expect(waited).toBe(DAO.delays.upgrade)
  })

  it('P12: new code of the hub, as slow as an upgrade, with its storage kept', async () => {
    const code = creationCode('RiskParameters')
    const implementation = await hub.create(accounts.deployer.address, code)
    const before = await view<Hex>('RiskParameters', 'digest', [31_338n])
    const { waited } = await enact(
      `  - { do: upgrade, contract: RiskParameters, implementation: "${implementation}" }`,
      'The same code elsewhere',
    )
    expect(waited).toBe(DAO.delays.upgrade)
    const slot = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc'
    const stored = await network.hub.client.getStorageAt({
      address: addressOf(network.hub.deployment, 'RiskParameters'),
      slot,
    })
    expect(stored?.toLowerCase()).toContain(implementation.slice(2).toLowerCase())
    expect(await view<Hex>('RiskParameters', 'digest', [31_338n])).toBe(before)
  })

  it('keeps the history of each value with the vote that changed it', async () => {
    const context = { network, names: await readNames(network) }
    const changes = await readChanges(context, 'thresholds')
    expect(changes).toHaveLength(1)
    expect(changes[0]).toMatchObject({
      name: 'thresholds.maintenance',
      old: '1',
      value: '1.1',
      path: 'vote',
      proposal: 2,
    })
    const lock = {
      address: addressOf(network.hub.deployment, 'Timelock'),
      abi: artifact('GimbalTimelock').abi,
    }
    const operation = changes[0]!.operation
    expect(
      await hub.client.readContract({ ...lock, functionName: 'isOperationDone', args: [operation] }),
    ).toBe(true)
    const { out } = await gov(['history'])
    expect(out).toContain('1 -> 1.1, by proposal 2')
    expect(out).toMatch(/surface\.maxAge of WETH\/USDC: 0 s -> \S+ \w+, by the deployment\n/)
  })
})

describe('P6: what a hostile relayer can cost', () => {
  it('is (capacity + rate × window) × (slippage + oracle error), before and after a proposal', async () => {
    const context = { network, names: await readNames(network) }
    const limits = await view<Record<'slippage' | 'turnoverCapacity' | 'turnoverRate', bigint>>(
      'RiskParameters',
      'hedgeLimits',
      [1, 31_339n],
    )
    const { tolerance } = await view<{ tolerance: bigint }>('RiskParameters', 'oracleTerms', [1])
    const cost = (slippage: bigint) =>
      ((limits.turnoverCapacity + limits.turnoverRate * 86_400n) * (slippage + tolerance)) / 10n ** 18n
    const text = `  - { do: set, parameter: hedgeLimits.slippage, market: WETH/USDC, spoke: spoke-b, from: ${Number(limits.slippage) / 1e16} %, to: 2 % }`
    const read = parseProposal('p.yaml', yaml(text))
    const { bounds, problems } = await checkProposal(context, read, await buildProposal(context, read))
    expect(problems).toEqual([])
    expect(bounds.map(({ before, after }) => [before.spoke, before.hedges, after.hedges])).toEqual([
      ['spoke-b', cost(limits.slippage), cost(2n * 10n ** 16n)],
    ])
  })

  it('is what the bridge may take of a book, too: four times out and home', async () => {
    const context = { network, names: await readNames(network) }
    const text = '  - { do: set, parameter: spokeTerms.bridgeFee, spoke: spoke-b, from: 1 bp, to: 2 bp }'
    const read = parseProposal('p.yaml', yaml(text))
    const { bounds, problems } = await checkProposal(context, read, await buildProposal(context, read))
    expect(problems).toEqual([])
    expect(bounds.map(({ before, after }) => [before.spoke, before.fees, after.fees])).toEqual([
      ['spoke-b', 8n * 10n ** 14n, 16n * 10n ** 14n],
    ])
    expect(bounds.every(({ before, after }) => before.hedges === after.hedges)).toBe(true)
  })
})

describe('proposals that must not pass', () => {
  it('a value that moved while the vote ran fails with its whole batch', async () => {
    const context = { network, names: await readNames(network) }
    const change = (to: string, tolerance = '0 %') =>
      `  - { do: set, parameter: thresholds.shortCharge, market: WETH/USDC, from: 0.3 %, to: ${to}, tolerance: ${tolerance} }
  - { do: set, parameter: thresholds.volUp, market: WETH/USDC, from: 50 %, to: 51 % }`
    const found = []
    for (const [to, title] of [
      ['0.4 %', 'first'],
      ['0.35 %', 'second'],
    ] as const) {
      const read = parseProposal('p.yaml', yaml(change(to), title))
      await acts.propose(network, lead!, await buildProposal(context, read))
      found.push(await findProposal(network, 'latest'))
    }
    await pass(6 * MINUTE)
    for (const each of found) for (const voter of delegates) await acts.vote(network, voter, each, 'for', '')
    await pass(45 * MINUTE)
    for (const each of found) await acts.queue(network, lead!, each)
    await pass(16 * MINUTE)
    await acts.execute(network, lead!, found[0]!)
    await expect(acts.execute(network, lead!, found[1]!)).rejects.toThrow(
      'would change thresholds.shortCharge of WETH/USDC from 0.3 %: it is 0.4 % now, further off than the tolerance of 0 %',
    )
    const { next } = await readStatus(network, found[1]!)
    expect(next).toEqual({
      what: expect.stringMatching(
        /^it is stuck: its execution would change thresholds\.shortCharge.*; anyone may cancel it from 2026-/,
      ),
    })
    // Both are on their way there.
    const [volUp, shortCharge] = await Promise.all(
      ['thresholds.volUp', 'thresholds.shortCharge'].map((name) =>
        readSetValue(network, fieldOf(name), { market: 1 }),
      ),
    )
    expect([volUp, shortCharge]).toEqual([51n * 10n ** 16n, 4n * 10n ** 15n])
  })

  it('P8: a value beyond its bound is named with its line, key and bound before anyone votes', async () => {
    const file = join(folder, 'beyond.yaml')
    writeFileSync(
      file,
      yaml(
        '  - do: set\n    parameter: hedgeBand.costRate\n    market: WETH/USDC\n    spoke: spoke-b\n    from: 0 %\n    to: 900 bp\n    tolerance: 5 %',
      ),
    )
    const { code, err } = await gov(['check', file])
    expect(code).toBe(1)
    expect(err.trim()).toBe(`${file}:9: actions[0].to = 900 bp: above its bound of 5 %`)
    const { out } = await gov(['--json', 'check', file])
    expect(JSON.parse(out)).toEqual({
      error: err.trim(),
      problems: [{ line: 9, key: 'actions[0].to', value: '900 bp', message: 'above its bound of 5 %' }],
    })
  })

  it('names that there are not are answered with those there are', async () => {
    const context = { network, names: await readNames(network) }
    const text = yaml(
      '  - { do: set, parameter: hedgeBand.cap, market: WETH/DAI, spoke: spoke-z, from: 1 WETH, to: 2 WETH }',
    )
    const failure = await buildProposal(context, parseProposal('p.yaml', text)).catch(
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(ProposalError)
    expect((failure as ProposalError).message).toContain('no market has this name; there are WETH/USDC')
  })
})

describe('a proposal that would fail', () => {
  const capShare = (to: string, more = '') =>
    `  - { do: set, parameter: hedgeBand.capShare, market: WETH/USDC, spoke: spoke-b, from: 25 %, to: ${to}${more} }`

  it.each([
    [
      'a field that is set twice',
      `${capShare('26 %')}\n${capShare('27 %')}`,
      ['5: actions[1].parameter: is set already by actions[0]'],
    ],
    [
      'a place that the parameter does not have',
      '  - { do: set, parameter: thresholds.initial, market: WETH/USDC, spoke: spoke-b, from: 1.2, to: 1.3 }',
      ['p.yaml:4: actions[0].spoke = spoke-b: the parameter is one of a market, not of a spoke'],
    ],
    [
      'a setting below the floor of the Governor',
      '  - { do: set governor, setting: votingPeriod, to: 1 s }\n  - { do: set governor, setting: quorum, to: 50 % }',
      ['4: actions[0].to: below its floor of 20 min', '5: actions[1].to: above its cap of 40 %'],
    ],
    [
      'a quorum that the Governor cannot hold',
      '  - { do: set governor, setting: quorum, to: 20.005 % }',
      ['p.yaml:4: actions[0].to = 20.005 %: is no whole number of hundredths of a percent'],
    ],
    [
      'a rule between fields, with the line of its action',
      '  - { do: set delays, value: 1 h, bounds: 2 h, upgrade: 3 h }',
      ['4: actions[0]: would have upgrades wait 3 h: it takes 10 h at least'],
    ],
  ])('is named before it is voted: %s', async (_, actions, problems) => {
    expect(await problemsOf(actions)).toEqual(problems)
  })

  it('P8: bounds that a value of now lies beyond need that value changed first', async () => {
    const rule = '  - { do: set rule, parameter: hedgeBand.capShare, max: 24 % }'
    const found = await problemsOf(rule)
    expect(found).toContain(
      '4: actions[0].max: WETH/USDC, spoke-b has 25 %, beyond it: set that first, in an action before this one',
    )
    const first = await problemsOf(`${capShare('24 %')}\n${rule}`)
    expect(first.length).toBe(found.length - 1)
  })

  it('a call of the Governor is left to a simulation, and that is said', async () => {
    const file = join(folder, 'period.yaml')
    writeFileSync(file, yaml('  - { do: set governor, setting: votingPeriod, to: 40 min }'))
    const { out } = await gov(['check', file])
    expect(out).toContain('every call that can be tried alone would pass now; a simulation tries 1')
  })
})

describe('gimbal-gov', () => {
  it('says what a proposal on chain does, whoever has put it forward', async () => {
    const { out } = await gov(['check', '1'])
    expect(out).toContain('1. A wider band and one venue less\n  1. RiskParameters.change\n')
    expect(out).toMatch(/hedgeBand\.capShare WETH\/USDC spoke-a: 25 % -> 31 %/)
    expect(out).toMatch(
      /hedgeBand\.capShare of WETH\/USDC, spoke-a: 30 % above its least, 69 % below its most/,
    )
    expect(out).toContain(
      'as things are now: hedgeBand.capShare of WETH/USDC, spoke-a: 25 % -> 31 %: it is 31 %',
    )
    const { err } = await gov(['queue', '1'], keyOf(lead!))
    expect(err).toContain('is not possible now: the proposal is executed, and has to be succeeded')
  })

  it('writes a proposal to start from, and never over another', async () => {
    const file = join(folder, 'new.yaml')
    expect((await gov(['new', file])).code).toBe(0)
    expect(readFileSync(file, 'utf8')).toContain('do: set')
    expect((await gov(['new', file])).code).toBe(1)
  })

  it('shows parameters with their bounds, and the status of a proposal, for people and machines', async () => {
    const { out } = await gov(['--json', 'params', 'thresholds.initial'])
    const [initial] = (JSON.parse(out) as { parameters: readonly object[] }).parameters
    expect(initial).toMatchObject({ name: 'thresholds.initial', min: '1', max: '5', risk: 'down' })
    for (const command of ['params', 'history']) {
      const { code, err } = await gov([command, 'hedgeBond'])
      expect([code, err]).toEqual([
        1,
        expect.stringContaining('begins with hedgeBond; there are hedgeBand, '),
      ])
    }
    const status = await gov(['status', '1'])
    expect(status.out).toContain('1. A wider band and one venue less: executed')
  })

  it('dry-runs with a key, and says why the chain would refuse', async () => {
    const { code, err } = await gov(['--dry-run', 'cancel', '1'], keyOf(lead!))
    expect(code).toBe(1)
    expect(err).toContain('is not allowed to this account: the guardian cancels while its term lasts')
    const delegated = await gov(['--dry-run', '--json', 'delegate'], keyOf(lead!))
    expect(JSON.parse(delegated.out)).toMatchObject({ kind: 'dry run' })
  })

  it('says what a network file lacks, and who signs where nobody does', async () => {
    const file = join(folder, 'lacking.json')
    const { addresses } = JSON.parse(readFileSync(join(folder, 'network.json'), 'utf8')) as {
      addresses: string
    }
    const told = async (text: object) => {
      writeFileSync(file, JSON.stringify(text))
      return (await gov(['--network', file, 'params'])).err.trim()
    }
    expect(await told({ addresses, rpc: { hub: network.hub.rpcUrl } })).toMatch(
      /^rpc\.spoke-\w: spoke-\w has an address file and no endpoint: name one in the network file$/,
    )
    expect(await told({ addresses: '/nowhere', rpc: {} })).toBe(
      'addresses = /nowhere: the folder of address files cannot be read: mend the network file',
    )
    expect(await told({ addresses, rpc: {}, more: 1 })).toContain(
      'Unrecognized key: "more"; expected { "addresses"',
    )
    const { err } = await gov(['delegate'])
    expect(err.trim()).toBe(
      'nobody signs: set GIMBAL_PRIVATE_KEY, or give --keystore or --signer; a --dry-run needs only --account',
    )
  })

  it('sends gateways a fee, of which the rest comes back', async () => {
    const account = lead!.address
    const before = await network.hub.client.getBalance({ address: account })
    const { out } = await gov(['--json', 'send-config', 'hub', '--fee', '0.25'], keyOf(lead!))
    const { hash } = JSON.parse(out) as { hash: Hex }
    const { value } = await network.hub.client.getTransaction({ hash })
    expect(value).toBe(10n ** 18n / 4n)
    const spent = before - (await network.hub.client.getBalance({ address: account }))
    expect(spent).toBeLessThan(10n ** 16n)
    expect((await gov(['send-config', 'hub', '--fee', 'much'], keyOf(lead!))).err).toContain('such as 0.01')
  })

  it('sends what a signer elsewhere signs', async () => {
    const from = accounts.deployer.address
    const sent = await gov(['--signer', network.hub.rpcUrl, '--account', from, '--json', 'delegate'])
    expect(sent.err).toBe('')
    expect(JSON.parse(sent.out)).toMatchObject({ kind: 'sent' })
  })
})
