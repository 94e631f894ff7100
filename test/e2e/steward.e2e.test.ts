import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildProposal, findProposal, acts as lifecycle, parseProposal } from '@gimbal/governance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accounts, council, delegates, keyOf } from '../../relayer/localnet/accounts.ts'
import { type Governed, governedNetwork } from './stage/governed.ts'

const MINUTE = 60
const DAY = 86_400
const AT = ['--market', 'WETH/USDC', '--spoke', 'spoke-a'] as const
const BAND = ['--set', 'hedgeBand.capShare', ...AT] as const
const COUNCIL = keyOf(council)
const GUARDIAN = keyOf(accounts.guardian)
const ANYONE = keyOf(accounts.trader)

let governed: Governed

beforeAll(async () => {
  governed = await governedNetwork()
  for (const { address } of [council, ...delegates]) {
    await governed.hub.give(accounts.deployer.address, address, 10n ** 18n)
  }
})

afterAll(() => governed.stop())

/** Runs gimbal-gov to its end and reads what it said; one that fails throws what it said. */
async function gov<said>(key: string | undefined, ...args: readonly string[]): Promise<said> {
  const { code, out, err } = await governed.gov(['--json', ...args], key)
  if (code !== 0) throw new Error(err)
  return JSON.parse(out) as said
}

async function shownValue(name: string, spoke?: string): Promise<string> {
  const { parameters } = await gov<{ parameters: { name: string; spoke?: string; value: string }[] }>(
    undefined,
    'params',
    name,
  )
  return parameters.find((each) => each.name === name && each.spoke === spoke)?.value ?? ''
}

type Listed = {
  number: number
  id: string
  state: string
  text: string[]
  readyAt: string
  expiresAt: string
}

async function listed(...args: readonly string[]): Promise<readonly Listed[]> {
  return (await gov<{ steps: Listed[] }>(undefined, 'steward', 'list', ...args)).steps
}

describe('gimbal-gov steward', () => {
  it('P8: a step waits, is listed with its times, and is carried out by anyone', async () => {
    const from = await shownValue('hedgeBand.capShare', 'spoke-a')
    const file = join(governed.folder, 'step.yaml')
    writeFileSync(
      file,
      `text: a little wider\nactions:\n  - { do: set, parameter: hedgeBand.capShare, market: WETH/USDC, spoke: spoke-a, from: ${from}, to: 26 % }\n`,
    )
    const { step } = await gov<{ step: string }>(COUNCIL, 'steward', 'propose', file)
    const [waiting] = await listed()
    expect(waiting).toMatchObject({ number: 1, id: step, state: 'waiting' })
    expect(waiting?.text).toEqual([`hedgeBand.capShare of WETH/USDC, spoke-a: ${from} -> 26 %`])
    expect(BigInt(waiting!.expiresAt) - BigInt(waiting!.readyAt)).toBe(BigInt(120 * MINUTE))
    await expect(gov(ANYONE, 'steward', 'execute', 'latest')).rejects.toThrow(`step ${step} waits until 20`)
    await governed.pass(10 * MINUTE)
    const { out } = await governed.gov(['steward', 'list'])
    expect(out).toContain('next: gimbal-gov steward execute 1, by anyone')
    await gov(ANYONE, 'steward', 'execute', step.slice(0, 10))
    expect(await shownValue('hedgeBand.capShare', 'spoke-a')).toBe('26 %')
    expect(await listed()).toEqual([])
    const { changes } = await gov<{ changes: { path: string; operation: string }[] }>(
      undefined,
      'history',
      'hedgeBand',
    )
    expect(changes).toMatchObject([{ path: 'steward', operation: step }])
  })

  it('P8: a step that the rules refuse is named with its key, value and bound, before it is announced', async () => {
    const propose = (...args: readonly string[]) => gov(COUNCIL, 'steward', 'propose', ...args)
    await expect(propose(...BAND, '--to', '90 %')).rejects.toThrow(
      /^steward propose: --to = 90 %: a step of 246\.15\d* %: the steward moves it by 25 % at most/,
    )
    await expect(propose(...BAND, '--to', '500 %')).rejects.toThrow('--to = 500 %: above its bound of 100 %')
    await expect(propose(...BAND, '--to', '27 %', '--from', '24 %')).rejects.toThrow(
      '--from = 24 %: it is 26 % now, further off than the tolerance of 0 %',
    )
    await expect(propose(...BAND, '--to', 'wide')).rejects.toThrow('--to = wide: expected `0.35 %`')
    // The cooldown of a day outlives a step of two hours.
    await expect(propose(...BAND, '--to', '27 %')).rejects.toThrow(
      /--set = hedgeBand\.capShare: cools down until 2026-01-02T\S+, and the step would expire at 2026-01-01T/,
    )
    expect(await listed('--all')).toHaveLength(1)
  })

  it('P7: the guardian ends a step, and the council reaches nobody else by it', async () => {
    await gov(COUNCIL, 'steward', 'propose', '--set', 'hedgeBand.costRate', ...AT, '--to', '7 bp')
    await expect(gov(COUNCIL, 'steward', 'veto', 'latest')).rejects.toThrow(
      'the account does not hold the role',
    )
    await gov(GUARDIAN, 'steward', 'veto', 'latest')
    await governed.pass(10 * MINUTE)
    await expect(gov(ANYONE, 'steward', 'execute', 'latest')).rejects.toThrow(/step 0x\S+ is vetoed/)
    expect((await listed('--all')).map(({ state }) => state)).toEqual(['executed', 'vetoed'])
  })

  it('P8: a value that moved while the step waited fails in words', async () => {
    await gov(
      COUNCIL,
      'steward',
      'propose',
      '--set',
      'thresholds.initial',
      '--market',
      'WETH/USDC',
      '--to',
      '1.31',
    )
    const from = await shownValue('thresholds.initial')
    await gov(
      GUARDIAN,
      'guardian',
      'tighten',
      '--set',
      'thresholds.initial',
      '--market',
      'WETH/USDC',
      '--to',
      '1.6',
    )
    await governed.pass(10 * MINUTE)
    await expect(gov(ANYONE, 'steward', 'execute', 'latest')).rejects.toThrow(
      `would change thresholds.initial of WETH/USDC from ${from}: it is 1.6 now, further off than the tolerance of 0`,
    )
  })

  it('P8: what a queued proposal names is not the steward’s, and what nobody executes anyone ends', async () => {
    const { network } = governed
    const [lead] = delegates
    for (const voter of delegates) await lifecycle.delegate(network, voter, voter.address)
    await governed.pass(1)
    const from = await shownValue('hedgeBand.costRate', 'spoke-b')
    const text = `title: A band\ntext: because\nactions:\n  - { do: set, parameter: hedgeBand.costRate, market: WETH/USDC, spoke: spoke-b, from: ${from}, to: 9 bp }\n`
    const proposal = await buildProposal(await governed.context(), parseProposal('p.yaml', text))
    await lifecycle.propose(network, lead!, proposal)
    const found = await findProposal(network, 'latest')
    await governed.pass(6 * MINUTE)
    for (const voter of delegates) await lifecycle.vote(network, voter, found, 'for', '')
    await governed.pass(45 * MINUTE)
    await lifecycle.queue(network, lead!, found)
    const step = [
      '--set',
      'hedgeBand.costRate',
      '--market',
      'WETH/USDC',
      '--spoke',
      'spoke-b',
      '--to',
      '7 bp',
    ]
    await expect(gov(COUNCIL, 'steward', 'propose', ...step)).rejects.toThrow(
      '--set = hedgeBand.costRate: is held by proposal 1 (A band), which may be executed from 2026-01-',
    )
    await expect(gov(ANYONE, 'cancel', '1')).rejects.toThrow('GimbalGovernor.cancel')
    await governed.pass(15 * DAY)
    await expect(gov(COUNCIL, 'steward', 'propose', ...step)).rejects.toThrow('is held by proposal 1')
    await gov(ANYONE, 'cancel', '1')
    expect(await gov(undefined, 'status', '1')).toMatchObject({ state: 'canceled' })
    await gov(COUNCIL, 'steward', 'propose', ...step)
  })
})

