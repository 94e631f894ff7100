import { describe, expect, it } from 'vitest'
import { createPause } from '../../relayer/src/pause.ts'

const NEVER = 2_000_000_000

describe('a pause', () => {
  it('ends at a wake, also at one that came before it began', async () => {
    const pause = createPause()
    const { signal } = new AbortController()
    const waiting = pause.wait(NEVER, signal)
    pause.wake()
    pause.wake()
    await waiting
    pause.wake()
    await pause.wait(NEVER, signal)
    // both wakes are used up
    let over = false
    const begin = async () => {
      await pause.wait(NEVER, signal)
      over = true
    }
    const idle = begin()
    await Promise.resolve()
    expect(over).toBe(false)
    pause.wake()
    await idle
  })

  it('ends when it is told to stop', async () => {
    const stopping = new AbortController()
    const waiting = createPause().wait(NEVER, stopping.signal)
    stopping.abort()
    await waiting
    await createPause().wait(NEVER, stopping.signal)
  })
})
