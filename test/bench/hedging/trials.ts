import { bandToEdge, bandToMiddle } from '../../../relayer/src/quant/hedging/policies/constant-band.ts'
import { fixedTime } from '../../../relayer/src/quant/hedging/policies/fixed-time.ts'
import { leland } from '../../../relayer/src/quant/hedging/policies/leland.ts'
import { endlessTwoThreshold, gimbal } from '../../../relayer/src/quant/hedging/policies/two-threshold.ts'
import { whalleyWilmott } from '../../../relayer/src/quant/hedging/policies/whalley-wilmott.ts'
import { zakamouline } from '../../../relayer/src/quant/hedging/policies/zakamouline.ts'
import type { Policy } from '../../../relayer/src/quant/hedging/policy.ts'
import { AVERSIONS, CELLS, type Cell, INTERVAL } from './setting.ts'
import type { Subject } from './subject.ts'

export const POLICIES = [
  'fixed time',
  'Leland',
  'band to middle',
  'band to edge',
  'Whalley-Wilmott',
  'Zakamouline',
  'endless two-threshold',
  'Gimbal',
] as const
export type PolicyName = (typeof POLICIES)[number]
/** Those of others, which the rule has to beat. */
export const RIVALS: readonly PolicyName[] = POLICIES.slice(0, 6)

/** One policy at one width. Its trades do not depend on the costs of the cells it is measured in. */
export interface Trial {
  readonly policy: PolicyName
  /** Hours, base units or risk aversion, whatever the policy is swept by. */
  readonly width: number
  readonly cells: readonly Cell[]
  readonly make: (vol: number) => Policy
}

function geometric(low: number, high: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => low * (high / low) ** (i / (count - 1)))
}

const HOURS = [1, 2, 4, 6, 8, 12, 18, 24, 36, 48, 72, 96, 144, 240]
const WIDTHS = geometric(0.006, 0.8, 14)

/** Wider than the rule's own sweep, so that rivals reach its risk at both ends. */
const WIDE = geometric(0.04, 70, 10)

/** Every policy at every width; γ = A over the requirement. */
export function trialsOf({ requirement, gross, steps }: Subject): readonly Trial[] {
  const trials: Trial[] = []
  const add = (
    policy: PolicyName,
    widths: readonly number[],
    cells: readonly Cell[],
    make: (width: number, vol: number) => Policy,
  ) => {
    for (const width of widths) trials.push({ policy, width, cells, make: (vol) => make(width, vol) })
  }
  const widths = WIDTHS.map((width) => width * gross)
  add('fixed time', HOURS, CELLS, (hours) => fixedTime(hours))
  add('band to middle', widths, CELLS, (width) => bandToMiddle(width))
  add('band to edge', widths, CELLS, (width) => bandToEdge(width))
  // its trades depend on λ/γ alone
  add('Whalley-Wilmott', geometric(4e-6, 1.5, 16), CELLS, (ratio) => whalleyWilmott(ratio, 1))
  for (const costRate of new Set(CELLS.map((cell) => cell.costRate))) {
    const cells = CELLS.filter((cell) => cell.costRate === costRate)
    add('Leland', HOURS, cells, (hours, vol) => leland(hours, INTERVAL, costRate, vol))
    add('Zakamouline', WIDE, cells, (aversion, vol) =>
      zakamouline(costRate, aversion / requirement, vol, steps * INTERVAL),
    )
    for (const cell of cells) {
      const terms = (aversion: number) => ({ ...cell, riskAversion: aversion / requirement })
      add('endless two-threshold', geometric(0.15, 60, 5), [cell], (aversion) =>
        endlessTwoThreshold(terms(aversion)),
      )
      add('Gimbal', AVERSIONS, [cell], (aversion) => gimbal(terms(aversion)))
    }
  }
  return trials
}
