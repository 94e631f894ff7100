import { type Random, randomStream } from '../../relayer/src/random.ts'

/** What goes wrong; each for a while, a price gap for good. */
export const FAULTS = [
  'relayer-killed',
  'carrier-killed',
  'family-silent',
  'bridge-stalled',
  'liquidity-gone',
  'price-gap',
  'rpc-hung',
  'graph-node-frozen',
] as const

export type FaultKind = (typeof FAULTS)[number]

export interface Fault {
  readonly kind: FaultKind
  /** Seconds from the first price, and until it is over. */
  readonly at: number
  readonly lasts: number
  /** Which chain, family or step, where there is a choice: a number below one. */
  readonly choice: number
  /** Relative change of the price of a gap. */
  readonly gap?: number
}

export interface ScheduleOptions {
  readonly seed: number
  readonly minutes: number
  readonly kinds: readonly FaultKind[]
}

/** Minutes before the first fault, in which books get their first hedge, and after the last one, to come back. */
export const SETTLE = 12
export const RECOVERY = 30
/** Minutes between two faults of a kind: most lives overlap with others. */
const EVERY = 60

/** How long each lasts, in minutes; one hung endpoint holds up a step for its time-outs. */
const LASTS: Readonly<Record<FaultKind, readonly [number, number]>> = {
  'relayer-killed': [0, 4],
  'carrier-killed': [0, 4],
  'family-silent': [5, 20],
  'bridge-stalled': [5, 20],
  'liquidity-gone': [5, 20],
  'price-gap': [0, 0],
  'rpc-hung': [0.5, 0.5],
  'graph-node-frozen': [2, 10],
}

/** Every kind once at least, and once more for every hour there is room for; a seed gives the same again. */
export function scheduleOf({ seed, minutes, kinds }: ScheduleOptions): readonly Fault[] {
  const room = minutes - SETTLE - RECOVERY
  if (room <= 0) throw new RangeError(`a run takes more than ${SETTLE + RECOVERY} minutes`)
  const times = Math.max(1, Math.floor(room / EVERY))
  return kinds
    .flatMap((kind) => {
      const random = randomStream(seed, kind)
      return Array.from({ length: times }, (_, at) =>
        draw(kind, random, SETTLE + (at * room) / times, room / times),
      )
    })
    .toSorted((a, b) => a.at - b.at)
}

/** One fault that begins and ends within its own part of the run. */
function draw(kind: FaultKind, random: Random, from: number, room: number): Fault {
  const [least, most] = LASTS[kind]
  const lasts = Math.min(random.between(least, most), room)
  const at = from + random.between(0, room - lasts)
  const choice = random.uniform()
  const size = random.between(0.03, 0.08) * (random.uniform() < 0.5 ? -1 : 1)
  return {
    kind,
    at: Math.round(60 * at),
    lasts: Math.round(60 * lasts),
    choice,
    ...(kind === 'price-gap' ? { gap: size } : {}),
  }
}

/** Seconds from the first price until the last fault is over. */
export function lastEnd(schedule: readonly Fault[]): number {
  return Math.max(0, ...schedule.map(({ at, lasts }) => at + lasts))
}
