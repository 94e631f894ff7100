import type { HedgingReport } from '../hedging/replay.ts'

const SIZE = { width: 640, height: 300 } as const
const FRAME = { left: 70, top: 34, right: 20, bottom: 46 } as const
const COLOURS = { old: '#8a8a8a', new: '#d00000' } as const

/** Cost against gain of every path under old and new terms, one panel a market. */
export function chartOf(reports: readonly HedgingReport[]): string {
  const panels = reports.map(
    (report, i) => `<g transform="translate(0 ${i * SIZE.height})">${panel(report)}</g>`,
  )
  const height = SIZE.height * reports.length
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${height}" font-family="sans-serif" font-size="11">`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    ...panels,
    '</svg>\n',
  ].join('\n')
}

function panel({ market, quote, byPath }: HedgingReport): string {
  const points = byPath.flatMap((path) => [path.old, path.new])
  const gains = rangeOf(points.map(({ gain }) => gain))
  const costs = rangeOf([0, ...points.map(({ cost }) => cost)])
  const [wide, high] = [SIZE.width - FRAME.left - FRAME.right, SIZE.height - FRAME.top - FRAME.bottom]
  const x = (gain: number): string => (FRAME.left + wide * placeIn(gain, gains)).toFixed(1)
  const y = (cost: number): string => (FRAME.top + high * (1 - placeIn(cost, costs))).toFixed(1)
  const dot = ({ gain, cost }: { readonly gain: number; readonly cost: number }, of: 'old' | 'new') =>
    `<circle cx="${x(gain)}" cy="${y(cost)}" r="2.6" fill="${COLOURS[of]}" fill-opacity="0.75"/>`
  const link = (path: HedgingReport['byPath'][number]) =>
    `<line x1="${x(path.old.gain)}" y1="${y(path.old.cost)}" x2="${x(path.new.gain)}" y2="${y(path.new.cost)}" stroke="#dddddd"/>`
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((part) => [
    `<text x="${(FRAME.left + wide * part).toFixed(1)}" y="${SIZE.height - 28}" text-anchor="middle">${short(at(part, gains))}</text>`,
    `<text x="${FRAME.left - 6}" y="${(FRAME.top + high * (1 - part) + 4).toFixed(1)}" text-anchor="end">${short(at(part, costs))}</text>`,
  ])
  return [
    `<text x="${FRAME.left}" y="18">${market}: every path, cost of hedging (up) against gain net of it, ${quote}</text>`,
    `<rect x="${FRAME.left}" y="${FRAME.top}" width="${wide}" height="${high}" fill="none" stroke="#cccccc"/>`,
    ...ticks,
    ...byPath.map(link),
    ...byPath.map((path) => dot(path.old, 'old')),
    ...byPath.map((path) => dot(path.new, 'new')),
    `<g transform="translate(${FRAME.left} ${SIZE.height - 9})"><circle cx="5" cy="-4" r="3" fill="${COLOURS.old}"/><text x="12">old</text><circle cx="50" cy="-4" r="3" fill="${COLOURS.new}"/><text x="57">new</text></g>`,
  ].join('\n')
}

type Range = { readonly low: number; readonly high: number }

/** Never empty: equal values get a little room. */
function rangeOf(values: readonly number[]): Range {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return high > low ? { low, high } : { low: low - 1, high: high + 1 }
}

function placeIn(value: number, { low, high }: Range): number {
  return (value - low) / (high - low)
}

function at(part: number, { low, high }: Range): number {
  return low + part * (high - low)
}

function short(value: number): string {
  return Number(value.toPrecision(3)).toString()
}
