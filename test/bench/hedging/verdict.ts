import type { Risk } from '../../../relayer/src/quant/hedging/frontier.ts'
import type { CellReport, Comparison, Ratio } from './compare.ts'
import { type PolicyName, RIVALS } from './trials.ts'

export interface Verdict {
  readonly rival: PolicyName
  readonly ratio: Ratio
  /** Least ratio that is asked for. */
  readonly needed: number
  /** Within the error bar, as far as that is taken into account. */
  readonly holds: boolean
  /** Without it. */
  readonly outright: boolean
}

/** Where b/a lies in here, gas matters and the rule has to be a tenth cheaper than the best rival. */
const GAS_MATTERS = [0.2, 0.8] as const

/** A wider error bar says too little to excuse anything beyond this. */
const WIDEST_EXCUSE = 0.1

/**
 * The best rival and whether the rule keeps its promise against it, within the error bar: without gas at most 2 % dearer than the
 * better of Whalley-Wilmott and Zakamouline, with gas cheaper than all, and by 10 % where gas matters.
 */
export function verdict(cell: CellReport, comparison: Comparison, risk: Risk): Verdict {
  const ratios = comparison.ratios[risk]
  const rivals =
    cell.fixedCost === 0
      ? RIVALS.filter((name) => name === 'Whalley-Wilmott' || name === 'Zakamouline')
      : RIVALS
  // one that cannot be compared is not beaten
  const score = (name: PolicyName) => (Number.isNaN(ratios[name].ratio) ? 0 : ratios[name].ratio)
  const rival = rivals.reduce((best, name) => (score(name) < score(best) ? name : best))
  const ratio = ratios[rival]
  const needed = neededRatio(cell, comparison)
  return {
    rival,
    ratio,
    needed,
    holds: ratio.ratio + Math.min(ratio.error, WIDEST_EXCUSE) >= needed,
    outright: ratio.ratio >= needed,
  }
}

function neededRatio({ fixedCost }: CellReport, { thresholds }: Comparison): number {
  if (fixedCost === 0) return 1 / 1.02
  return thresholds >= GAS_MATTERS[0] && thresholds <= GAS_MATTERS[1] ? 1 / 0.9 : 1
}
