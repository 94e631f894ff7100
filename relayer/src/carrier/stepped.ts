// SPDX-License-Identifier: MIT
import { z } from 'zod'
import { GimbalError, reasonOf } from '../errors.ts'
import type { CarrierHandle, CarrierStep } from './options.ts'

const order = z.strictObject({ step: z.int().nonnegative() })

/** What the carrier tells the process that steps it. */
export type Told =
  | { readonly kind: 'ready' }
  | { readonly kind: 'stepped'; readonly step: number; readonly result: CarrierStep }
  | { readonly kind: 'failed'; readonly step: number; readonly error: string }

/**
 * Steps when the parent process says so, over the IPC channel of Node. Time may go on for the parent once the answer is there:
 * what was due has been broadcast.
 *
 * @param onGone called when the parent is gone
 */
export function stepByParent(carrier: Pick<CarrierHandle, 'tick'>, onGone: () => void): void {
  if (!process.send || !process.connected) {
    throw new GimbalError('--stepped needs a parent process with an IPC channel')
  }
  const tell = (told: Told): void => {
    // a parent that has gone is noticed by its channel
    if (process.connected) process.send?.(told, undefined, undefined, () => {})
  }
  process.on('message', (message) => {
    const parsed = order.safeParse(message)
    if (!parsed.success) return
    const { step } = parsed.data
    carrier.tick().then(
      (result) => tell({ kind: 'stepped', step, result }),
      (error: unknown) => tell({ kind: 'failed', step, error: reasonOf(error) }),
    )
  })
  process.once('disconnect', onGone)
  tell({ kind: 'ready' })
}
