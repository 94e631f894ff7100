import type { LocalChain } from '../../../relayer/localnet/chain/local-chain.ts'
import type { CarrierHandle } from '../../../relayer/src/carrier/options.ts'

const ROUNDS = 3

/** Lets time go on everywhere, from the latest of the chains on. */
export async function passOn(chains: readonly LocalChain[], seconds: number): Promise<void> {
  const blocks = await Promise.all(chains.map(({ client }) => client.getBlock()))
  const now = Math.max(...blocks.map(({ timestamp }) => Number(timestamp)))
  await Promise.all(chains.map((chain) => chain.mine(now + seconds)))
}

/** Lets what is under way arrive, and what it sets off. */
export async function arriveOn(
  chains: readonly LocalChain[],
  carrier: Pick<CarrierHandle, 'tick'>,
): Promise<void> {
  for (let i = 0; i < ROUNDS; i++) {
    await passOn(chains, 1)
    await carrier.tick()
  }
}
