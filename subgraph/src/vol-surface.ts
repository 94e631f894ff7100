import { BigInt } from '@graphprotocol/graph-ts'
import { Surface } from '../generated/schema'
import { SurfaceUpdated, TermsSet } from '../generated/VolSurface/VolSurface'
import { wads } from './decimals'
import { marketHead } from './heads'
import { changeParameter } from './parameters'

export function handleSurfaceUpdated(event: SurfaceUpdated): void {
  const market = marketHead(event.params.market)
  const surface = new Surface(market.id)
  surface.market = market.id
  const expiries: BigInt[] = []
  for (let i = 0; i < event.params.expiries.length; i++) {
    expiries.push(event.params.expiries[i])
  }
  surface.expiries = expiries
  surface.vols = wads(event.params.vols)
  surface.updater = event.params.updater
  surface.updatedAt = event.block.timestamp
  surface.save()
  market.surface = surface.id
  market.save()
}

export function handleSurfaceTermsSet(event: TermsSet): void {
  const terms = event.params.terms
  changeParameter(
    event,
    'surfaceTerms',
    event.params.market,
    null,
    ['maxAge', 'minInterval', 'maxStep', 'minVol', 'maxVol'],
    [],
    [terms.maxAge, terms.minInterval, terms.maxStep, terms.minVol, terms.maxVol],
  )
}
