import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { exclusively } from './lock.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-lock-'))
  file = join(folder, 'deep', 'lock')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('runs one at a time', async () => {
  let inside = 0
  let most = 0
  const work = async () => {
    inside += 1
    most = Math.max(most, inside)
    await sleep(20)
    inside -= 1
  }
  await Promise.all([exclusively(file, work), exclusively(file, work), exclusively(file, work)])
  expect(most).toBe(1)
  expect(existsSync(file)).toBe(false)
})

it('takes over from a process that was killed', async () => {
  await exclusively(file, async () => undefined)
  // No Linux process has a number this high.
  writeFileSync(file, '99999999')
  expect(await exclusively(file, async () => 'done')).toBe('done')
})

it('lets go when the work fails', async () => {
  await expect(exclusively(file, async () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(existsSync(file)).toBe(false)
})
