import { artifact, creationCode, iHedgeTransportAbi } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { acts, carry, readBatches } from '@gimbal/governance'
import { type Abi, type Address, encodeAbiParameters } from 'viem'
import { accounts, attestersOf, delegates } from '../../../relayer/localnet/accounts.ts'
import { SPOKE_DELAY } from '../../../relayer/localnet/setup/dao.ts'
import type { Found, Parliament } from './parliament.ts'

export const SPOKE = 'spoke-a'
/** Who gets what is given away. */
export const OFFICE: Address = '0x00000000000000000000000000000000000000AA'
export const BAND = {
  field: 'hedgeBand.capShare',
  from: '25 %',
  to: '24 %',
  voted: 24n * 10n ** 16n,
} as const
export const RULE = { name: 'hedgeBand.costRate', step: '10 %', voted: 10n ** 17n } as const
/** Of contracts/access/roles.json. */
export const COUNCIL = 15n

/** Stages of the spoke's batches, in order, as the contracts had them at some moment. */
export type Moment = {
  readonly blocks: readonly bigint[]
  readonly time: bigint
  readonly stages: readonly string[]
}

/** What was decided, and what became of it. */
export type Session = {
  readonly moments: readonly Moment[]
  /** Gateway of a fourth family on the hub. */
  readonly fourth: Address
  /** Gateway of family 2 on the spoke, and the one it took the place of. */
  readonly successor: Address
  readonly retired: Address
  readonly wiring: Found
  readonly adopted: readonly Found[]
}

/**
 * Votes that add a family, rotate a gateway, set a value, hand on roles and send batches of every ending; votes that fail; a
 * delegate that gives its votes away; acts of guardians.
 */
export async function holdSession(house: Parliament): Promise<Session> {
  const { network } = house
  const [lead, , third] = delegates
  if (lead === undefined || third === undefined) throw new Error('nobody may vote')
  const site = house.siteOf(SPOKE)
  const moments: Moment[] = []
  const look = async () => {
    moments.push(await momentOf(house))
  }
  const fourth = await newGateway(house, 0, 3)
  const successor = await newGateway(house, 1, 2)
  const retired = await gatewayOf(house, 2)

  house.trouble({ kind: 'drop' })
  const wiring = await house.enact(
    'Four families, and a new gateway on the spoke',
    [
      call('HedgeTransport', 'setGateway(address,uint8,bool)', [fourth, 3, true]),
      call('HedgeTransport', 'setQuorum(uint8)', [3]),
      call('AccessManager', 'grantRole(uint64,address,uint32)', [Number(COUNCIL), OFFICE, 0]),
      `  - { do: set rule, parameter: ${RULE.name}, step: ${RULE.step} }`,
      `  - { do: rotate gateway, spoke: ${SPOKE}, family: 2, gateway: "${successor}" }`,
      `  - { do: set, parameter: ${BAND.field}, market: WETH/USDC, spoke: ${SPOKE}, from: ${BAND.from}, to: ${BAND.to} }`,
    ].join('\n'),
  )
  await house.arrive()
  await look()
  house.trouble(undefined)
  await acts.sendConfig(network, lead, site.deployment.chainId)
  await carry(network, site, lead) // sends the root again
  await house.arrive()
  await look()
  await carry(network, site, lead) // schedules
  await look()
  await house.pass(SPOKE_DELAY)
  await look()
  await carry(network, site, lead) // executes
  await look()

  const adopted = [wiring]
  const recovery = remote('setRecovery(address)', [OFFICE])
  adopted.push(await house.enact('Another recovery', recovery))
  await house.arrive()
  await carry(network, site, lead)
  await cancelLast(house)
  await look()
  adopted.push(await house.enact('Another recovery after all', recovery))
  await house.arrive()
  await carry(network, site, lead)
  await house.pass(SPOKE_DELAY)
  await carry(network, site, lead)
  await look()
  house.trouble({ kind: 'drop' })
  adopted.push(await house.enact('One that nobody hears of', recovery))
  const numbers = [site.deployment.chainId, 4]
  adopted.push(await house.enact('Taken back', call('RemoteOutbox', 'revoke(uint64,uint64)', numbers)))
  await look()
  house.trouble(undefined)

  await house.divide(await house.propose('Nobody wants it', recovery), ['against', 'for', 'abstain'])
  await house.divide(await house.propose('Too few care', recovery), [])
  await acts.cancel(network, accounts.guardian, await house.propose('Ended by the guardian', recovery))
  await house.record()
  await acts.delegate(network, third, lead.address)
  await pause(house)
  await house.pass(1)
  return { moments, fourth, successor, retired, wiring, adopted }
}

async function momentOf(house: Parliament): Promise<Moment> {
  const site = house.siteOf(SPOKE)
  const [batches, block, ...blocks] = await Promise.all([
    readBatches(house.network, site),
    site.client.getBlock(),
    ...house.chains.map(({ client }) => client.getBlockNumber()),
  ])
  return { blocks, time: block.timestamp, stages: batches.map(({ stage }) => stage.kind) }
}

function call(contract: string, signature: string, args: readonly unknown[]): string {
  return `  - { do: call, contract: ${contract}, function: "${signature}", args: ${JSON.stringify(args)} }`
}

function remote(signature: string, args: readonly unknown[]): string {
  return `  - { do: remote call, spoke: ${SPOKE}, contract: RemoteExecutor, function: "${signature}", args: ${JSON.stringify(args)} }`
}

async function newGateway(house: Parliament, at: number, family: number): Promise<Address> {
  const chain = house.chains[at]!
  const signers = attestersOf(family)
    .map(({ address }) => address)
    .toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
  const types = [{ type: 'address' }, { type: 'uint64' }, { type: 'address[]' }, { type: 'uint8' }] as const
  const manager = addressOf(house.siteOf(chain.name).deployment, 'AccessManager')
  const args = encodeAbiParameters(types, [manager, BigInt(chain.id), signers, 2])
  return chain.create(accounts.deployer.address, `${creationCode('LocalGateway')}${args.slice(2)}`)
}

async function gatewayOf(house: Parliament, family: number): Promise<Address> {
  const { client, deployment } = house.siteOf(SPOKE)
  const address = addressOf(deployment, 'HedgeTransport')
  const all = await client.readContract({ address, abi: iHedgeTransportAbi, functionName: 'gateways' })
  const found = all.find((each) => each.family === family)
  if (found === undefined) throw new Error(`no gateway of family ${family}`)
  return found.gateway
}

/** The spoke's guardian ends what was scheduled last. */
async function cancelLast(house: Parliament): Promise<void> {
  const { client, deployment } = house.siteOf(SPOKE)
  const executor = {
    address: addressOf(deployment, 'RemoteExecutor'),
    abi: artifact('RemoteExecutor').abi as Abi,
  }
  const number = BigInt((await readBatches(house.network, house.siteOf(SPOKE))).length)
  const operation = await client.readContract({ ...executor, functionName: 'operationOf', args: [number] })
  const [, spoke] = house.chains
  await spoke!.execute(accounts.guardian.address, executor.address, executor.abi, 'cancel', [[operation]])
}

async function pause(house: Parliament): Promise<void> {
  const [hub] = house.chains
  const { hub: home } = house.network
  const transport = addressOf(home.deployment, 'HedgeTransport')
  const spoke = BigInt(house.siteOf(SPOKE).deployment.chainId)
  await hub!.execute(accounts.guardian.address, transport, iHedgeTransportAbi, 'sendPause', [spoke, 30])
  await house.arrive()
}
