import {
  BackendRefused,
  createPool,
  createWasmBackend,
  jsBackend,
  loadBackend,
  selfCheck,
} from '@gimbal/relayer/quant'
import { describe, expect, it } from 'vitest'

const plugged = (name: string) => new URL(`plugged/${name}.ts`, import.meta.url).href

describe('a backend from elsewhere', () => {
  it('is used when it agrees with plain JavaScript', async () => {
    const backend = await loadBackend(plugged('sound'))
    expect(backend.name).toBe('plugged')
    const sheet = backend.sheet(1)
    for (const [name, value] of Object.entries({ spot: 100, strike: 100, tau: 1, vol: 0.2, sign: 1 })) {
      sheet.options[name as 'spot'][0] = value
    }
    backend.evaluate(sheet)
    expect(sheet.greeks.price[0]).toBeCloseTo(7.965567455405804, 12)
  })

  it('is refused when one result is off by nine digits, with the result and its row', async () => {
    await expect(loadBackend(plugged('rough'))).rejects.toThrow(BackendRefused)
    await expect(loadBackend(plugged('rough'))).rejects.toMatchObject({ facts: { output: 'vega' } })
  })

  it('is refused when it takes bad input, or is not there', async () => {
    await expect(loadBackend(plugged('careless'))).rejects.toThrow(/takes bad input/)
    await expect(loadBackend(plugged('absent'))).rejects.toThrow(BackendRefused)
  })

  it('is held to what our own pass', () => {
    for (const backend of [jsBackend, createWasmBackend()]) expect(() => selfCheck(backend)).not.toThrow()
  })
})

describe('the pool', () => {
  it('measures from how many rows workers help, and ends its workers', async () => {
    const pool = await createPool({ workers: 1, now: () => performance.now() })
    expect(pool.measurements.map(({ rows }) => rows)).toContain(2 ** 16)
    expect(pool.threshold).toBeGreaterThan(1_024)
    await pool.close()
    await pool.close()
    // what it made is still evaluated, by the calling thread
    const sheet = pool.sheet(1)
    sheet.options.spot[0] = sheet.options.strike[0] = sheet.options.sign[0] = 1
    pool.evaluate(sheet)
    expect(sheet.greeks.delta[0]).toBe(0.5)
  })

  it('needs a threshold or a clock', async () => {
    await expect(createPool({ workers: 1 })).rejects.toThrow(/clock/)
    await expect(createPool({ workers: 0, threshold: 1 })).rejects.toMatchObject({ field: 'workers' })
  })

  it('lets many sheets be evaluated in turn by all threads', async () => {
    const pool = await createPool({ workers: 3, threshold: 1 })
    const right = jsBackend.sheet(9_001)
    const sheets = Array.from({ length: 5 }, () => pool.sheet(9_001))
    for (const { options } of [right, ...sheets]) {
      options.spot.fill(100)
      options.tau.fill(0.5)
      options.vol.fill(0.3)
      options.sign.fill(-1)
      for (let i = 0; i < 9_001; i++) options.strike[i] = 50 + i / 90
    }
    jsBackend.evaluate(right)
    for (let round = 0; round < 50; round++) {
      const sheet = sheets[round % 5]!
      sheet.greeks.delta.fill(Number.NaN)
      pool.evaluate(sheet)
      let worst = 0
      for (let i = 0; i < 9_001; i++) {
        worst = Math.max(worst, Math.abs(sheet.greeks.delta[i]! - right.greeks.delta[i]!))
      }
      expect(worst).toBeLessThan(1e-14)
    }
    await pool.close()
  })
})
