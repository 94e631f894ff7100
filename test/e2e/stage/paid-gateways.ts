import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { artifact, creationCode } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import type { Network } from '@gimbal/governance'
import { type Abi, type Address, encodeDeployData, zeroAddress } from 'viem'
import { accounts, attestersOf } from '../../../relayer/localnet/accounts.ts'
import type { LocalChain } from '../../../relayer/localnet/chain/local-chain.ts'
import { addressFolder } from '../../../relayer/localnet/setup/local-network.ts'

const PURSE = '0x8ac7230489e80000'
const THRESHOLD = 2

/** The hub's gateways, each with an operator that asks a fee for a message. */
export type PaidGateways = {
  readonly operator: Address
  /** What each asks from now on. */
  readonly ask: (fee: bigint) => Promise<void>
  /** Whether the last of them carries to a spoke. */
  readonly carries: (spoke: number, does: boolean) => Promise<void>
}

/** Gives the hub of a network gateways that charge, in place of those of its deployment, as its timelock could. */
export async function chargeForMessages(
  folder: string,
  { hub, sites }: Network,
  chains: readonly LocalChain[],
): Promise<PaidGateways> {
  const operator = accounts.counterparty.address
  const [home, ...others] = chains
  if (home === undefined) throw new Error('a network has a hub')
  const { deployment } = hub
  const paid: { family: number; address: Address }[] = []
  for (const { family, address: old } of deployment.gateways) {
    const address = await create(home, addressOf(deployment, 'AccessManager'), family, operator)
    await asTimelock(home, hub.deployment.contracts, async (from) => {
      const transport = addressOf(deployment, 'HedgeTransport')
      const set = (gateway: Address, active: boolean) =>
        home.execute(from, transport, artifact('HedgeTransport').abi, 'setGateway', [gateway, family, active])
      await set(address, true)
      await set(old, false)
    })
    for (const chain of others) await connect(family, address, chain)
    paid.push({ family, address })
  }
  const file = join(addressFolder(folder), `${deployment.chainId}.json`)
  const kept = JSON.parse(readFileSync(file, 'utf8')) as object
  writeFileSync(file, JSON.stringify({ ...kept, gateways: paid }))

  async function connect(family: number, address: Address, chain: LocalChain, does = true): Promise<void> {
    const there = sites.find((site) => site.deployment.chainId === chain.id)!.deployment
    const gateway = there.gateways.find((each) => each.family === family)!.address
    const { abi } = artifact('LocalGateway')
    await asTimelock(home!, deployment.contracts, (from) =>
      home!.execute(from, address, abi, 'setRemote', [chain.id, does ? gateway : zeroAddress]),
    )
    await asTimelock(chain, there.contracts, (from) =>
      chain.execute(from, gateway, abi, 'setRemote', [home!.id, address]),
    )
  }

  return {
    operator,
    ask: async (fee) => {
      for (const { address } of paid) {
        await home.execute(operator, address, artifact('LocalPaidGateway').abi, 'setFee', [fee])
      }
    },
    carries: async (spoke, does) => {
      const { family, address } = paid.at(-1)!
      await connect(family, address, chains.find(({ id }) => id === spoke)!, does)
    },
  }
}

function create(chain: LocalChain, manager: Address, family: number, operator: Address): Promise<Address> {
  const signers = attestersOf(family)
    .map(({ address }) => address)
    .toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
  const abi: Abi = artifact('LocalPaidGateway').abi
  const args = [manager, BigInt(chain.id), signers, THRESHOLD, operator, 0n]
  const data = encodeDeployData({ abi, bytecode: creationCode('LocalPaidGateway'), args })
  return chain.create(accounts.deployer.address, data)
}

/** Acts as the timelock of a chain, which has as much afterwards as before. */
async function asTimelock(
  chain: LocalChain,
  contracts: Readonly<Record<string, Address>>,
  act: (from: Address) => Promise<void>,
): Promise<void> {
  const from = contracts.Timelock!
  const before = await chain.rpc<string>('eth_getBalance', [from, 'latest'])
  await chain.rpc('anvil_impersonateAccount', [from])
  await chain.rpc('anvil_setBalance', [from, PURSE])
  await act(from)
  await chain.rpc('anvil_stopImpersonatingAccount', [from])
  await chain.rpc('anvil_setBalance', [from, before])
}
