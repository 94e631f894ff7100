import { type BandTerms, band, endingBand, targetVol } from './band.ts'
import { type European, european } from './european.ts'
import { alive, bands, dyadic, endingBands, grid, limits, scattered, targetVols } from './points.ts'
import { rounded } from './precise.ts'
import { sviTable } from './svi.ts'

const header = 'spot,strike,vol,tau,rate,yield,put,price,delta,gamma,vega,theta'

/** Inputs with 18 decimals, results with 27, as integers. */
function table(options: readonly European[]): string {
  const lines = options.map((option) => {
    const greeks = european(option)
    const results = [greeks.price, greeks.delta, greeks.gamma, greeks.vega, greeks.theta]
    const inputs = [option.spot, option.strike, option.vol, option.tau, option.rate, option.yield]
    return [...inputs, option.put ? 1 : 0, ...results.map((x) => rounded(x, 27n))].join(',')
  })
  return `${[header, ...lines].join('\n')}\n`
}

const allResults = ['price', 'delta', 'gamma', 'vega', 'theta', 'rho', 'vanna', 'volga'] as const

/** As above with all eight results. */
function wideTable(options: readonly European[]): string {
  const lines = options.map((option) => {
    const greeks = european(option)
    const given = [option.spot, option.strike, option.vol, option.tau, option.rate, option.yield]
    return [...given, option.put ? 1 : 0, ...allResults.map((name) => rounded(greeks[name], 27n))].join(',')
  })
  return `${['spot,strike,vol,tau,rate,yield,put,price,delta,gamma,vega,theta,rho,vanna,volga', ...lines].join('\n')}\n`
}

function bandTable(all: readonly BandTerms[]): string {
  const lines = all.map((terms) => {
    const { outer, inner } = band(terms)
    const inputs = [terms.costRate, terms.fixedCost, terms.riskAversion, terms.gamma, terms.spot]
    return [...inputs, rounded(outer, 27n), rounded(inner, 27n)].join(',')
  })
  return `${['costRate,fixedCost,riskAversion,gamma,spot,outer,inner', ...lines].join('\n')}\n`
}

function endingBandTable(all: ReturnType<typeof endingBands>): string {
  const lines = all.map((terms) => {
    const { outer, inner } = endingBand(terms)
    const inputs = [
      terms.costRate,
      terms.fixedCost,
      terms.riskAversion,
      terms.gamma,
      terms.spot,
      terms.variance,
    ]
    return [...inputs, rounded(outer, 27n), rounded(inner, 27n)].join(',')
  })
  return `${['costRate,fixedCost,riskAversion,gamma,spot,variance,outer,inner', ...lines].join('\n')}\n`
}

function targetVolTable(all: ReturnType<typeof targetVols>): string {
  const lines = all.map((terms) => {
    const inputs = [terms.costRate, terms.riskAversion, terms.gamma, terms.grossGamma, terms.spot]
    return [...inputs, rounded(targetVol(terms), 27n)].join(',')
  })
  return `${['costRate,riskAversion,gamma,grossGamma,spot,factor', ...lines].join('\n')}\n`
}

/** Every file of reference values, by name. */
export function tables(): ReadonlyMap<string, string> {
  return new Map([
    ['black-scholes/grid.csv', table(grid())],
    ['black-scholes/scattered.csv', table(scattered(400))],
    ['black-scholes/alive.csv', table(alive(400))],
    ['black-scholes/limits.csv', table(limits())],
    ['black-scholes/exact-inputs.csv', wideTable(dyadic(500))],
    ['bands.csv', bandTable(bands(150))],
    ['ending-bands.csv', endingBandTable(endingBands(150))],
    ['target-vols.csv', targetVolTable(targetVols(120))],
    ['svi.csv', sviTable(40)],
  ])
}