describe('gimbal-gov guardian', () => {
  it('P7: tightens to its limit once a window, and names what it may not', async () => {
    const tighten = (...args: readonly string[]) => gov(GUARDIAN, 'guardian', 'tighten', ...args)
    const initial = ['--set', 'thresholds.initial', '--market', 'WETH/USDC'] as const
    await expect(tighten(...initial, '--to', '1.2')).rejects.toThrow(
      '--to = 1.2: risk lies down: the guardian moves it up only',
    )
    await expect(tighten(...initial, '--to', '2.1')).rejects.toThrow(
      "--to = 2.1: beyond the guardian's limit of 2",
    )
    await expect(tighten(...initial, '--to', '1.9')).rejects.toThrow(
      '--set = thresholds.initial: moved in this window already: it may move again at 2026-01-31T',
    )
    await expect(tighten('--set', 'hedgeLimits.slippage', ...AT, '--to', '0.1 %')).rejects.toThrow(
      '--set = hedgeLimits.slippage: neither way is safe, so the guardian does not move it',
    )
    const { tightenings } = await gov<{ tightenings: { name: string; value: string }[] }>(
      undefined,
      'guardian',
      'list',
    )
    expect(tightenings).toMatchObject([{ name: 'thresholds.initial', value: '1.6' }])
  })

  it('P7: stops for a while and resumes, and says what of its share is used', async () => {
    await expect(gov(GUARDIAN, 'guardian', 'stop', 'hedges', '--for', '1 week')).rejects.toThrow(
      'guardian stop: --for = 1 week: expected a duration: `90 s`, `15 min`, `12 h` or `3 d`\nguardian stop: kinds = hedges: no such kind of stop; there are risk, series, deposits',
    )
    await expect(gov(GUARDIAN, 'guardian', 'stop', 'risk', '--for', '2 h')).rejects.toThrow(
      'asks for 2 h: a stop lasts 1 h at most',
    )
    await gov(GUARDIAN, 'guardian', 'stop', 'risk', 'deposits', '--for', '1 h')
    const state = () => gov<Record<string, unknown>>(undefined, 'guardian', 'list')
    expect(await state()).toMatchObject({ stopped: ['risk', 'deposits'], used: '3600', share: '21600' })
    await gov(GUARDIAN, 'guardian', 'resume')
    expect(await state()).toMatchObject({ stopped: [], used: '3600' })
    await expect(gov(GUARDIAN, 'guardian', 'resume')).rejects.toThrow('no stop is in force')
    await expect(gov(GUARDIAN, 'guardian', 'stop', 'risk', '--for', '1 h')).rejects.toThrow(
      'the next stop may begin at 2026-01-',
    )
    await governed.pass(DAY)
    const dry = await gov<{ kind: string }>(
      GUARDIAN,
      '--dry-run',
      'guardian',
      'stop',
      'series',
      '--for',
      '1 h',
    )
    expect(dry.kind).toBe('dry run')
    await expect(gov(ANYONE, 'guardian', 'stop', 'risk', '--for', '1 h')).rejects.toThrow(
      'the account does not hold the role',
    )
  })
})
