import type { ExitTermsInput, MarketTerms, SpokeMarketTerms, SpokeTermsInput } from '@gimbal/contracts/deploy'
import { selfImpactFloor } from '../../src/quant/market-impact.ts'
import { pdf } from '../../src/quant/normal.ts'
import {
  clipShares,
  clipSize,
  selfImpactLimit,
  sliceSpacing,
  stabilityLimit,
} from '../../src/quant/trade-size.ts'
import type { PoolPlan } from '../venues/uniswap.ts'

/** 18-decimal fixed point of a number with at most nine significant decimals. */
export function wad(value: number): bigint {
  return BigInt(Math.round(value * 1e9)) * 10n ** 9n
}

const HOUR = 3_600
const DAY = 86_400
export const LOT = wad(0.01)
/** Relative risk aversion A. */
const RISK_AVERSION = 10

/** Gas of one hedge with its price update (test/golden/gas/spoke.json), and what an L2 asks for it. */
const HEDGE_GAS = 530_000
const GAS_PRICE_GWEI = 0.1

/** Moves of spot in the scenario list beyond the inner range, and their weight: a loss at twice the move counts half. */
const TAILS = [-0.66, -0.33, 0.5, 1, 2, 3, 4, 5] as const
const INNER_RANGE = 0.16

/** What the hub's governance would have voted for the market. */
export function marketTerms(firstPrice: number, initialVol: number): Omit<MarketTerms, 'gamma'> {
  const inner = [-4, -3, -2, -1, 0, 1, 2, 3, 4].flatMap((step) =>
    ([1, 0, -1] as const).map((volShock) => ({
      spotMul: wad(1 + (step * INNER_RANGE) / 4),
      volShock,
      damp: wad(1),
    })),
  )
  const tails = TAILS.map((move) => ({
    spotMul: wad(1 + move),
    volShock: 1,
    damp: wad(INNER_RANGE / Math.abs(move)),
  }))
  return {
    terms: { name: 'WETH/USDC', baseDecimals: 18, quoteDecimals: 6, lot: LOT },
    oracle: {
      tolerance: wad(0.01),
      maxPullAge: 120,
      // An hour, and the delay of a round on its way.
      baseHeartbeat: HOUR + 600,
      quoteHeartbeat: HOUR + 600,
      sequencerGrace: 600,
      minPrice: wad(firstPrice / 20),
      maxPrice: wad(firstPrice * 20),
    },
    settlement: { window: 900, instants: 15, grace: HOUR },
    thresholds: {
      initial: wad(1.2),
      maintenance: wad(1),
      emergency: wad(0.7),
      innerRange: wad(INNER_RANGE),
      volUp: wad(0.5),
      volDown: wad(0.25),
      volFloor: wad(0.5),
      shortCharge: wad(0.003),
      referenceVol: wad(Math.max(0.05, Math.min(3, initialVol))),
      bufferCap: wad(2),
      moveRate: wad(3),
    },
    mandate: {
      listCap: 16,
      gap: wad(0.25),
      ladderError: wad(0.25),
      republishShare: wad(0.05),
      gainRate: wad(0.5),
      haircutRate: wad(0.02),
      debtCap: 50_000_000_000n,
      debtRate: wad(0.1),
    },
    scenarios: [...inner, ...tails],
    surface: {
      maxAge: 4 * HOUR,
      minInterval: 60,
      maxStep: wad(0.1),
      minVol: wad(0.05),
      maxVol: wad(5),
      width: wad(1),
    },
  }
}

/** A lease far beyond the slowest message, and a report age that the relayer keeps by a wide margin. */
export const SPOKE_TERMS: SpokeTermsInput = {
  lease: 2 * HOUR,
  maxLease: 4 * HOUR,
  grace: HOUR,
  maxEpochJump: 1_000,
  reportAge: 3 * HOUR,
  quoteCap: 1_000_000_000_000_000n,
  maxPause: 600,
  pauseShare: 6 * HOUR,
  bridgeFee: wad(0.0001),
}

/** Messages take minutes here, and the bridge is made of them. */
export const EXIT_TERMS: ExitTermsInput = { routeTime: HOUR, withdrawalWindow: HOUR }

/** Cost of trading on a chain as a share of the notional: the cheapest fee, and the impact of a hedge of five units. */
export function costRateOf(pools: readonly PoolPlan[]): number {
  const usual = 5
  return Math.min(...pools.map(({ fee, depth }) => fee / 1e6 + (0.005 * usual) / depth / 2))
}

