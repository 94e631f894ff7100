// SPDX-License-Identifier: MIT
import { iOracleRouterAbi, iPythAbi, iSpokeVaultAbi } from '@gimbal/contracts'
import { type Address, erc20Abi } from 'viem'
import type { Agent } from '../chain/agent.ts'
import type { Policy } from '../config/schema.ts'
import type { PriceTick } from '../market/price-tick.ts'
import type { Hedger } from './hedger.ts'
import { createRouter } from './route.ts'

/** Reads what never changes on a spoke (its tokens, its pull oracle) and makes its hedger. */
export async function createHedger(agent: Agent, sender: Address, policy: Policy): Promise<Hedger> {
  const { client, config } = agent
  const vault = { address: config.spoke.spokeVault, abi: iSpokeVaultAbi } as const
  const [baseToken, quoteToken] = await Promise.all([
    client.readContract({ ...vault, functionName: 'baseToken' }),
    client.readContract({ ...vault, functionName: 'quoteToken' }),
  ])
  const decimalsOf = (address: Address) =>
    client.readContract({ address, abi: erc20Abi, functionName: 'decimals' })
  const [base, quote] = await Promise.all([decimalsOf(baseToken), decimalsOf(quoteToken)])
  const decimals = { base, quote }
  const pulls = new Map<number, Address>()

  async function pullOf(market: number): Promise<Address> {
    const known = pulls.get(market)
    if (known) return known
    const { pull } = await client.readContract({
      address: config.spoke.oracleRouter,
      abi: iOracleRouterAbi,
      functionName: 'sourcesOf',
      args: [market],
    })
    pulls.set(market, pull)
    return pull
  }

  return {
    agent,
    sender,
    policy,
    decimals,
    router: createRouter(client, baseToken, decimals),
    updateFee: async ({ market, updates }: PriceTick) => {
      if (updates.length === 0) return 0n
      return client.readContract({
        address: await pullOf(market),
        abi: iPythAbi,
        functionName: 'getUpdateFee',
        args: [updates],
      })
    },
  }
}
