import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { artifact, type ContractName, creationCode } from '@gimbal/contracts'
import { addressOf, deploy } from '@gimbal/contracts/deploy'
import {
  acts,
  buildProposal,
  carry,
  checkProposal,
  findProposal,
  type Network,
  openNetwork,
  parseProposal,
  readNames,
  readStatus,
} from '@gimbal/governance'
import { type Abi, type Address, encodeAbiParameters, getAddress } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accounts, attestersOf, delegates } from '../../relayer/localnet/accounts.ts'
import { type LocalChain, localChain } from '../../relayer/localnet/chain/local-chain.ts'
import { startAnvil } from '../../relayer/localnet/process/anvil.ts'
import { portSource } from '../../relayer/localnet/process/ports.ts'
import { createStack } from '../../relayer/localnet/process/stack.ts'
import { SPOKE_DELAY } from '../../relayer/localnet/setup/dao.ts'
import { deployExternals } from '../../relayer/localnet/setup/externals.ts'
import {
  addressFolder,
  buildLocalNetwork,
  networkOf,
  type Site,
} from '../../relayer/localnet/setup/local-network.ts'
import { TOPOLOGY } from '../../relayer/localnet/setup/topology.ts'
import type { CarrierHandle, Fault } from '../../relayer/src/carrier/options.ts'
import { quickCarrier } from './stage/quick-carrier.ts'
import { arriveOn, passOn } from './stage/time.ts'

const GENESIS = 1_767_225_600
const MINUTE = 60
const WAD = 10n ** 18n
const IMPLEMENTATION = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc'

const folder = mkdtempSync(join(tmpdir(), 'gimbal-remote-'))
const stack = createStack(() => undefined)
const prices = { base: 3_000, quote: 1 }
const [lead] = delegates
let chains: readonly LocalChain[]
let sites: readonly Site[]
let network: Network
let carrier: CarrierHandle
let fault: Fault | undefined

/** A hub and one spoke; a third chain stands ready. */
beforeAll(async () => {
  const ports = portSource()
  chains = await Promise.all(
    TOPOLOGY.map(async ({ id, name }) => {
      const port = await ports.next(name)
      const anvil = await stack.start(name, () => startAnvil({ chainId: id, port, genesis: GENESIS, folder }))
      return localChain(id, name, anvil.url)
    }),
  )
  const said = { chains: chains.slice(0, 2), prices, initialVol: 0.66, after: GENESIS, folder }
  sites = await buildLocalNetwork({ ...said, say: () => undefined })
  await open(2)
  for (const voter of delegates) {
    for (const chain of chains) await chain.give(accounts.deployer.address, voter.address, WAD)
    await acts.delegate(network, voter, voter.address)
  }
  await arrive()
})

