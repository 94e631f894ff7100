import { iHedgeExecutorAbi } from '@gimbal/contracts'
import { contractOf, type Site } from '../../../relayer/localnet/setup/local-network.ts'

/** Hedges of a book that stand on a spoke's chain, oldest first. */
export async function hedgesOf({ chain, ...site }: Site, book: bigint) {
  const found = await chain.client.getContractEvents({
    address: contractOf({ chain, ...site }, 'HedgeExecutor'),
    abi: iHedgeExecutorAbi,
    eventName: 'Hedged',
    args: { book },
    fromBlock: 0n,
    strict: true,
  })
  return found.map(({ args: { execution }, transactionHash, blockNumber }) => ({
    execution,
    transactionHash,
    blockNumber,
  }))
}
