import { efficient } from '../../../relayer/src/quant/hedging/frontier.ts'
import type { CellReport, Swept } from './compare.ts'
import { POLICIES, type PolicyName } from './trials.ts'

const WIDTH = 300
const HEIGHT = 220
const MARGIN = { left: 46, top: 26, right: 10, bottom: 34 }
const COLOURS: Record<PolicyName, string> = {
  'fixed time': '#999999',
  Leland: '#b08d57',
  'band to middle': '#e69f00',
  'band to edge': '#56b4e9',
  'Whalley-Wilmott': '#009e73',
  Zakamouline: '#cc79a7',
  'endless two-threshold': '#0072b2',
  Gimbal: '#d00000',
}

/** A panel for every cell, a row for every model and λ; cost against deviation, both logarithmic. */
export function frontierSvg(reports: ReadonlyMap<string, readonly CellReport[]>): string {
  const panels: string[] = []
  const rows: (readonly [string, readonly CellReport[]])[] = []
  for (const [model, cells] of reports) {
    const rates = [...new Set(cells.map(({ costRate }) => costRate))]
    for (const rate of rates) rows.push([model, cells.filter(({ costRate }) => costRate === rate)])
  }
  rows.forEach(([model, cells], row) => {
    cells.forEach((cell, column) => {
      panels.push(
        `<g transform="translate(${column * WIDTH} ${row * HEIGHT + 30})">${panel(model, cell)}</g>`,
      )
    })
  })
  const columns = Math.max(...rows.map(([, cells]) => cells.length))
  const legend = POLICIES.map(
    (policy, at) =>
      `<g transform="translate(${MARGIN.left + at * 145} 16)"><path d="M0 0h22" stroke="${COLOURS[policy]}" stroke-width="2.5"/>` +
      `<text x="27" y="4">${policy}</text></g>`,
  )
  const size = `${columns * WIDTH} ${rows.length * HEIGHT + 40}`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" font-family="sans-serif" font-size="11">`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    ...legend,
    ...panels,
    '</svg>\n',
  ].join('\n')
}

function panel(model: string, cell: CellReport): string {
  const lines = POLICIES.map((policy) => ({ policy, points: shown(cell.frontiers[policy]) }))
  const own = shown(cell.frontiers.Gimbal)
  const [left, right] = [own.at(-1)!.deviation * 0.9, own[0]!.deviation * 1.1]
  const [low, high] = [own[0]!.cost * 0.8, own.at(-1)!.cost * 1.6]
  const inner = { width: WIDTH - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom }
  const x = (value: number) => MARGIN.left + (inner.width * Math.log(value / left)) / Math.log(right / left)
  const y = (value: number) => MARGIN.top + inner.height * (1 - Math.log(value / low) / Math.log(high / low))
  const clip = `clip-${model}-${cell.costRate}-${cell.fixedCost}`.replaceAll('.', '_')
  const curves = lines.map(
    ({ policy, points }) =>
      `<polyline fill="none" stroke="${COLOURS[policy]}" stroke-width="${policy === 'Gimbal' ? 2.5 : 1.3}" points="` +
      `${points.map(({ deviation, cost }) => `${x(deviation).toFixed(1)},${y(cost).toFixed(1)}`).join(' ')}"/>`,
  )
  const ticks = [
    ...marks(left, right).map(
      (at) => `<text x="${x(at).toFixed(1)}" y="${HEIGHT - 18}" text-anchor="middle">${at}</text>`,
    ),
    ...marks(low, high).map(
      (at) => `<text x="${MARGIN.left - 4}" y="${(y(at) + 4).toFixed(1)}" text-anchor="end">${at}</text>`,
    ),
  ]
  const frame = `x="${MARGIN.left}" y="${MARGIN.top}" width="${inner.width}" height="${inner.height}"`
  return [
    `<clipPath id="${clip}"><rect ${frame}/></clipPath>`,
    `<rect ${frame} fill="none" stroke="#cccccc"/>`,
    `<text x="${MARGIN.left}" y="${MARGIN.top - 7}">${model}, λ ${cell.costRate * 1e4} bp, k ${cell.fixedCost}</text>`,
    `<text x="${WIDTH / 2}" y="${HEIGHT - 5}" text-anchor="middle">std of P&amp;L; up: cost</text>`,
    ...ticks,
    `<g clip-path="url(#${clip})">${curves.join('')}</g>`,
  ].join('\n')
}

function shown(points: readonly Swept[]): readonly Swept[] {
  return efficient(points, 'deviation')
}

/** 1, 2 and 5 times powers of ten between two ends. */
function marks(low: number, high: number): number[] {
  const found: number[] = []
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const digit of [1, 2, 5]) {
      const value = Number(`${digit}e${power}`)
      if (value >= low && value <= high) found.push(value)
    }
  }
  return found
}
