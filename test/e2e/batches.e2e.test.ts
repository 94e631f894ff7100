import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { artifact, type ContractName } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
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
import type { Abi, Address, LocalAccount } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accounts, delegates } from '../../relayer/localnet/accounts.ts'
import { type LocalChain, localChain } from '../../relayer/localnet/chain/local-chain.ts'
import { startAnvil } from '../../relayer/localnet/process/anvil.ts'
import { portSource } from '../../relayer/localnet/process/ports.ts'
import { createStack } from '../../relayer/localnet/process/stack.ts'
import { SPOKE_DELAY } from '../../relayer/localnet/setup/dao.ts'
import { addressFolder, buildLocalNetwork, type Site } from '../../relayer/localnet/setup/local-network.ts'
import { relayerConfig } from '../../relayer/localnet/setup/relayer-config.ts'
import { TOPOLOGY } from '../../relayer/localnet/setup/topology.ts'
import type { CarrierHandle, Fault } from '../../relayer/src/carrier/options.ts'
import { parseConfig } from '../../relayer/src/config/load.ts'
import type { ConfigInput } from '../../relayer/src/config/schema.ts'
import type { RelayerHandle } from '../../relayer/src/handle.ts'
import { createLogger } from '../../relayer/src/logger.ts'
import { startRelayer } from '../../relayer/src/run.ts'
import { quickCarrier } from './stage/quick-carrier.ts'
import { passOn } from './stage/time.ts'

const GENESIS = 1_767_225_600
const MINUTE = 60
const WAD = 10n ** 18n

const folder = mkdtempSync(join(tmpdir(), 'gimbal-batches-'))
const stack = createStack(() => undefined)
const [lead] = delegates
let chains: readonly LocalChain[]
let sites: readonly Site[]
let network: Network
let carrier: CarrierHandle
let relayers: readonly RelayerHandle[]
let fault: Fault | undefined

/** A hub and one spoke, and two relayers that know nothing of each other. */
beforeAll(async () => {
  const ports = portSource()
  chains = await Promise.all(
    TOPOLOGY.slice(0, 2).map(async ({ id, name }) => {
      const port = await ports.next(name)
      const anvil = await stack.start(name, () => startAnvil({ chainId: id, port, genesis: GENESIS, folder }))
      return localChain(id, name, anvil.url)
    }),
  )
  const prices = { base: 3_000, quote: 1 }
  sites = await buildLocalNetwork({
    ...{ chains, prices, initialVol: 0.66, after: GENESIS, folder },
    say: () => undefined,
  })
  const rpc = Object.fromEntries(chains.map(({ name, url }) => [name, url]))
  network = openNetwork({ addresses: addressFolder(folder), rpc })
  const stops = sites.map(({ chain, deployment }) => ({ url: chain.url, deployment }))
  carrier = await stack.start('carrier', () => quickCarrier(stops, () => fault))
  for (const voter of delegates) {
    for (const chain of chains) await chain.give(accounts.deployer.address, voter.address, WAD)
    await acts.delegate(network, voter, voter.address)
  }
  // Local gateways take no fee: who offers one sends for nothing where it is refused.
  const generous = { rootFeeGwei: 1_000, rootFeesPerDayGwei: 10_000 }
  relayers = await Promise.all([start(accounts.relayer), start(accounts.owner, generous)])
  await round(1)
})

afterAll(async () => {
  for (const relayer of relayers ?? []) await relayer.stop()
  await stack.stop()
  rmSync(folder, { recursive: true, force: true })
})

function start(account: LocalAccount, policy: ConfigInput['policy'] = {}): Promise<RelayerHandle> {
  return startRelayer({
    config: parseConfig({ ...relayerConfig(sites, 0), policy }),
    account,
    drive: 'manual',
    logger: createLogger('silent'),
  })
}

/** Lets time go on everywhere. */
function pass(seconds: number): Promise<void> {
  return passOn(chains, seconds)
}

