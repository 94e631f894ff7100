export { type CandleColumns, type Days, dailyVariance } from './daily-variance.ts'
export { type DieboldMariano, dieboldMariano } from './diebold-mariano.ts'
export { ewma } from './ewma.ts'
export { garch } from './garch.ts'
export { har, harAhead } from './har.ts'
export { type LogHarTerms, logHar, logHarAhead, logHarRange, logHarRidge, logHarWeekend } from './log-har.ts'
export { qlike, squaredError } from './losses.ts'
export type { VarianceForecast, VarianceModel } from './model.ts'
export {
  fitOutlook,
  OUTLOOK_WINDOW,
  type Outlook,
  type OutlookModel,
  totalAhead,
  type VarianceTerm,
} from './outlook.ts'
export { randomWalk } from './random-walk.ts'
export { type Evaluation, type WalkForward, walkForward } from './walk-forward.ts'
