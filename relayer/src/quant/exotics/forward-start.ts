import { fieldError, requirePositive, requireWithin } from '../field-error.ts'
import { black } from './european.ts'
import { checked, type Pricer } from './market.ts'

/** An option whose strike becomes `moneyness` times spot at `startsAt`, a fraction of its life (Rubinstein 1990). */
export function forwardStart({
  put,
  moneyness,
  startsAt,
}: {
  readonly put: boolean
  readonly moneyness: number
  readonly startsAt: number
}): Pricer {
  requirePositive('moneyness', moneyness)
  requireWithin('startsAt', startsAt, 0, 1)
  return checked(({ spot, vol, rate, yield: dividend }, years) => {
    const left = (1 - startsAt) * years
    const growth = Math.exp((rate - dividend) * left)
    const unit = black(put, growth, moneyness, vol * Math.sqrt(left), Math.exp(-rate * left))
    return spot * Math.exp(-dividend * (years - left)) * unit
  })
}

/** Resets of a cliquet as fractions of its life, and the bounds of each period's return. */
export type Cliquet = {
  readonly notional: number
  /** Rising from 0 to 1: period i runs from `resets[i]` to `resets[i + 1]`. */
  readonly resets: readonly number[]
  readonly floor: number
  readonly cap: number
}

/** Pays at expiry notional · Σ min(max(return of a period, floor), cap): a spread of forward-started calls each. */
export function cliquet({ notional, resets, floor, cap }: Cliquet): Pricer {
  requirePositive('notional', notional)
  if (!(floor >= -1 && floor <= cap)) throw fieldError('floor', floor, `from -1 to the cap, ${cap}`)
  resets.forEach((t, i) => {
    if (!(t >= (resets[i - 1] ?? 0) && t <= 1)) throw fieldError(`resets[${i}]`, t, 'rising within 0 and 1')
  })
  if (resets.length < 2) throw fieldError('resets', `a list of ${resets.length}`, 'two times or more')
  return checked(({ vol, rate, yield: dividend }, years) => {
    const discount = Math.exp(-rate * years)
    let value = 0
    for (let i = 1; i < resets.length; i++) {
      const period = (resets[i]! - resets[i - 1]!) * years
      const growth = Math.exp((rate - dividend) * period)
      const over = (level: number): number =>
        level === Number.POSITIVE_INFINITY
          ? 0
          : black(false, growth, 1 + level, vol * Math.sqrt(period), discount)
      value += discount * floor + over(floor) - over(cap)
    }
    return notional * value
  })
}
