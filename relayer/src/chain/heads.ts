// SPDX-License-Identifier: MIT
import { setTimeout as sleep } from 'node:timers/promises'
import { reasonOf } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { socketTransport } from './socket.ts'

export interface HeadsOptions {
  readonly chain: number
  readonly url: string
  /** Milliseconds between two attempts to connect. */
  readonly retryMs: number
  readonly onHead: () => void
  readonly logger: Logger
}

/** New heads of a chain as its node announces them. */
export interface Heads {
  /** A subscription stands. */
  readonly isLive: () => boolean
  readonly stop: () => Promise<void>
}

/**
 * Subscribes to `newHeads` at a WebSocket endpoint, and again whenever the connection ends, for as long as it runs. Nobody may
 * rely on it: heads missed meanwhile are not made up for, so whoever listens polls as well.
 */
export function watchHeads({ chain, url, retryMs, onHead, logger }: HeadsOptions): Heads {
  const sockets = socketTransport(url)({}).value
  const stopping = new AbortController()
  const { signal } = stopping
  const stopped = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
  let live = false

  /** Resolves when the connection is gone. */
  async function listen(): Promise<void> {
    if (!sockets) return
    const opening = sockets.getRpcClient()
    const connection = await Promise.race([opening, stopped])
    if (!connection) {
      // it may still open, and would keep the process alive
      opening.then((late) => late.close()).catch(() => undefined)
      return
    }
    const { socket } = connection
    const ended = new Promise<void>((resolve) => {
      socket.addEventListener('close', () => resolve(), { once: true })
      socket.addEventListener('error', () => resolve(), { once: true })
      void stopped.then(resolve)
    })
    try {
      const subscribed = sockets.subscribe({ params: ['newHeads'], onData: onHead })
      await Promise.race([subscribed, ended.then(() => Promise.reject(new Error('the connection ended')))])
      live = true
      // what happened before the subscription stood is seen now
      onHead()
      await ended
    } finally {
      live = false
      // lets go of the shared connection, so that the next request opens another one
      connection.close()
    }
  }

  async function drive(): Promise<void> {
    while (!signal.aborted) {
      try {
        await listen()
        if (!signal.aborted) logger.warn({ chain }, 'the subscription to new heads ended')
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
