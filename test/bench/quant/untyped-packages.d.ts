// The parts of two untyped packages that the benchmark calls.
type Side = 'call' | 'put'
type Inputs = [spot: number, strike: number, tau: number, vol: number, rate: number, side: Side]

declare module 'black-scholes' {
  const blackScholes: { readonly blackScholes: (...inputs: Inputs) => number }
  export = blackScholes
}

declare module 'greeks' {
  const greeks: {
    readonly getDelta: (...inputs: Inputs) => number
    readonly getGamma: (...inputs: Inputs) => number
    readonly getVega: (...inputs: Inputs) => number
    readonly getTheta: (...inputs: [...Inputs, scale: number]) => number
  }
  export = greeks
}
