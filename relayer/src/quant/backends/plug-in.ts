// SPDX-License-Identifier: MIT
import { GimbalError, reasonOf } from '../../errors.ts'
import { QuantInputError } from '../columns/input-error.ts'
import type { Backend } from './backend.ts'
import { deviation } from './deviation.ts'
import { jsBackend } from './js.ts'
import { fillSample } from './sample.ts'

const ROWS = 1_601
const TOLERANCE = 1e-13

/** A backend that was not taken into use, and why. */
export class BackendRefused extends GimbalError {
  override readonly name = 'BackendRefused'
}

/** Throws `BackendRefused` unless a backend gives the results of plain JavaScript and refuses bad input. */
export function selfCheck(candidate: Backend): void {
  const refuse = (what: string, facts: Record<string, string | number> = {}, cause?: unknown): never => {
    throw new BackendRefused(`backend ${candidate.name} ${what}`, { facts, cause })
  }
  const right = jsBackend.sheet(ROWS)
  fillSample(right.options)
  jsBackend.evaluate(right)

  const own = candidate.sheet(ROWS)
  fillSample(own.options)
  const foreign = jsBackend.sheet(ROWS)
  fillSample(foreign.options)
  for (const sheet of [own, foreign]) {
    try {
      candidate.evaluate(sheet)
    } catch (error) {
      refuse(`failed its check: ${reasonOf(error)}`, {}, error)
    }
    const { output, row, value } = deviation(right.options, right.greeks, sheet.greeks)
    if (!(value <= TOLERANCE)) refuse('deviates from plain JavaScript', { output, row, deviation: value })
  }

  own.options.vol[ROWS - 1] = Number.NaN
  try {
    candidate.evaluate(own)
  } catch (error) {
    if (error instanceof QuantInputError && error.field === 'vol') return
    refuse('fails at bad input without naming it', {}, error)
  }
  refuse('takes bad input')
}

/**
 * Takes a backend from elsewhere (native, WebGPU) into use: `specifier` names a module that exports
 * `createBackend(): Backend | Promise<Backend>`. Throws `BackendRefused` unless it loads and passes the check.
 */
export async function loadBackend(specifier: string): Promise<Backend> {
  let backend: Backend
  try {
    const module = (await import(specifier)) as { readonly createBackend: () => Backend | Promise<Backend> }
    backend = await module.createBackend()
  } catch (error) {
    throw new BackendRefused(`${specifier} gives no backend: ${reasonOf(error)}`, { cause: error })
  }
  try {
    selfCheck(backend)
  } catch (error) {
    await backend.close()
    throw error
  }
  return backend
}
