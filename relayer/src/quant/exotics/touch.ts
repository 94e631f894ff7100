import { requirePositive } from '../field-error.ts'
import { checked, type Pricer } from './market.ts'
import { hitProbability, hitShare, paidAtHit } from './reflection.ts'

/** What touches pay: cash, or the asset. */
export type Payment = { readonly kind: 'cash'; readonly amount: number } | { readonly kind: 'asset' }

export type Touch = {
  readonly barrier: number
  /** Side of the barrier from which it is touched: `down` is touched from above. */
  readonly side: 'down' | 'up'
  readonly pays: Payment
}

/** Pays once the barrier is touched, at that moment or at expiry (Haug 1998, p. 92). At the barrier or beyond it pays at once. */
export function oneTouch({ barrier, side, pays, when }: Touch & { readonly when: 'hit' | 'expiry' }): Pricer {
  requirePositive('barrier', barrier)
  if (pays.kind === 'cash') requirePositive('amount', pays.amount)
  return checked((market, years) => {
    const touched = isTouched(market.spot, barrier, side)
    if (when === 'hit') {
      const paid = pays.kind === 'cash' ? pays.amount : touched ? market.spot : barrier
      return touched ? paid : paid * paidAtHit(market, years, barrier)
    }
    if (pays.kind === 'cash') {
      const sure = pays.amount * Math.exp(-market.rate * years)
      return touched ? sure : sure * hitProbability(market, years, barrier)
    }
    const sure = market.spot * Math.exp(-market.yield * years)
    return touched ? sure : sure * hitShare(market, years, barrier)
  })
}

/** Pays at expiry if the barrier was never touched. */
export function noTouch({ barrier, side, pays }: Touch): Pricer {
  const touch = oneTouch({ barrier, side, pays, when: 'expiry' })
  return checked((market, years) => {
    if (isTouched(market.spot, barrier, side)) return 0
    const sure =
      pays.kind === 'cash'
        ? pays.amount * Math.exp(-market.rate * years)
        : market.spot * Math.exp(-market.yield * years)
    return Math.max(0, sure - touch(market, years))
  })
}

function isTouched(spot: number, barrier: number, side: 'down' | 'up'): boolean {
  return side === 'down' ? spot <= barrier : spot >= barrier
}
