import { describe, expect, it } from 'vitest'
import { sqrtPriceOf, tickOf } from '../../relayer/localnet/venues/sqrt-price.ts'
import { type Pool, planLiquidity } from '../../relayer/localnet/venues/uniswap.ts'

const sides = { baseDecimals: 18, quoteDecimals: 6 }

describe('pools', () => {
  it('price either way round', () => {
    // 3000 USDC of 6 decimals for a WETH of 18: 3e-9 raw token1 per token0, or its inverse.
    const straight = sqrtPriceOf(3_000, { ...sides, baseIsToken0: true })
    const turned = sqrtPriceOf(3_000, { ...sides, baseIsToken0: false })
    expect((Number(straight) / 2 ** 96) ** 2 / 3e-9).toBeCloseTo(1, 12)
    expect(((Number(turned) / 2 ** 96) ** 2 * 3e-9) / 1).toBeCloseTo(1, 12)
  })

  it('know the tick of a price, on the spacing', () => {
    expect(tickOf(2n ** 96n, 10)).toBe(0)
    expect(tickOf(BigInt(Math.round(2 ** 96 * Math.sqrt(1.0001 ** 1_234))), 1)).toBe(1_234)
    expect(tickOf(BigInt(Math.round(2 ** 96 * Math.sqrt(1.0001 ** -1_234))), 60)).toBe(-1_260)
  })

  it('hold the depth they are planned for within half a percent', () => {
    const pool: Pool = { address: '0x', fee: 500, spacing: 10, depth: 120, baseIsToken0: true, ...sides }
    const { liquidity, lowTick, highTick } = planLiquidity(pool, 3_000)
    const [at, up] = [3_000, 3_015].map((price) => Number(sqrtPriceOf(price, pool)) / 2 ** 96)
    // Base out between two prices is L (1/√p - 1/√p').
    const base = (Number(liquidity) * (1 / at! - 1 / up!)) / 1e18
    expect(base).toBeGreaterThan(119)
    expect(base).toBeLessThan(121)
    expect(1.0001 ** ((highTick - lowTick) / 2)).toBeCloseTo(16, 1)
  })
})
