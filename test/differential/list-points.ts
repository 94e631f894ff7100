import { type Random, random } from './random.ts'
import { WAD, wad, wadNear } from './wad.ts'

/** A series of a list as the contracts take it: integers of 18 decimals, UNIX seconds. */
export interface ListLeg {
  readonly strike: bigint
  readonly expiry: bigint
  readonly put: boolean
  readonly size: bigint
  readonly vol: bigint
  readonly carry: bigint
}

/** A mandate's list at a spot and time. */
export interface ListPoint {
  readonly legs: readonly ListLeg[]
  readonly spot: bigint
  readonly time: bigint
  readonly terms: { readonly window: bigint; readonly instants: bigint }
}

const NOW = 1_767_225_600n

/** A few expiries, some about to settle or past; strikes that several series share; a vol of none now and then. */
function listPoint(draw: Random): ListPoint {
  const middle = draw.power(-1, 5)
  const expiries = Array.from({ length: 3 }, () => NOW + BigInt(Math.round(draw.power(0, 7.9))))
  const strikes = Array.from({ length: 4 }, () => wadNear(middle * Math.exp(draw.between(-0.7, 0.7)), draw))
  const vols = [wad(draw.between(0.01, 3)), wad(draw.between(0.2, 1.2))]
  const carries = [0n, 0n, wad(draw.between(-0.2, 0.2))]
  const sizes = draw.power(-3, 4)
  const past = draw.pick([0n, 0n, 0n, BigInt(Math.round(draw.power(0, 6)))])
  return {
    legs: Array.from({ length: 1 + Math.floor(draw.unit() * 16) }, () => ({
      strike: draw.pick(strikes),
      expiry: draw.pick(expiries),
      put: draw.unit() < 0.5,
      size: wadNear(sizes * draw.between(-1, 1), draw),
      vol: draw.unit() < 0.03 ? 0n : draw.pick(vols),
      carry: draw.pick(carries),
    })),
    spot: draw.unit() < 0.1 ? draw.pick(strikes) : wadNear(middle * Math.exp(draw.between(-0.5, 0.5)), draw),
    time: NOW + past,
    terms: draw.pick([
      { window: 1_800n, instants: 30n },
      { window: 900n, instants: 15n },
      { window: 86_400n, instants: 7n },
      { window: 0n, instants: 0n },
    ]),
  }
}

export function listPoints(count: number, seed: bigint): readonly ListPoint[] {
  const draw = random(seed)
  return Array.from({ length: count }, () => listPoint(draw))
}

/** Years to an expiry with 18 decimals, as the contracts have them. */
export function yearsOf(expiry: bigint, time: bigint): bigint {
  return ((expiry - time) * WAD) / 31_536_000n
}
