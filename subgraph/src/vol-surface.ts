import { BigDecimal, BigInt } from '@graphprotocol/graph-ts'
import { Surface } from '../generated/schema'
import { SurfaceUpdated } from '../generated/VolSurface/VolSurface'
import { wad } from './decimals'
import { marketHead } from './heads'

export function handleSurfaceUpdated(event: SurfaceUpdated): void {
  const market = marketHead(event.params.market)
  const surface = new Surface(market.id)
  surface.market = market.id
  const smiles = event.params.smiles
  const expiries: BigInt[] = []
  const vols: BigDecimal[] = []
  const a: BigDecimal[] = []
  const b: BigDecimal[] = []
  const rho: BigDecimal[] = []
  const m: BigDecimal[] = []
  const sigma: BigDecimal[] = []
  for (let i = 0; i < smiles.length; i++) {
    const smile = smiles[i]
    expiries.push(smile.expiry)
    vols.push(wad(volAtTheMoney(smile.a, smile.b, smile.rho, smile.m, smile.sigma)))
    a.push(wad(smile.a))
    b.push(wad(smile.b))
    rho.push(wad(smile.rho))
    m.push(wad(smile.m))
    sigma.push(wad(smile.sigma))
  }
  surface.expiries = expiries
  surface.vols = vols
  surface.a = a
  surface.b = b
  surface.rho = rho
  surface.m = m
  surface.sigma = sigma
  surface.nonce = event.params.nonce
  surface.submitter = event.params.submitter
  surface.updatedAt = event.block.timestamp
  surface.save()
  market.surface = surface.id
  market.save()
}

const WAD = BigInt.fromString('1000000000000000000')

/** Vol of raw SVI at strike = forward, all in 18 decimals. */
function volAtTheMoney(a: BigInt, b: BigInt, rho: BigInt, m: BigInt, sigma: BigInt): BigInt {
  const root = m.times(m).plus(sigma.times(sigma)).sqrt()
  const tilt = root.times(WAD).minus(rho.times(m))
  const variance = a.plus(b.times(tilt).div(WAD).div(WAD))
  return variance.times(WAD).sqrt()
}
