export { type ImpliedVol, impliedVol, type Quote } from './implied-vol.ts'
export { minimumVarianceDelta, volPerReturn } from './minimum-variance-delta.ts'
export { durrleman, requireSvi, type Svi, totalVariance, worstButterfly, worstCalendar } from './svi.ts'
export { fitSvi, type Smile, type SviFit } from './svi-fit.ts'
