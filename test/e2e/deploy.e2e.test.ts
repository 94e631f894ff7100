import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { artifact } from '@gimbal/contracts'
import { deploy, type NetworkInput, readDeployment } from '@gimbal/contracts/deploy'
import {
  type Address,
  encodeFunctionData,
  keccak256,
  type LocalAccount,
  stringToHex,
  zeroAddress,
  zeroHash,
} from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addressesOn } from '../../contracts/deploy/plan.ts'
import { roleTable } from '../../contracts/deploy/roles.ts'
import { accounts, council } from '../../relayer/localnet/accounts.ts'
import { type LocalChain, localChain } from '../../relayer/localnet/chain/local-chain.ts'
import { startAnvil } from '../../relayer/localnet/process/anvil.ts'
import { portSource } from '../../relayer/localnet/process/ports.ts'
import { createStack } from '../../relayer/localnet/process/stack.ts'
import { deployExternals } from '../../relayer/localnet/setup/externals.ts'
import { networkOf } from '../../relayer/localnet/setup/local-network.ts'
import { TOPOLOGY } from '../../relayer/localnet/setup/topology.ts'

const folder = mkdtempSync(join(tmpdir(), 'gimbal-deploy-'))
const stack = createStack(() => undefined)
const prices = { base: 3_000, quote: 1 }
let chains: readonly LocalChain[]
let network: NetworkInput

beforeAll(async () => {
  const ports = portSource()
  chains = await Promise.all(
    TOPOLOGY.map(async ({ id, name }) => {
      const port = await ports.next(name)
      const genesis = 1_767_225_600
      const anvil = await stack.start(name, () => startAnvil({ chainId: id, port, genesis, folder }))
      return localChain(id, name, anvil.url)
    }),
  )
  const outside = await Promise.all(chains.map((chain, at) => deployExternals(chain, at === 0, prices)))
  network = networkOf({ chains, prices, initialVol: 0.66 }, outside, [])
})

afterAll(async () => {
  await stack.stop()
  rmSync(folder, { recursive: true, force: true })
})

function nonces(): Promise<readonly number[]> {
  const { address } = accounts.deployer
  return Promise.all(chains.map((chain) => chain.client.getTransactionCount({ address })))
}

/** The deployment key, until it has signed so often: as if the program were killed there. */
function dyingAfter(signatures: number): LocalAccount {
  let left = signatures
  return {
    ...accounts.deployer,
    signTransaction: (async (...args: Parameters<LocalAccount['signTransaction']>) => {
      if (left === 0) throw new Error('killed')
      left -= 1
      return accounts.deployer.signTransaction(...args)
    }) as LocalAccount['signTransaction'],
  }
}

/** A grant to the deploying key that a run with another network file scheduled and did not execute. */
const LEFT = [
  zeroAddress,
  0n,
  encodeFunctionData({
    abi: artifact('AccessManager').abi,
    functionName: 'grantRole',
    args: [0n, accounts.deployer.address, 0],
  }),
  zeroHash,
  keccak256(stringToHex('left')),
] as const

async function leaveAnOperation(chain: LocalChain, at: number): Promise<void> {
  const { Timelock } = addressesOn(network, network.chains[at]!, accounts.deployer.address)
  const { abi } = artifact('TimelockController')
  await chain.execute(accounts.deployer.address, Timelock!, abi, 'schedule', [...LEFT, 0n])
  expect(await isOpen(chain, Timelock!)).toBe(true)
}

async function isOpen(chain: LocalChain, address: Address): Promise<boolean> {
  const contract = { address, abi: artifact('TimelockController').abi } as const
  const id = await chain.client.readContract({ ...contract, functionName: 'hashOperation', args: LEFT })
  return chain.client.readContract({ ...contract, functionName: 'isOperationPending', args: [id] })
}

