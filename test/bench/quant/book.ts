import { type Backend, createBookSheet, type Holding, type MarkedSeries } from '@gimbal/relayer/quant'

const START = 1_767_225_600
const BOOKS = 1_000
const POSITIONS = 50
const WEEK = 7 * 86_400

/** 512 series: 32 strikes, 8 expiries, calls and puts. */
function chain(): readonly MarkedSeries[] {
  return Array.from({ length: 512 }, (_, i) => ({
    strike: 1_500 + 100 * (i % 32),
    expiry: START + WEEK * (1 + ((i >> 5) % 8)),
    vol: 0.5 + 0.01 * (i % 17),
    carry: 0,
    put: i >= 256,
  }))
}

function holdings(book: number): readonly Holding[] {
  return Array.from({ length: POSITIONS }, (_, j) => ({
    series: (book * 37 + j * 101) % 512,
    size: (j % 2 === 0 ? 1 : -1) * (1 + ((book + j) % 9)),
  }))
}

export interface TickTimes {
  readonly backend: string
  readonly p50: number
  readonly p99: number
  /** As p99, of time on a processor: what is left of it when other programs interrupt. */
  readonly processorP99: number
}

const WARM_UP = 300
const TICKS = 100

/**
 * Milliseconds from a tick of one market to delta and gamma of 1,000 books of 50 positions over 512 series; the best of
 * some rounds, for other programs interrupt some.
 */
export function timeTicks(backend: Backend, rounds: number): TickTimes {
  const books = Array.from({ length: BOOKS }, (_, book) => holdings(book))
  const sheet = createBookSheet({
    backend,
    series: chain(),
    books,
    settlement: { window: 900, instants: 15 },
  })
  let tick = 0
  const step = () => {
    tick += 1
    const before = process.cpuUsage()
    const begun = performance.now()
    sheet.mark(3_000 * (1 + 0.02 * Math.sin(tick)), START + tick)
    const wall = performance.now() - begun
    const { user, system } = process.cpuUsage(before)
    return { wall, processor: (user + system) / 1_000 }
  }
  for (let i = 0; i < WARM_UP; i++) step()
  const runs = Array.from({ length: rounds }, () => {
    const times = Array.from({ length: TICKS }, step)
    const at = (share: number, kind: 'wall' | 'processor') =>
      times.map((time) => time[kind]).toSorted((a, b) => a - b)[Math.floor(share * TICKS)] ?? Number.NaN
    return { p50: at(0.5, 'wall'), p99: at(0.99, 'wall'), processorP99: at(0.99, 'processor') }
  })
  const best = (name: 'p50' | 'p99' | 'processorP99') => Math.min(...runs.map((run) => run[name]))
  return { backend: backend.name, p50: best('p50'), p99: best('p99'), processorP99: best('processorP99') }
}
