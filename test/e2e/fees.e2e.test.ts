import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addressOf } from '@gimbal/contracts/deploy'
import {
  acts,
  buildProposal,
  carry,
  checkProposal,
  findProposal,
  type Network,
  parseProposal,
  readNames,
  readNetworkFile,
  readStatus,
} from '@gimbal/governance'
import { parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findLine } from '../../governance/src/simulate/report/line.ts'
import { accounts, delegates, keyOf } from '../../relayer/localnet/accounts.ts'
import { createStack } from '../../relayer/localnet/process/stack.ts'
import { networkFile } from '../../relayer/localnet/setup/local-network.ts'
import type { CarrierHandle } from '../../relayer/src/carrier/options.ts'
import { type Governed, governedNetwork } from './stage/governed.ts'
import { chargeForMessages, type PaidGateways } from './stage/paid-gateways.ts'
import { quickCarrier } from './stage/quick-carrier.ts'
import { arriveOn, passOn } from './stage/time.ts'

const MINUTE = 60
const SPOKE = 31_338
/** What each of three gateways asks. */
const FEE = parseEther('0.001')

const stack = createStack(() => undefined)
let governed: Governed
let network: Network
let gateways: PaidGateways
let carrier: CarrierHandle
const [lead] = delegates
const key = keyOf(lead!)

beforeAll(async () => {
  governed = await governedNetwork()
  gateways = await chargeForMessages(governed.folder, governed.network, governed.chains)
  network = readNetworkFile(networkFile(governed.folder))
  const stops = network.sites.map(({ deployment, rpcUrl }) => ({ url: rpcUrl, deployment }))
  carrier = await stack.start('carrier', () => quickCarrier(stops, () => undefined))
  for (const voter of delegates) {
    for (const chain of governed.chains)
      await chain.give(accounts.deployer.address, voter.address, parseEther('10'))
    await acts.delegate(network, voter, voter.address)
  }
  await gateways.ask(FEE)
  await arrive()
})

afterAll(async () => {
  await stack.stop()
  await governed.stop()
})

/** Lets time go on everywhere. */
function pass(seconds: number): Promise<void> {
  return passOn(governed.chains, seconds)
}

function arrive(): Promise<void> {
  return arriveOn(governed.chains, carrier)
}

function balanceOf(address: `0x${string}`): Promise<bigint> {
  return network.hub.client.getBalance({ address })
}

function timelock() {
  return addressOf(network.hub.deployment, 'Timelock')
}

const recovery = (more = '') =>
  `  - { do: remote call, spoke: spoke-a, contract: RemoteExecutor, function: setRecovery(address), args: ["${accounts.trader.address}"]${more} }`

function yaml(title: string, actions: string): string {
  return `title: ${title}\ntext: because\nactions:\n${actions}\n`
}

async function built(title: string, actions: string) {
  const context = { network, names: await readNames(network) }
  const read = parseProposal('p.yaml', yaml(title, actions))
  const proposal = await buildProposal(context, read)
  return { proposal, check: await checkProposal(context, read, proposal) }
}

/** Votes what was proposed last through, up to the moment from which anyone may execute it. */
async function voted() {
  const found = await findProposal(network, 'latest')
  await pass(6 * MINUTE)
  for (const voter of delegates) await acts.vote(network, voter, found, 'for', '')
  await pass(45 * MINUTE)
  await acts.queue(network, lead!, found)
  const { eta, now } = await readStatus(network, found)
  await pass(Number(eta - now))
  return found
}

async function propose(title: string, actions: string) {
  const { proposal, check } = await built(title, actions)
  expect(check).toMatchObject({ problems: [], fees: [] })
  await acts.propose(network, lead!, proposal)
  return proposal
}

async function stages(found: Awaited<ReturnType<typeof voted>>) {
  const { batches } = await readStatus(network, found)
  return batches.map(({ stage }) => stage.kind)
}