/** Some time, both relayers at once, and the gateways; what the relayers sent for batches. */
async function round(seconds: number): Promise<readonly string[]> {
  await pass(seconds)
  const results = await Promise.all(relayers.map((relayer) => relayer.tick([])))
  expect(results.flatMap(({ errors }) => errors)).toEqual([])
  await carrier.tick()
  return results
    .flatMap(({ sent }) => sent.map(({ purpose }) => purpose))
    .filter((purpose) => purpose === 'batch' || purpose === 'root')
}

async function rounds(count: number, seconds: number): Promise<readonly string[]> {
  const all: string[] = []
  for (let i = 0; i < count; i++) all.push(...(await round(seconds)))
  return all
}

function view<result>(contract: ContractName, functionName: string, args: readonly unknown[] = []) {
  const isOnHub = contract === 'RemoteOutbox'
  const { client, deployment } = network.sites.find(
    ({ deployment: { role } }) => (role === 'hub') === isOnHub,
  )!
  const abi: Abi = artifact(contract).abi
  return client.readContract({
    address: addressOf(deployment, contract),
    abi,
    functionName,
    args: [...args],
  }) as Promise<result>
}

/** Votes a proposal through, until it may be executed on the hub. */
async function vote(title: string, call: string, isWrong = false) {
  const context = { network, names: await readNames(network) }
  const action = `  - { do: remote call, spoke: spoke-a, contract: RemoteExecutor, ${call} }`
  const text = `title: ${title}\ntext: because\nactions:\n${action}\n`
  const read = parseProposal('p.yaml', text)
  const proposal = await buildProposal(context, read)
  const { problems } = await checkProposal(context, read, proposal)
  expect(problems.length > 0).toBe(isWrong)
  await acts.propose(network, lead!, proposal)
  const found = await findProposal(network, 'latest')
  await pass(6 * MINUTE)
  for (const voter of delegates) await acts.vote(network, voter, found, 'for', '')
  await pass(45 * MINUTE)
  await acts.queue(network, lead!, found)
  const { eta, now } = await readStatus(network, found)
  await pass(Number(eta - now))
  return found
}

async function enact(...said: Parameters<typeof vote>) {
  const found = await vote(...said)
  await acts.execute(network, lead!, found)
  return found
}

const setRecovery = (to: Address) => `function: setRecovery(address), args: ["${to}"]`

async function stagesOf(found: Awaited<ReturnType<typeof vote>>): Promise<readonly string[]> {
  return (await readStatus(network, found)).batches.map(({ stage }) => stage.kind)
}

const spokeIn = (relayer: RelayerHandle) => relayer.state().chains.find(({ name }) => name === 'spoke-a')!

