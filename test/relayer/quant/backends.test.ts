import {
  type Backend,
  createPool,
  createWasmBackend,
  greekColumns,
  inputs,
  jsBackend,
  limits,
  type OptionColumns,
  optionColumns,
  outputs,
  QuantInputError,
  type Sheet,
} from '@gimbal/relayer/quant'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deviation } from '../../../relayer/src/quant/backends/deviation.ts'
import { fillSample } from '../../../relayer/src/quant/backends/sample.ts'
import { reference } from './reference.ts'

const pool = { current: undefined as Backend | undefined }
const backends: readonly (readonly [string, () => Backend])[] = [
  ['js', () => jsBackend],
  ['wasm', createWasmBackend],
  [
    'pool',
    () => {
      if (!pool.current) throw new Error('the pool has not started')
      return pool.current
    },
  ],
]

beforeAll(async () => {
  pool.current = await createPool({ workers: 2, threshold: 1 })
})
afterAll(() => pool.current?.close())

const rows = reference('black-scholes/exact-inputs.csv')

function fillReference(options: OptionColumns): void {
  for (const [i, row] of rows.entries()) {
    for (const name of inputs) {
      options[name][i] = name === 'sign' ? 1 - 2 * (row.put ?? 0) : (row[name] ?? Number.NaN)
    }
  }
}

function foreign(size: number): Sheet {
  return { rows: size, options: optionColumns(size), greeks: greekColumns(size) }
}

describe.each(backends)('P13: backend %s', (_, make) => {
  it('is within 1e-13 of the reference values in all eight results', () => {
    const backend = make()
    for (const sheet of [backend.sheet(rows.length), foreign(rows.length)]) {
      fillReference(sheet.options)
      backend.evaluate(sheet)
      for (const [i, row] of rows.entries()) {
        const spot = row.spot!
        const money = Math.max(spot, row.strike!) * Math.exp(Math.abs(row.rate!) * row.tau!)
        const unit = { price: money, delta: 1, gamma: 1 / spot, vanna: 1 } as Record<string, number>
        for (const name of outputs) {
          const wanted = row[name]!
          const bound = 1e-13 * Math.max(unit[name] ?? money, Math.abs(wanted))
          const error = Math.abs(sheet.greeks[name][i]! - wanted)
          expect(error <= bound, `${name} of row ${i}: ${sheet.greeks[name][i]} for ${wanted}`).toBe(true)
        }
      }
    }
  })

  it('gives what plain JavaScript gives, for any number of rows and any part of them', () => {
    const backend = make()
    for (const size of [1, 2, 3, 1_023, 1_025, 5_001]) {
      const right = jsBackend.sheet(size)
      fillSample(right.options)
      jsBackend.evaluate(right)
      const sheet = backend.sheet(size)
      fillSample(sheet.options)
      backend.evaluate(sheet, { from: 0, to: Math.ceil(size / 2) })
      if (size > 1) backend.evaluate(sheet, { from: Math.ceil(size / 2) })
      expect(deviation(sheet.options, right.greeks, sheet.greeks).value).toBeLessThan(1e-13)
    }
  })

  it('never gives NaN anywhere in its domain', () => {
    const backend = make()
    const within = ([least, most]: readonly [number, number]) =>
      fc.oneof(
        fc.double({ min: least, max: most, noNaN: true }),
        fc.constantFrom(least, most, Math.max(least, 1e-300), 1),
      )
    const row = fc.record({
      spot: within(limits.spot),
      strike: within(limits.strike),
      tau: within(limits.tau),
      vol: within(limits.vol),
      rate: within(limits.rate),
      yield: within(limits.yield),
      sign: fc.constantFrom(1, -1),
    })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 9 }), (list) => {
        const sheet = backend.sheet(list.length)
        for (const [i, values] of list.entries()) {
          for (const name of inputs) sheet.options[name][i] = values[name]
        }
        backend.evaluate(sheet)
        for (const name of outputs) expect(sheet.greeks[name].some(Number.isNaN), name).toBe(false)
        expect(sheet.greeks.price.every((price) => price >= 0)).toBe(true)
      }),
    )
  })

  it('names the field and the row of bad input, and writes nothing', () => {
    const backend = make()
    for (const own of [true, false]) {
      for (const name of inputs) {
        for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -7, 1e40]) {
          const sheet = own ? backend.sheet(9) : foreign(9)
          fillSample(sheet.options)
          sheet.options[name][6] = bad
          expect(() => backend.evaluate(sheet)).toThrow(expect.objectContaining({ field: name, row: 6 }))
          expect(sheet.greeks.price.every((price) => price === 0)).toBe(true)
        }
      }
      const sheet = own ? backend.sheet(9) : foreign(9)
      fillSample(sheet.options)
      sheet.options.strike[8] = 0
      expect(() => backend.evaluate(sheet)).toThrow(expect.objectContaining({ field: 'strike', row: 8 }))
    }
  })

  it('refuses empty, mismatched and detached columns', () => {
    const backend = make()
    expect(() => backend.evaluate(foreign(0))).toThrow(QuantInputError)
    const shorter = { ...foreign(4), options: { ...optionColumns(4), vol: new Float64Array(3) } }
    expect(() => backend.evaluate(shorter)).toThrow(expect.objectContaining({ field: 'vol' }))
    const detached = foreign(4)
    structuredClone(detached.greeks.theta, { transfer: [detached.greeks.theta.buffer as ArrayBuffer] })
    expect(() => backend.evaluate(detached)).toThrow(/theta lies over a detached buffer/)
    const sheet = backend.sheet(4)
    fillSample(sheet.options)
    expect(() => backend.evaluate(sheet, { from: 3, to: 3 })).toThrow(
      expect.objectContaining({ field: 'to' }),
    )
    expect(() => backend.evaluate(sheet, { from: -1 })).toThrow(expect.objectContaining({ field: 'from' }))
    expect(() => backend.evaluate(sheet, { to: 5 })).toThrow(expect.objectContaining({ field: 'to' }))
  })
})
