import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readPrices } from '../../../relayer/src/market/price-file.ts'
import {
  dailyVariance,
  dieboldMariano,
  type Evaluation,
  ewma,
  garch,
  har,
  logHarRange,
  logHarRidge,
  logHarWeekend,
  randomWalk,
  walkForward,
} from '../../../relayer/src/quant/forecast/index.ts'

const usage = `npm run bench:forecast -- --prices FILE [--window DAYS] [--refit DAYS] [--json]

Forecasts of the next day's realised variance, walked forward over a file of prices: mean QLIKE and squared error out of
sample, and the Diebold–Mariano p-value of the QLIKE against the model in use.

  --prices FILE   candles as npm start reads them; hourly is what the models are made for
  --window DAYS   days each fit sees, 30 of them for the longest average (730)
  --refit DAYS    days between two fits (20)`

const MODELS = [randomWalk, garch, ewma, har, logHarWeekend, logHarRidge, logHarRange]

const { values } = parseArgs({
  options: {
    prices: { type: 'string' },
    window: { type: 'string', default: '730' },
    refit: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
if (values.help || values.prices === undefined) {
  console.log(usage)
  process.exit(values.help ? 0 : 2)
}

const { candles } = readPrices(values.prices, readFileSync(values.prices, 'utf8'))
const days = dailyVariance({
  times: candles.map(({ time }) => time),
  highs: candles.map(({ high }) => high),
  lows: candles.map(({ low }) => low),
  closes: candles.map(({ close }) => close),
})
const terms = { window: whole('window', values.window), refit: whole('refit', values.refit) }
if (terms.window < 60 || terms.window >= days.start.length) {
  console.error(
    `--window: ${terms.window} is not within 60 and the ${days.start.length - 1} days before the last`,
  )
  process.exit(2)
}
const evaluations = MODELS.map((model) => walkForward(days, model, terms))
const used = evaluations.at(-1)!
const rows = evaluations.map((evaluation) => ({
  model: evaluation.model,
  qlike: evaluation.qlike,
  mse: evaluation.mse,
  pValue: dieboldMariano(used.qlikes, evaluation.qlikes).pValue,
}))
if (values.json) {
  console.log(JSON.stringify({ prices: values.prices, ...terms, days: used.forecasts.length, models: rows }))
} else {
  console.log(`${used.forecasts.length} days out of sample, fitted on ${terms.window} every ${terms.refit}\n`)
  for (const line of table(evaluations)) console.log(line)
}

function table(all: readonly Evaluation[]): string[] {
  const head = `${'model'.padEnd(46)}  QLIKE      MSE      p`
  return [
    head,
    ...all.map(
      ({ model, qlike, mse }, i) =>
        `${model.padEnd(46)}  ${qlike.toFixed(4)}  ${mse.toExponential(2)}  ${rows[i]!.pValue.toFixed(4)}`,
    ),
  ]
}

function whole(key: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) {
    console.error(`--${key}: ${text} is no whole number of days, 1 or more`)
    process.exit(2)
  }
  return value
}