/** Fixed cost of a hedge in quote: its gas. */
export function fixedCostOf(firstPrice: number): number {
  return HEDGE_GAS * GAS_PRICE_GWEI * 1e-9 * firstPrice
}

/** Times a day that pools turn over what they hold within 50 bp. */
const DAILY_TURNS = 100
/** Y. */
const IMPACT_FACTOR = 1
/** Options at the money and days of the largest book. */
const LARGEST = { options: 100, days: 30 }

/**
 * The narrowest band whose hedges do not chase their own impact. Γ·σ_d of options at the money is their number · φ(0) / (S·√days),
 * whatever the vol.
 */
export function bandFloorOf(pools: readonly PoolPlan[], firstPrice: number): number {
  const depth = depthOf(pools)
  const gammaPerDailyVol = (LARGEST.options * pdf(0)) / (firstPrice * Math.sqrt(LARGEST.days))
  const market = { dailyVolume: DAILY_TURNS * depth, dailyVol: 1, impactFactor: IMPACT_FACTOR }
  return selfImpactFloor(gammaPerDailyVol, firstPrice, selfImpactLimit.usual, market)
}

function depthOf(pools: readonly PoolPlan[]): number {
  return pools.reduce((sum, pool) => sum + pool.depth, 0)
}

/** φ that governance begins with, over the quote within one percent of the price in all pools: twice that within 50 bp. */
export function gammaTerms(pools: readonly PoolPlan[], firstPrice: number): MarketTerms['gamma'] {
  const depth = pools.reduce((sum, pool) => sum + 2 * pool.depth, 0)
  return { depth: wad(depth * firstPrice), maxRatio: wad(stabilityLimit.usual) }
}

/** The market on one spoke: the band from what its pools and gas cost, the clip from what they bear. */
export function spokeMarketTerms(
  pools: readonly PoolPlan[],
  firstPrice: number,
  initialVol: number,
): SpokeMarketTerms {
  return {
    band: {
      riskAversion: wad(RISK_AVERSION),
      costRate: wad(costRateOf(pools)),
      fixedCost: wad(fixedCostOf(firstPrice)),
      floor: wad(bandFloorOf(pools, firstPrice)),
      cap: wad(100),
      capShare: wad(0.25),
    },
    limits: {
      slippage: wad(0.012),
      clip: clipOf(pools, initialVol),
      // The shortest that chance may make the time between slices.
      interval: sliceSpacing.seconds * (1 - sliceSpacing.jitter),
      turnoverCapacity: wad(1_000 * firstPrice),
      turnoverRate: wad((1_000 * firstPrice) / DAY),
      costCapacity: wad(10 * firstPrice),
      costRate: wad((10 * firstPrice) / DAY),
      // Above the worth of what the books hold on a spoke, so that each can be filled whole.
      fillCapacity: wad(3_000 * firstPrice),
      fillRate: wad((3_000 * firstPrice) / DAY),
      fillDistance: wad(1.25),
      fillFull: wad(3),
      pathAllowance: wad(200),
      pathRate: wad(200 / DAY),
    },
    liquidity: liquidityOf(pools, initialVol),
  }
}

/** Most base one hedge trades in the pools together. */
export function clipOf(pools: readonly PoolPlan[], vol: number): bigint {
  const halfPercentDepth = depthOf(pools)
  const market = {
    halfPercentDepth,
    dailyVolume: DAILY_TURNS * halfPercentDepth,
    dailyVol: vol / Math.sqrt(365),
    impactFactor: IMPACT_FACTOR,
  }
  return wad(clipSize(market, clipShares('usual')))
}

/** The facts that the contracts hold clip and floor to. Γ·S of the largest book: its options · φ(0) / (σ√τ). */
export function liquidityOf(pools: readonly PoolPlan[], vol: number): SpokeMarketTerms['liquidity'] {
  const dailyVol = vol / Math.sqrt(365)
  return {
    depth: wad(depthOf(pools)),
    dailyVolume: wad(DAILY_TURNS * depthOf(pools)),
    dailyImpact: wad(IMPACT_FACTOR * dailyVol),
    bookGamma: wad((LARGEST.options * pdf(0)) / (dailyVol * Math.sqrt(LARGEST.days))),
  }
}