afterAll(async () => {
  await stack.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** The network of so many chains, and a carrier between them. */
async function open(count: number): Promise<void> {
  const rpc = Object.fromEntries(chains.slice(0, count).map(({ name, url }) => [name, url]))
  network = openNetwork({ addresses: addressFolder(folder), rpc })
  const stops = network.sites.map(({ deployment, rpcUrl }) => ({ url: rpcUrl, deployment }))
  carrier = await stack.start(`carrier of ${count}`, () => quickCarrier(stops, () => fault))
}

/** Lets time go on everywhere. */
function pass(seconds: number): Promise<void> {
  return passOn(chains, seconds)
}

function arrive(): Promise<void> {
  return arriveOn(chains, carrier)
}

function siteOf(name: string) {
  return network.sites.find(({ deployment }) => deployment.name === name)!
}

function view<result>(
  site: string,
  contract: ContractName,
  functionName: string,
  args: readonly unknown[] = [],
) {
  const { client, deployment } = siteOf(site)
  const abi: Abi = artifact(contract).abi
  const address = addressOf(deployment, contract === 'TimelockController' ? 'Timelock' : contract)
  return client.readContract({ address, abi, functionName, args: [...args] }) as Promise<result>
}

/** Votes a proposal through, up to its execution on the hub. */
async function enact(title: string, actions: string) {
  const context = { network, names: await readNames(network) }
  const read = parseProposal('p.yaml', `title: ${title}\ntext: because\nactions:\n${actions}\n`)
  const proposal = await buildProposal(context, read)
  const { problems } = await checkProposal(context, read, proposal)
  expect(problems).toEqual([])
  await acts.propose(network, lead!, proposal)
  const found = await findProposal(network, 'latest')
  await pass(6 * MINUTE)
  for (const voter of delegates) await acts.vote(network, voter, found, 'for', '')
  await pass(45 * MINUTE)
  await acts.queue(network, lead!, found)
  const { eta, now } = await readStatus(network, found)
  await pass(Number(eta - now))
  await acts.execute(network, lead!, found)
  return found
}

async function statusOf(found: Awaited<ReturnType<typeof enact>>) {
  const { batches, next } = await readStatus(network, found)
  return { stages: batches.map(({ stage }) => stage.kind), command: next?.command }
}

function done(steps: Awaited<ReturnType<typeof carry>>): readonly string[] {
  return steps.map(({ what }) => what)
}

function newGateway(chain: LocalChain, family: number): Promise<Address> {
  const signers = attestersOf(family)
    .map(({ address }) => address)
    .toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
  const types = [{ type: 'address' }, { type: 'uint64' }, { type: 'address[]' }, { type: 'uint8' }] as const
  const manager = addressOf(siteOf(chain.name).deployment, 'AccessManager')
  const args = encodeAbiParameters(types, [manager, BigInt(chain.id), signers, 2])
  return chain.create(accounts.deployer.address, `${creationCode('LocalGateway')}${args.slice(2)}`)
}

describe('a vote of the hub', () => {
  it('P12: upgrades a spoke and rotates a gateway there, though at first every message is lost', async () => {
    const [, spoke] = chains
    const implementation = await spoke!.create(accounts.deployer.address, creationCode('SpokeVault'))
    const gateway = await newGateway(spoke!, 2)
    fault = { kind: 'drop' }
    const found = await enact(
      'New code and a new gateway on spoke-a',
      `  - { do: upgrade, spoke: spoke-a, contract: SpokeVault, implementation: "${implementation}" }
  - { do: rotate gateway, spoke: spoke-a, family: 2, gateway: "${gateway}" }`,
    )
    await arrive()
    expect(await statusOf(found)).toEqual({ stages: ['under way'], command: 'gimbal-gov carry spoke-a' })
    fault = undefined
    const by = lead!
    const site = siteOf('spoke-a')
    expect(done(await carry(network, site, by))).toEqual(['sent the root of all batches again'])
    await arrive()
    expect(await statusOf(found)).toMatchObject({ stages: ['confirmed'] })
    expect(done(await carry(network, site, by))).toEqual(['scheduled batch 1'])
    expect(await statusOf(found)).toMatchObject({ stages: ['waits'] })
    // The spoke's own wait, on top of the hub's.
    expect(await carry(network, site, by)).toEqual([])
    await pass(SPOKE_DELAY)
    expect(await statusOf(found)).toMatchObject({ stages: ['ready'] })
    expect(done(await carry(network, site, by))).toEqual(['executed batch 1'])
    expect(await statusOf(found)).toMatchObject({ stages: ['executed'], command: undefined })

    const address = addressOf(site.deployment, 'SpokeVault')
    const code = await site.client.getStorageAt({ address, slot: IMPLEMENTATION })
    expect(code?.toLowerCase()).toContain(implementation.slice(2).toLowerCase())
    const gateways = await view<readonly { gateway: Address; family: number; active: boolean }[]>(
      'spoke-a',
      'HedgeTransport',
      'gateways',
    )
    const ofFamily = gateways.filter(({ family, active }) => family === 2 && active)
    expect(ofFamily.map((each) => each.gateway)).toEqual([getAddress(gateway)])
  })

  it('P10: loosens a spoke only after the wait there, and tightens it at once', async () => {
    type Band = { capShare: bigint; costRate: bigint }
    const bandThere = async () =>
      (await view<{ band: Band }>('spoke-a', 'SpokeControl', 'marketConfig', [1])).band
    const percent = (value: bigint) => `${Number(value) / 1e16} %`
    const set = (field: keyof Band, from: bigint, to: bigint) =>
      `  - { do: set, parameter: hedgeBand.${field}, market: WETH/USDC, spoke: spoke-a, from: ${percent(from)}, to: ${percent(to)} }`
    const before = await bandThere()
    const voted = { capShare: 31n * 10n ** 16n, costRate: before.costRate / 2n }
    const both = await enact(
      'Wider and narrower',
      [
        set('capShare', before.capShare, voted.capShare),
        set('costRate', before.costRate, voted.costRate),
      ].join('\n'),
    )
    await acts.sendConfig(network, lead!, siteOf('spoke-a').deployment.chainId)
    await arrive()
    expect(await bandThere()).toMatchObject({ capShare: before.capShare, costRate: voted.costRate })
    expect((await readStatus(network, both)).next).toEqual({
      what: expect.stringContaining('what version 3 tightens is in force on spoke-a') as string,
      command: 'gimbal-gov carry spoke-a',
    })
    await pass(SPOKE_DELAY)
    expect(done(await carry(network, siteOf('spoke-a'), lead!))).toEqual([
      'put version 3 of the config in force',
    ])
    expect(await bandThere()).toMatchObject(voted)

    await enact('Narrower', set('capShare', voted.capShare, 30n * 10n ** 16n))
    await acts.sendConfig(network, lead!, siteOf('spoke-a').deployment.chainId)
    await arrive()
    expect(await bandThere()).toMatchObject({ capShare: 30n * 10n ** 16n, costRate: voted.costRate })
  })

  it('adds a chain that was deployed after the hub had been handed over', async () => {
    const outside = [
      ...sites.map(({ externals }) => externals),
      await deployExternals(chains[2]!, false, prices),
    ]
    const pools = [...sites.map((site) => site.pools), []]
    const said: string[] = []
    await deploy({
      network: networkOf({ chains, prices, initialVol: 0.66 }, outside, pools),
      account: accounts.deployer,
      folder: addressFolder(folder),
      say: (line) => said.push(line),
    })
    expect(said.find((line) => line.startsWith('hub: left to a vote'))).toContain('spoke spoke-b')
    await open(3)
    await enact('A third chain', '  - { do: add chain, spoke: spoke-b, market: WETH/USDC, like: spoke-a }')
    const id = BigInt(siteOf('spoke-b').deployment.chainId)
    expect(await view('hub', 'RiskParameters', 'spokes')).toContain(id)
    await acts.sendConfig(network, lead!, Number(id))
    await arrive()
    const [version] = await view<readonly [bigint, string]>('spoke-b', 'SpokeControl', 'configVersion')
    expect(version).toBe(await view('hub', 'RiskParameters', 'version', [id]))

    // And votes reach it like any other.
    const recovery = accounts.trader.address
    const found = await enact(
      'Another recovery',
      `  - { do: remote call, spoke: spoke-b, contract: RemoteExecutor, function: setRecovery(address), args: ["${recovery}"] }`,
    )
    await arrive()
    const site = siteOf('spoke-b')
    await carry(network, site, lead!)
    await pass(SPOKE_DELAY)
    await carry(network, site, lead!)
    expect(await statusOf(found)).toMatchObject({ stages: ['executed'] })
    expect(await view('spoke-b', 'RemoteExecutor', 'recovery')).toBe(recovery)
  })
})
