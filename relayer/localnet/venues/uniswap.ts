import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Abi, type Address, getAddress, type Hex } from 'viem'
import type { LocalChain } from '../chain/local-chain.ts'
import { type PoolSide, sqrtPriceOf, tickOf } from './sqrt-price.ts'

const require = createRequire(import.meta.url)

function published(name: 'UniswapV3Factory' | 'UniswapV3Pool'): {
  readonly abi: Abi
  readonly bytecode: Hex
} {
  const file = require.resolve(`@uniswap/v3-core/artifacts/contracts/${name}.sol/${name}.json`)
  return JSON.parse(readFileSync(file, 'utf8')) as { abi: Abi; bytecode: Hex }
}

const factory = published('UniswapV3Factory')
/** The pool's own ABI, as published. */
export const poolAbi = published('UniswapV3Pool').abi

/** A pool of the local network. */
export type Pool = PoolSide & {
  readonly address: Address
  /** In millionths. */
  readonly fee: number
  readonly spacing: number
  /** Base within half a percent of the price, either way. */
  readonly depth: number
}

export type PoolPlan = { readonly fee: 100 | 500 | 3_000 | 10_000; readonly depth: number }

type Tokens = {
  readonly base: Address
  readonly quote: Address
  readonly baseDecimals: number
  readonly quoteDecimals: number
}

/** Deploys Uniswap's own factory, with the 0.01 % tier that its owner added on mainnet. */
export async function deployFactory(chain: LocalChain, owner: Address): Promise<Address> {
  const address = await chain.create(owner, factory.bytecode)
  await chain.execute(owner, address, factory.abi, 'enableFeeAmount', [100, 1])
  return address
}

/** Makes a pool at a price; it has no liquidity yet. */
export async function createPool(
  chain: LocalChain,
  owner: Address,
  factoryAddress: Address,
  tokens: Tokens,
  plan: PoolPlan,
  price: number,
): Promise<Pool> {
  const pair = [tokens.base, tokens.quote, plan.fee] as const
  await chain.execute(owner, factoryAddress, factory.abi, 'createPool', pair)
  const at = { address: factoryAddress, abi: factory.abi, functionName: 'getPool', args: [...pair] } as const
  const address = getAddress((await chain.client.readContract(at)) as Address)
  const spacing = (await chain.client.readContract({
    address,
    abi: poolAbi,
    functionName: 'tickSpacing',
  })) as number
  const side: PoolSide = {
    baseIsToken0: BigInt(tokens.base) < BigInt(tokens.quote),
    baseDecimals: tokens.baseDecimals,
    quoteDecimals: tokens.quoteDecimals,
  }
  await chain.execute(owner, address, poolAbi, 'initialize', [sqrtPriceOf(price, side)])
  return { address, fee: plan.fee, spacing, depth: plan.depth, ...side }
}

/** Prices between which liquidity is provided, as multiples of the first price. */
const REACH = 16

/** What a position of the pool's depth is made of. */
export type LiquidityPlan = {
  readonly liquidity: bigint
  readonly lowTick: number
  readonly highTick: number
  /** Native units, a little more than needed. */
  readonly base: bigint
  readonly quote: bigint
}

/**
 * A position from a sixteenth to sixteen times the price with `depth` base within 50 bp.
 *
 * Moving the price by a share s takes about s/2 of the virtual reserve X = L / sqrt(p), so X = depth / 0.0025.
 */
export function planLiquidity(pool: Pool, price: number): LiquidityPlan {
  const virtualBase = pool.depth / 0.0025
  const [rawBase, rawQuote] = [
    virtualBase * 10 ** pool.baseDecimals,
    virtualBase * price * 10 ** pool.quoteDecimals,
  ]
  const edges = [sqrtPriceOf(price / REACH, pool), sqrtPriceOf(price * REACH, pool)].map((edge) =>
    tickOf(edge, pool.spacing),
  )
  return {
    liquidity: BigInt(Math.round(Math.sqrt(rawBase * rawQuote))),
    lowTick: Math.min(...edges),
    highTick: Math.max(...edges),
    base: BigInt(Math.ceil(rawBase)),
    quote: BigInt(Math.ceil(rawQuote)),
  }
}
