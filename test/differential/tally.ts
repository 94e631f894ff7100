/** The worst of one measure over all points, the bound it is held against, and where it was. */
export interface Measure {
  readonly name: string
  readonly bound: number
  worst: number
  points: number
  at: unknown
}

export interface Tally {
  /** Takes a value in; what is not a number is worse than any. */
  readonly note: (name: string, bound: number, value: number, at: unknown) => void
  readonly measures: () => readonly Measure[]
}

export function tally(): Tally {
  const all = new Map<string, Measure>()
  return {
    note: (name, bound, value, at) => {
      const found = all.get(name) ?? { name, bound, worst: -1, points: 0, at }
      all.set(name, found)
      found.points += 1
      const bad = Number.isNaN(value) ? Number.POSITIVE_INFINITY : value
      if (bad > found.worst) Object.assign(found, { worst: bad, at })
    },
    measures: () => [...all.values()],
  }
}

export function broken({ worst, bound }: Measure): boolean {
  return !(worst <= bound)
}

/** One line a measure. */
export function tableOf(measures: readonly Measure[]): string {
  return measures
    .map((measure) => {
      const { name, worst, bound, points } = measure
      const mark = broken(measure) ? '  BROKEN' : ''
      return `${worst.toExponential(1).padStart(10)}  (${bound.toExponential(0)})  ${String(points).padStart(7)}  ${name}${mark}`
    })
    .join('\n')
}
