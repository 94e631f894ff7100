// SPDX-License-Identifier: MIT
import { setTimeout as sleep } from 'node:timers/promises'
import { reasonOf } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { Socket } from './socket.ts'

export interface HeadsOptions {
  readonly chain: number
  readonly socket: Socket
  /** Milliseconds between two attempts to connect. */
  readonly retryMs: number
  readonly onHead: () => void
  readonly logger: Logger
}

/** New heads of a chain as its node announces them. */
export interface Heads {
  /** A subscription stands. */
  readonly isLive: () => boolean
  /** Ends at once; the socket stays as it is. */
  readonly stop: () => Promise<void>
}

/**
 * Subscribes to `newHeads` at a WebSocket endpoint, and again whenever the connection ends, for as long as it runs. Nobody may
 * rely on it: heads missed meanwhile are not made up for, so whoever listens polls as well.
 */
export function watchHeads({ chain, socket, retryMs, onHead, logger }: HeadsOptions): Heads {
  const stopping = new AbortController()
  const { signal } = stopping
  const stopped = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
  let live = false

  const announce = (): void => {
    if (!signal.aborted) onHead()
  }

  async function listen(): Promise<void> {
    const subscription = await Promise.race([socket.subscribe(announce), stopped])
    if (!subscription) return
    live = true
    // what happened before the subscription stood is seen now
    announce()
    await Promise.race([subscription.ended, stopped])
    live = false
    if (!signal.aborted) logger.warn({ chain }, 'the subscription to new heads ended')
  }

  async function drive(): Promise<void> {
    while (!signal.aborted) {
      try {
        await listen()
      } catch (error) {
        logger.debug({ chain, error: reasonOf(error) }, 'new heads cannot be subscribed to')
      }
      await sleep(retryMs, undefined, { signal }).catch(() => undefined)
    }
  }

  const done = drive()
  return {
    isLive: () => live,
    stop: async () => {
      stopping.abort()
      await done
    },
  }
}
