import type { Sheet } from '@gimbal/relayer/quant'
import { BlackCalculator, Option } from '@quantlib/ql'
import { BlackScholes } from '@uqee/black-scholes'
import blackScholes from 'black-scholes'
import greeks from 'greeks'

/** Writes price, delta, gamma, vega and theta of every row into the sheet, each in our units. */
export type Evaluate = (sheet: Sheet) => void

function uqee(precision: 'single' | 'double'): Evaluate {
  const model = new BlackScholes({ sigmaToPricePrecision: precision })
  return ({ rows, options, greeks: out }) => {
    const { spot, strike, tau, vol, rate, sign } = options
    for (let i = 0; i < rows; i++) {
      const option = model.option({
        rate: rate[i]!,
        sigma: vol[i]!,
        strike: strike[i]!,
        time: tau[i]!,
        type: sign[i] === 1 ? 'call' : 'put',
        underlying: spot[i]!,
      })
      out.price[i] = option.price
      out.delta[i] = option.delta
      out.gamma[i] = option.gamma
      out.vega[i] = option.vega
      // it counts what is lost, not what is gained, as time passes
      out.theta[i] = -option.theta
    }
  }
}

const loppatto: Evaluate = ({ rows, options, greeks: out }) => {
  const { spot, strike, tau, vol, rate, sign } = options
  for (let i = 0; i < rows; i++) {
    const side = sign[i] === 1 ? 'call' : 'put'
    const inputs = [spot[i]!, strike[i]!, tau[i]!, vol[i]!, rate[i]!, side] as const
    out.price[i] = blackScholes.blackScholes(...inputs)
    out.delta[i] = greeks.getDelta(...inputs)
    out.gamma[i] = greeks.getGamma(...inputs)
    // per 1 % of vol
    out.vega[i] = 100 * greeks.getVega(...inputs)
    out.theta[i] = greeks.getTheta(...inputs, 1)
  }
}

const quantlib: Evaluate = ({ rows, options, greeks: out }) => {
  const { spot, strike, tau, vol, rate, sign } = options
  for (let i = 0; i < rows; i++) {
    const s = spot[i]!
    const t = tau[i]!
    const discount = Math.exp(-rate[i]! * t)
    const calculator = new BlackCalculator().init2(
      sign[i] === 1 ? Option.Type.Call : Option.Type.Put,
      strike[i]!,
      s / discount,
      vol[i]! * Math.sqrt(t),
      discount,
    )
    out.price[i] = calculator.value()
    out.delta[i] = calculator.delta(s)
    out.gamma[i] = calculator.gamma(s)
    out.vega[i] = calculator.vega(t)
    out.theta[i] = calculator.theta(s, t)
  }
}

export interface Peer {
  readonly name: string
  readonly evaluate: Evaluate
  /** Rows of its rounds: the slow ones are given fewer. */
  readonly rows: number
}

/** What others use in JavaScript. */
export const peers: readonly Peer[] = [
  { name: '@uqee/black-scholes', evaluate: uqee('single'), rows: 4_096 },
  { name: '@uqee/black-scholes (double)', evaluate: uqee('double'), rows: 4_096 },
  { name: '@quantlib/ql BlackCalculator', evaluate: quantlib, rows: 1_024 },
  { name: 'black-scholes + greeks', evaluate: loppatto, rows: 128 },
]
