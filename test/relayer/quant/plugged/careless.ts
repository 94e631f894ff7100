import { type Backend, jsBackend } from '@gimbal/relayer/quant'

/** Takes whatever it is given. */
export const createBackend = (): Backend => ({
  ...jsBackend,
  name: 'careless',
  evaluate: (sheet, task) => {
    try {
      jsBackend.evaluate(sheet, task)
    } catch {
      sheet.greeks.price.fill(0)
    }
  },
})
