import { artifact, iHedgeExecutorAbi, iMandateBookAbi } from '@gimbal/contracts'
import { type Abi, encodeFunctionData, type Hex } from 'viem'
import { accounts } from '../../../relayer/localnet/accounts.ts'
import { contractOf, hubOf, type Site } from '../../../relayer/localnet/setup/local-network.ts'
import type { PriceTick } from '../../../relayer/src/market/price-tick.ts'
import { treeProof } from '../../../relayer/src/transport/state-tree.ts'

/** A stranger: has tokens of its own and what anybody can read. */
const STRANGER = accounts.trader.address
const GAS = '0x3d0900'

/** Bodies of a spoke as the hub published them last, with what proves one of them. */
async function bookCall(sites: readonly Site[], spoke: Site, book: bigint) {
  const hub = hubOf(sites)
  const published = await hub.chain.client.getContractEvents({
    address: contractOf(hub, 'MandateBook'),
    abi: iMandateBookAbi,
    eventName: 'MandatePublished',
    args: { spoke: BigInt(spoke.chain.id) },
    fromBlock: 0n,
    strict: true,
  })
  const leaves = new Map(published.map(({ args }) => [args.index, args.leaf]))
  const { body, index } = published.findLast(({ args }) => args.book === book)!.args
  return { body, index, proof: treeProof(leaves, index) }
}

/** Offers base to a book that is too far from its target; takes whatever premium there is. */
export async function sellToBook(options: {
  readonly sites: readonly Site[]
  readonly spoke: Site
  readonly book: bigint
  readonly base: bigint
  readonly tick: PriceTick
  readonly deadline: number
}): Promise<Hex> {
  const { sites, spoke, book, base, tick, deadline } = options
  const executor = contractOf(spoke, 'HedgeExecutor')
  const token = spoke.deployment.tokens.base
  const abi = artifact('LocalToken').abi as Abi
  await spoke.chain.submit(STRANGER, token, abi, 'mint', [STRANGER, base])
  await spoke.chain.submit(STRANGER, token, abi, 'approve', [executor, base])
  const data = encodeFunctionData({
    abi: iHedgeExecutorAbi,
    functionName: 'fill',
    args: [await bookCall(sites, spoke, book), base, tick.updates, 0n, BigInt(deadline)],
  })
  return spoke.chain.rpc('eth_sendTransaction', [
    { from: STRANGER, to: executor, data, value: '0x2', gas: GAS },
  ])
}
