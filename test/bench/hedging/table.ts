import type { Risk } from '../../../relayer/src/quant/hedging/frontier.ts'
import type { CellReport, Ratio } from './compare.ts'
import type { FloorRow } from './floors.ts'
import { POLICIES } from './trials.ts'
import { verdict } from './verdict.ts'

const OTHERS = POLICIES.filter((policy) => policy !== 'Gimbal')
const HEADS = ['fixed', 'Leland', 'middle', 'edge', 'WW', 'Zakam.', 'endless'] as const

export function floorTable(rows: readonly FloorRow[], paths: number): string {
  const lines = rows.map(({ model, costRate, deviation, cells }) => {
    const figures = cells.map(({ cost, error, floor }) =>
      `${figure(cost)}${Number.isFinite(cost) ? `±${error.toFixed(3)}` : ''} (${floor === undefined ? '–' : floor.toFixed(3)})`.padStart(
        21,
      ),
    )
    return `${`${model} ${costRate * 1e4} bp`.padEnd(14)}${deviation.toFixed(3)}${figures.join('')}`
  })
  const head = ['fixed time', 'band to middle', 'band to edge', 'WW', 'Zakamouline']
  return [
    `cost without gas at a given deviation, ${paths} paths (in brackets: the published floor)`,
    `${'model, λ'.padEnd(14)}std  ${head.map((name) => name.padStart(21)).join('')}`,
    ...lines,
  ].join('\n')
}

/** One line per cell and risk aversion: Gimbal's own risk and least cost there, then every policy's cost over Gimbal's at that risk. */
export function ratioTable(title: string, cells: readonly CellReport[], risk: Risk): string {
  const lines = cells.flatMap((cell) =>
    cell.comparisons.map((comparison) => {
      const { own, least, aversion, thresholds } = comparison
      const { rival, ratio, needed, holds } = verdict(cell, comparison, risk)
      const others = OTHERS.map((policy) => marked(comparison.ratios[risk][policy]).padStart(8))
      return [
        `${cell.costRate * 1e4}`.padStart(4),
        `${cell.fixedCost}`.padStart(8),
        aversion.toFixed(1).padStart(6),
        thresholds.toFixed(2).padStart(6),
        own[risk].toFixed(3).padStart(8),
        least[risk].toFixed(3).padStart(8),
        ...others,
        `  ${holds ? 'holds' : 'FAILS'}, needs ${needed.toFixed(3)}: ${bar(ratio)} ${rival}`,
      ].join('')
    }),
  )
  const name = risk === 'deviation' ? 'std' : 'CVaR95'
  return [
    `${title}: cost of each policy over Gimbal's at Gimbal's ${name}`,
    `λ bp       k     A   b/a${name.padStart(8)}    cost${HEADS.map((head) => head.padStart(8)).join('')}  best rival`,
    ...lines,
    '* has no width of that risk: both are read at the nearest that it has',
  ].join('\n')
}

function bar(ratio: Ratio): string {
  return `${marked(ratio)}±${ratio.error.toFixed(3)}`
}

function marked({ ratio, beyond }: Ratio): string {
  return beyond === undefined ? figure(ratio) : `${figure(ratio)}*`
}

function figure(value: number): string {
  if (Number.isNaN(value)) return 'apart'
  return Number.isFinite(value) ? value.toFixed(3) : 'never'
}