describe('a batch that a vote sends to a spoke', () => {
  it('is executed there by relayers alone, though at first every message is lost', async () => {
    const to = accounts.trader.address
    fault = { kind: 'drop' }
    const found = await enact('Another recovery', setRecovery(to))
    await rounds(3, 5)
    expect(await stagesOf(found)).toEqual(['under way'])
    fault = undefined
    expect(await rounds(2, 5)).toEqual([])
    expect(spokeIn(relayers[0]!).batches).toBe(1)

    // Half an hour is what the policy gives a message.
    expect(await round(1_801)).toEqual(['root', 'root'])
    await rounds(3, 5)
    expect(await stagesOf(found)).toEqual(['waits'])
    expect(await round(5)).toEqual([])
    await round(SPOKE_DELAY)
    await round(5)
    expect(await stagesOf(found)).toEqual(['executed'])
    expect(await view('RemoteExecutor', 'recovery')).toBe(to)
    expect(await rounds(2, 60)).toEqual([])
    expect(relayers.map((relayer) => spokeIn(relayer).batches)).toEqual([0, 0])
  })

  it('that the guardian has cancelled is left alone, and said to be over', async () => {
    const before = await view('RemoteExecutor', 'recovery')
    const found = await enact('A recovery that nobody wants', setRecovery(accounts.carrier.address))
    await rounds(4, 5)
    expect(await stagesOf(found)).toEqual(['waits'])
    const operation = await view('RemoteExecutor', 'operationOf', [2n])
    const [, spoke] = chains
    const { abi } = artifact('RemoteExecutor')
    const executor = addressOf(sites[1]!.deployment, 'RemoteExecutor')
    await spoke!.execute(accounts.guardian.address, executor, abi as Abi, 'cancel', [[operation]])
    await round(SPOKE_DELAY)
    expect(await rounds(3, 60)).toEqual([])
    expect(await stagesOf(found)).toEqual(['cancelled'])
    expect(await view('RemoteExecutor', 'recovery')).toBe(before)
    expect(spokeIn(relayers[0]!).batches).toBe(0)
  })

  it('may be carried by hand at the same time', async () => {
    const to = accounts.publisher.address
    const found = await enact('Carried by three', setRecovery(to))
    const site = network.sites.find(({ deployment: { name } }) => name === 'spoke-a')!
    await rounds(2, 5)
    await Promise.all([carry(network, site, lead!), round(5)])
    await round(5)
    await pass(SPOKE_DELAY)
    await Promise.all([carry(network, site, lead!), round(5)])
    await round(5)
    expect(await stagesOf(found)).toEqual(['executed'])
    expect(await view('RemoteExecutor', 'recovery')).toBe(to)
  })

  it('P3: reaches it after a reorganisation of the hub that undid what the spoke has confirmed', async () => {
    const to = accounts.counterparty.address
    const [hub] = chains
    const found = await vote('Twice executed', setRecovery(to))
    const before = await hub!.rpc<string>('evm_snapshot', [])
    await acts.execute(network, lead!, found)
    for (let i = 0; i < 3; i++) {
      await pass(1)
      await carrier.tick()
    }
    const [epoch, lost] = await view<readonly [bigint, string]>('RemoteExecutor', 'confirmedRoot')
    await hub!.rpc('evm_revert', [before])
    await pass(MINUTE)
    await acts.execute(network, lead!, found)
    const outgoing = () =>
      view<{ epoch: bigint; root: string }>('RemoteOutbox', 'outgoing', [BigInt(chains[1]!.id)])
    expect(await outgoing()).toMatchObject({ epoch })
    expect((await outgoing()).root).not.toBe(lost)
    expect(await rounds(3, 60)).toEqual([])
    expect(await view('RemoteExecutor', 'confirmedRoot')).toEqual([epoch, lost])

    await round(24 * 60 * MINUTE)
    await rounds(3, 5)
    expect(await outgoing()).toMatchObject({ epoch: epoch + 1n })
    await round(SPOKE_DELAY)
    await round(5)
    expect(await stagesOf(found)).toEqual(['executed'])
    expect(await view('RemoteExecutor', 'recovery')).toBe(to)
  })

  it('is named as late where what it asks for fails there, until it has lapsed', async () => {
    const executor = addressOf(sites[1]!.deployment, 'RemoteExecutor')
    const call = `function: "setTarget(address,bool)", args: ["${executor}", false]`
    const found = await enact('A list without its owner', call, true)
    await rounds(4, 5)
    expect(await stagesOf(found)).toEqual(['waits'])
    await round(SPOKE_DELAY)
    const late = () => relayers[0]!.state().late.filter(({ what }) => what === 'batch')
    expect(await rounds(5, 120)).toEqual([])
    expect(late()).toMatchObject([{ chain: 'spoke-a', seconds: expect.closeTo(600, -2) as number }])
    expect(await stagesOf(found)).toEqual(['ready'])
    await round(7 * 24 * 60 * MINUTE)
    expect(await stagesOf(found)).toEqual(['lapsed'])
    expect(late()).toEqual([])
    expect(spokeIn(relayers[0]!).batches).toBe(0)
  })
})
