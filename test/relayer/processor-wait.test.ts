import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { describe, expect, it } from 'vitest'
import { setNiceness } from '../../relayer/src/priority.ts'
import { processorWait } from '../../relayer/src/processor-wait.ts'

describe('the wait for a processor', () => {
  it('grows where there are more programs than processors, by less than the clock', async () => {
    const busy = Array.from({ length: 2 * availableParallelism() + 1 }, () =>
      spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
    )
    try {
      await Promise.all(busy.map((child) => new Promise((resolve) => child.once('spawn', resolve))))
      const [before, began] = [processorWait(), performance.now()]
      while (performance.now() - began < 1_500);
      const waited = processorWait() - before
      expect(waited).toBeGreaterThan(0)
      // read outside of what it is compared with: a turn may end in between
      expect(waited).toBeLessThan(performance.now() - began + 1_000)
    } finally {
      for (const child of busy) child.kill('SIGKILL')
    }
  })
})

describe('the niceness of a process', () => {
  it('may be raised by anybody, and of a process that is gone by nobody', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    await new Promise((resolve) => child.once('spawn', resolve))
    expect(setNiceness(5, child.pid)).toBe(true)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('close', resolve))
    expect(setNiceness(5, child.pid)).toBe(false)
  })
})
