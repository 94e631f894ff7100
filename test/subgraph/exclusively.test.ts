import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { exclusively } from '../../subgraph/compiler/exclusively.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-lock-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

it('one works at a time, and all in the end', async () => {
  const lock = join(folder, 'lock')
  let [working, most, done] = [0, 0, 0]
  const work = async (): Promise<void> => {
    working += 1
    most = Math.max(most, working)
    await sleep(20)
    working -= 1
    done += 1
  }
  await Promise.all([1, 2, 3].map(() => exclusively(lock, work)))
  expect([most, done]).toEqual([1, 3])
})

it('takes over from a process that was killed, and gives way after a failure', async () => {
  const lock = join(folder, 'lock')
  writeFileSync(lock, '999999999')
  await expect(
    exclusively(lock, async () => {
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect(await exclusively(lock, async () => 7)).toBe(7)
})