describe('the deployment program', () => {
  it('goes on where it was interrupted, again and again', async () => {
    for (const signatures of [5, 25, 60]) {
      const attempt = deploy({ network, account: dyingAfter(signatures), folder })
      await expect(attempt).rejects.toThrow('killed')
      // The other chains may still be at work.
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    await Promise.all(chains.map(leaveAnOperation))
    const all = await deploy({ network, account: accounts.deployer, folder })
    for (const { chainId, contracts } of all) {
      const chain = chains.find(({ id }) => id === chainId)!
      expect(await isOpen(chain, contracts.Timelock!), 'P12: the deploying key left nothing open').toBe(false)
      for (const [name, address] of Object.entries(contracts)) {
        expect((await chain.client.getCode({ address }))?.length ?? 0, name).toBeGreaterThan(2)
      }
    }
  })

  it('does nothing the second time', async () => {
    const before = await nonces()
    const said: string[] = []
    await deploy({ network, account: accounts.deployer, folder, say: (line) => said.push(line) })
    expect(await nonces()).toEqual(before)
    expect(said.filter((line) => line.endsWith('nothing to configure'))).toHaveLength(3)
  })

  it('recognises what stands on the chains without its journal', async () => {
    const before = await nonces()
    for (const file of readdirSync(folder)) if (file.endsWith('.journal.json')) rmSync(join(folder, file))
    await deploy({ network, account: accounts.deployer, folder })
    expect(await nonces()).toEqual(before)
  })

  it('writes one address file for each network', () => {
    const files = TOPOLOGY.map(({ id }) => readDeployment(join(folder, `${id}.json`)))
    expect(files.map(({ name, role }) => [name, role])).toEqual([
      ['hub', 'hub'],
      ['spoke-a', 'spoke'],
      ['spoke-b', 'spoke'],
    ])
    // Neighbours know each other before they stand: one deployer, one salt, one address on every chain.
    expect(new Set(files.map(({ contracts }) => contracts.HedgeTransport)).size).toBe(1)
    expect(files[0]?.contracts).toHaveProperty('MandateBook')
    expect(files[1]?.contracts).not.toHaveProperty('MandateBook')
    expect(readFileSync(join(folder, '31337.json'), 'utf8')).not.toContain('undefined')
  })

  it('P7 P8: gives steward and guardian paths of their own, and the timelock the holding of fields', async () => {
    const [hub] = chains
    const { contracts } = readDeployment(join(folder, '31337.json'))
    const pathOf = (name: string) =>
      hub!.client.readContract({
        address: contracts.ParameterRules!,
        abi: artifact('ParameterRules').abi,
        functionName: 'pathOf',
        args: [contracts[name]!],
      })
    expect(await Promise.all(['Timelock', 'RiskSteward', 'Guardian'].map(pathOf))).toEqual([0, 1, 2])
    const { roles } = roleTable()
    const holds = async (role: string, account: Address) => {
      const [isMember] = await hub!.client.readContract({
        address: contracts.AccessManager!,
        abi: artifact('AccessManager').abi,
        functionName: 'hasRole',
        args: [BigInt(roles[role]!), account],
      })
      return isMember
    }
    expect(await holds('GOVERNOR', contracts.Timelock!)).toBe(true)
    expect(await holds('COUNCIL', council.address)).toBe(true)
    expect(await holds('CHANGER', council.address)).toBe(false)
    expect(await holds('CHANGER', accounts.guardian.address)).toBe(false)
  })

  it('P12: leaves no key that administers a spoke', async () => {
    for (const chain of chains.slice(1)) {
      const { contracts } = readDeployment(join(folder, `${chain.id}.json`))
      const lock = { address: contracts.Timelock!, abi: artifact('TimelockController').abi } as const
      const holds = (role: string, account: Address) =>
        chain.client.readContract({
          ...lock,
          functionName: 'hasRole',
          args: [role === 'DEFAULT_ADMIN' ? zeroHash : keccak256(stringToHex(`${role}_ROLE`)), account],
        })
      for (const role of ['PROPOSER', 'CANCELLER']) {
        expect(await holds(role, contracts.RemoteExecutor!)).toBe(true)
        expect(await holds(role, accounts.deployer.address)).toBe(false)
      }
      expect(await holds('EXECUTOR', zeroAddress)).toBe(true)
      expect(await holds('DEFAULT_ADMIN', contracts.Timelock!)).toBe(true)
      expect(await holds('DEFAULT_ADMIN', accounts.deployer.address)).toBe(false)
      expect(await chain.client.readContract({ ...lock, functionName: 'getMinDelay' })).toBe(
        BigInt(network.timelockDelay),
      )
      const isAdmin = async (account: Address) => {
        const [isMember] = await chain.client.readContract({
          address: contracts.AccessManager!,
          abi: artifact('AccessManager').abi,
          functionName: 'hasRole',
          args: [0n, account],
        })
        return isMember
      }
      expect(await isAdmin(contracts.Timelock!)).toBe(true)
      expect(await isAdmin(accounts.deployer.address)).toBe(false)
    }
  })

  it('fails with what to do when an endpoint serves another chain', async () => {
    const [hub, spoke] = network.chains
    const wrong = { ...network, chains: [{ ...hub, rpcUrl: spoke!.rpcUrl }] } as NetworkInput
    await expect(deploy({ network: wrong, account: accounts.deployer, folder })).rejects.toThrow(
      /serves chain 31338, not 31337\.\n {2}what to do:/,
    )
  })
})
