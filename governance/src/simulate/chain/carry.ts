import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import {
  type Abi,
  type Address,
  decodeAbiParameters,
  encodeFunctionData,
  getAbiItem,
  type Hex,
  hexToBigInt,
  isAddressEqual,
  slice,
  type TransactionReceipt,
} from 'viem'
import { askedFor } from '../../fee/asked.ts'
import { governedSites, read } from '../../network/network.ts'
import { ANYONE, type Ending, type Fork } from './fork.ts'

/** A message of one family that was handed to the transport of its destination. */
export type Carried = {
  readonly from: string
  readonly to: string
  readonly kind: string
  readonly epoch: bigint
  readonly family: number
  /** Why the transport refused it. */
  readonly why?: string
  readonly receipt?: TransactionReceipt
}

type Gateway = { readonly gateway: Address; readonly family: number; readonly active: boolean }

/** Kind of contracts/types/Message.sol. */
const KINDS = ['heartbeat', 'config', 'report', 'relay', 'pause', 'remote'] as const

/**
 * Carries what left since a block of each fork: each gateway of the destination hands the message to the transport, as it does
 * once its attesters have signed, and everything from there on is the contracts' own.
 */
export async function carry(
  forks: readonly Fork[],
  since: ReadonlyMap<Fork, bigint>,
): Promise<readonly Carried[]> {
  const carried: Carried[] = []
  for (const from of forks) {
    const { deployment, client } = from.site
    const gateways = await gatewaysOf(from)
    const last = since.get(from) ?? from.origin.block
    if ((await client.getBlockNumber()) === last) continue
    const logs = await client.getLogs({
      address: gateways.map(({ gateway }) => gateway),
      event: getAbiItem({ abi: artifact('LocalGateway').abi, name: 'MessageSent' }),
      fromBlock: last + 1n,
      strict: true,
    })
    for (const { address, args } of logs) {
      const family = gateways.find(({ gateway }) => isAddressEqual(gateway, address))?.family ?? 0
      const to = forks.find(({ site }) => BigInt(site.deployment.chainId) === chainOf(args.recipient))
      if (to === undefined) continue
      const [, kind, epoch] = decodeAbiParameters(
        [{ type: 'uint64' }, { type: 'uint8' }, { type: 'uint64' }, { type: 'bytes' }],
        args.payload,
      )
      const ending = await deliver(from, to, family, args)
      carried.push({
        from: deployment.name,
        to: to.site.deployment.name,
        kind: KINDS[kind] ?? String(kind),
        epoch,
        family,
        ...(ending.ok ? { receipt: ending.receipt } : { why: ending.why }),
      })
    }
  }
  return carried
}

/** Has the hub send its config to every spoke that has an older one, as anyone may. */
export async function sendConfigs(hub: Fork, forks: readonly Fork[]): Promise<void> {
  const { abi } = artifact('MandateBook')
  const book = addressOf(hub.site.deployment, 'MandateBook')
  const network = { hub: hub.site, sites: forks.map(({ site }) => site) }
  for (const site of await governedSites(network)) {
    const spoke = BigInt(site.deployment.chainId)
    const [wanted, [applied]] = await Promise.all([
      read<bigint>(hub.site, 'RiskParameters', 'version', [spoke]),
      read<readonly [bigint, Hex]>(site, 'SpokeControl', 'configVersion'),
    ])
    if (applied >= wanted) continue
    const data = encodeFunctionData({ abi, functionName: 'sendConfig', args: [spoke] })
    const [asked] = await askedFor(hub.site, ANYONE, [{ target: book, data, value: 0n, payable: true }])
    await hub.send(ANYONE, book, data, asked?.value)
  }
}

async function deliver(
  from: Fork,
  to: Fork,
  family: number,
  { sendId, sender, payload }: { readonly sendId: Hex; readonly sender: Hex; readonly payload: Hex },
): Promise<Ending> {
  await to.reach(await from.now())
  const gateway = (await gatewaysOf(to)).findLast((each) => each.family === family)
  if (gateway === undefined) return { ok: false, why: `finds no gateway of family ${family}` }
  const abi: Abi = artifact('HedgeTransport').abi
  const data = encodeFunctionData({ abi, functionName: 'receiveMessage', args: [sendId, sender, payload] })
  return to.send(gateway.gateway, addressOf(to.site.deployment, 'HedgeTransport'), data)
}

function gatewaysOf({ site }: Fork): Promise<readonly Gateway[]> {
  return read<readonly Gateway[]>(site, 'HedgeTransport', 'gateways')
}

/** Of an ERC-7930 address of version 1: version (2 bytes), kind (2), length and reference of the chain, length and address. */
function chainOf(interoperable: Hex): bigint {
  const length = Number(hexToBigInt(slice(interoperable, 4, 5)))
  return length === 0 ? 0n : hexToBigInt(slice(interoperable, 5, 5 + length))
}
