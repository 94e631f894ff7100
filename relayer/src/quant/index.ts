// SPDX-License-Identifier: MIT
// The public library, `@gimbal/relayer/quant`: docs/quant.md describes shapes and units.
export type { Backend, Task } from './backends/backend.ts'
export { jsBackend } from './backends/js.ts'
export { BackendRefused, loadBackend, selfCheck } from './backends/plug-in.ts'
export { createPool, type Pool, type PoolOptions } from './backends/pool.ts'
export type { Measurement } from './backends/threshold.ts'
export { createWasmBackend } from './backends/wasm.ts'
export { YEAR } from './black-scholes.ts'
export {
  type BookSheet,
  type BookSheetOptions,
  createBookSheet,
  type Marked,
  type MarkedSeries,
} from './book/book-sheet.ts'
export type { Holding } from './book/compressed-rows.ts'
export { limits } from './columns/check.ts'
export {
  type Column,
  type GreekColumns,
  greekColumns,
  type Input,
  inputs,
  type OptionColumns,
  type Output,
  optionColumns,
  outputs,
  type Sheet,
} from './columns/columns.ts'
export { QuantInputError } from './columns/input-error.ts'
export { type BandPoint, horizonBand } from './horizon-band.ts'
export {
  concentratedDepth,
  constantProductDepth,
  effectiveVol,
  selfImpactFloor,
  slicesOf,
  squareRootImpact,
  stabilityRatio,
} from './market-impact.ts'
export { cdf, pdf } from './normal.ts'
export type { SettlementWindow } from './settlement-weight.ts'
export { type TargetVolTerms, targetVolFactor } from './target-vol.ts'
export {
  type ClipShares,
  clipShares,
  clipSize,
  depthLimit,
  type Governed,
  impactLimit,
  offsetSize,
  type Slice,
  selfImpactLimit,
  shortGammaLimit,
  sliceSchedule,
  sliceSpacing,
  stabilityLimit,
  type TradeMarket,
  volumeLimit,
} from './trade-size.ts'