describe('a vote whose message gateways charge for', () => {
  it('carries twice what they ask, and is executed and carried without another payment', async () => {
    const file = join(governed.folder, 'p.yaml')
    writeFileSync(file, yaml('Another recovery', recovery()))
    const { out: checked } = await governed.gov(['check', file])
    expect(checked).toContain('with 0.006 ETH (gateways ask 0.003 ETH)')

    const simulated = await governed.gov(['simulate', file, '--no-replay'])
    expect(simulated.code, simulated.err).toBe(0)
    const folder = join(governed.folder, 'p.simulation')
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as object
    const spent = String(6n * FEE)
    expect(report).toMatchObject({
      calls: [{ contract: 'RemoteOutbox', function: 'send', value: '0.006 ETH' }],
      execution: { done: true, paid: { carried: spent, brought: spent, spent } },
      storage: expect.arrayContaining([
        expect.objectContaining({ chain: 'spoke-a', contract: 'RemoteExecutor' }),
      ]) as unknown,
    })
    const markdown = readFileSync(join(folder, 'report.md'), 'utf8')
    expect(markdown).toContain('1. `RemoteOutbox.send` with 0.006 ETH')

    // What is put forward is what was simulated, though fees have moved.
    await gateways.ask((FEE * 12n) / 10n)
    const proposed = await governed.gov(['--json', 'propose', file], key)
    expect(proposed.code, proposed.err).toBe(0)
    const { values, description } = await findProposal(network, 'latest')
    expect(values).toEqual([6n * FEE])
    expect(simulated.out).toContain(findLine(description)?.digest)

    const found = await voted()
    expect(await readStatus(network, found)).toMatchObject({
      payment: { carried: 6n * FEE, held: 0n, due: 6n * FEE },
      next: {
        what: 'it waits for its execution, with which 0.006 ETH come',
        command: `gimbal-gov execute ${found.number}`,
      },
    })
    const dry = await governed.gov(['--json', '--dry-run', 'execute', 'latest'], key)
    expect(JSON.parse(dry.out)).toMatchObject({
      kind: 'dry run',
      value: spent,
      payment: { carried: spent, held: '0', due: spent },
    })
    const refused = await governed.gov(['execute', 'latest', '--most', '0.005'], key)
    expect(refused.err).toContain(
      'so 0.006 ETH come with the execution, more than the 0.005 ETH allowed: nothing was sent; --most 0.006 allows it',
    )
    const before = await balanceOf(gateways.operator)
    const executed = await governed.gov(['execute', 'latest'], key)
    expect(executed.out).toMatch(
      /^its calls carry 0\.006 ETH; .*\nexecute 1: 0x\w{64} in block \d+, with 0\.006 ETH\n$/,
    )
    expect((await balanceOf(gateways.operator)) - before).toBe(6n * FEE)
    await arrive()
    expect(await stages(found)).toEqual(['confirmed'])
    await gateways.ask(FEE)
  })

  it('leaves the timelock what a gateway did not take, which pays the next vote and can be taken out', async () => {
    await propose('One is down later', recovery())
    const first = await voted()
    await gateways.carries(SPOKE, false)
    await acts.execute(network, lead!, first)
    expect(await balanceOf(timelock())).toBe(2n * FEE)
    await gateways.carries(SPOKE, true)

    await propose('And again', recovery())
    const second = await voted()
    const sent = await acts.execute(network, lead!, second)
    expect(sent).toMatchObject({ value: 4n * FEE, payment: { carried: 6n * FEE, held: 2n * FEE } })
    expect(await balanceOf(timelock())).toBe(0n)

    await governed.hub.give(accounts.deployer.address, timelock(), FEE)
    const to = '0x000000000000000000000000000000000000c015'
    const pay = (amount: string) => `  - { do: pay, to: "${to}", amount: ${amount} }`
    const { check } = await built('Too much', pay('0.0011 ETH'))
    expect(check.problems).toMatchObject([
      { key: 'actions[0].amount', message: 'the timelock has 0.001 ETH' },
    ])
    await propose('What came back', pay('0.001 ETH'))
    const third = await voted()
    expect(await acts.execute(network, lead!, third)).toMatchObject({ value: 0n })
    expect(await balanceOf(to)).toBe(FEE)
  })

  it('P10: goes through where the fee has risen, and anyone sends its message later', async () => {
    await propose('Dearer later', recovery())
    const found = await voted()
    await gateways.ask(3n * FEE)
    await acts.execute(network, lead!, found)
    expect((await readStatus(network, found)).state).toBe('executed')
    expect(await balanceOf(timelock())).toBe(6n * FEE)
    await arrive()
    expect(await stages(found)).toEqual(['under way'])
    const site = network.sites.find(({ deployment }) => deployment.chainId === SPOKE)!
    await carry(network, site, lead!, false, 9n * FEE)
    await arrive()
    expect(await stages(found)).toEqual(['confirmed'])
    await gateways.ask(FEE)
  })

  it('carries what its file says, and `check` says where that is too little', async () => {
    const values = async (more: string) => (await built('Stated', recovery(more))).proposal.values
    expect(await values(', fee: 0.01 ETH')).toEqual([parseEther('0.01')])
    expect(await values(', fee: 500 %')).toEqual([15n * FEE])
    const file = join(governed.folder, 'short.yaml')
    writeFileSync(file, yaml('Short', recovery(', fee: 0.001 ETH')))
    const { code, out } = await governed.gov(['check', file])
    expect(code).toBe(0)
    expect(out).toContain(
      `warning: ${file}: call 1 carries 0.001 ETH, for which 0 of 3 gateways would take its message now; they ask 0.003 ETH`,
    )
  })

  it('carries nothing where gateways ask nothing', async () => {
    await gateways.ask(0n)
    const { proposal, check } = await built('Free', recovery())
    expect(proposal.values).toEqual([0n])
    expect(check).toMatchObject({ problems: [], fees: [] })
    await gateways.ask(FEE)
  })
})
