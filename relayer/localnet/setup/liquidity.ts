import { artifact } from '@gimbal/contracts'
import type { Abi, Address } from 'viem'
import { accounts } from '../accounts.ts'
import type { LocalChain } from '../chain/local-chain.ts'
import { type LiquidityPlan, planLiquidity } from '../venues/uniswap.ts'
import { contractOf, hubOf, type Site } from './local-network.ts'

const token = artifact('LocalToken').abi as Abi
const trader = artifact('LocalTrader').abi as Abi

/** What arbitrageurs hold beside the liquidity, as a share of it. */
const FLOAT = 1n

/**
 * Fills every pool. Quote on a spoke is bridged quote, so it is minted on the hub, sent through Gimbal's own bridge and
 * carried like any other message; it never comes out of thin air on a spoke.
 *
 * @param carry delivers the messages that are under way
 */
export async function provideLiquidity(
  sites: readonly Site[],
  price: number,
  carry: () => Promise<unknown>,
): Promise<void> {
  const hub = hubOf(sites)
  const owner = accounts.trader.address
  const usdc = hub.deployment.tokens.quote
  const needs = sites.map(({ pools }) => pools.map((pool) => planLiquidity(pool, price)))
  const quoteOf = (plans: readonly LiquidityPlan[]) =>
    (1n + FLOAT) * plans.reduce((sum, { quote }) => sum + quote, 0n)
  const total = needs.reduce((sum, plans) => sum + quoteOf(plans), 0n)
  const bridge = contractOf(hub, 'HubBridge')
  const feesBySite = await Promise.all(
    sites.map(async (site, at) => {
      if (site === hub) return 0n
      const args = [BigInt(site.chain.id), quoteOf(needs[at]!)]
      const abi = artifact('HubBridge').abi as Abi
      const call = { address: bridge, abi, functionName: 'feeOf', args } as const
      return (await hub.chain.client.readContract(call)) as bigint
    }),
  )
  const fees = feesBySite.reduce((sum, fee) => sum + fee, 0n)
  await hub.chain.execute(owner, usdc, token, 'mint', [owner, total + fees])
  await hub.chain.execute(owner, usdc, token, 'approve', [bridge, total + fees])
  for (const [at, site] of sites.entries()) {
    const amount = quoteOf(needs[at]!)
    if (site === hub) await hub.chain.execute(owner, usdc, token, 'transfer', [site.externals.trader, amount])
    else {
      const args = [BigInt(site.chain.id), owner, amount]
      await hub.chain.execute(owner, bridge, artifact('HubBridge').abi as Abi, 'send', args)
    }
  }
  for (const [at, site] of sites.entries()) {
    const { chain, deployment, externals, pools } = site
    const amount = quoteOf(needs[at]!)
    if (site !== hub) {
      await arrival(chain, deployment.tokens.quote, owner, amount, carry)
      await chain.execute(owner, deployment.tokens.quote, token, 'transfer', [externals.trader, amount])
    }
    const base = (1n + FLOAT) * needs[at]!.reduce((sum, plan) => sum + plan.base, 0n)
    await chain.execute(owner, deployment.tokens.base, token, 'mint', [externals.trader, base])
    for (const [index, pool] of pools.entries()) {
      const { lowTick, highTick, liquidity } = needs[at]![index]!
      const args = [pool.address, lowTick, highTick, liquidity]
      await chain.execute(owner, externals.trader, trader, 'provide', args)
    }
  }
}

async function arrival(
  chain: LocalChain,
  quote: Address,
  holder: Address,
  amount: bigint,
  carry: () => Promise<unknown>,
): Promise<void> {
  for (let tries = 0; tries < 50; tries++) {
    const at = { address: quote, abi: token, functionName: 'balanceOf', args: [holder] } as const
    if (((await chain.client.readContract(at)) as bigint) >= amount) return
    await carry()
  }
  throw new Error(`the liquidity sent to ${chain.name} does not arrive`)
}
