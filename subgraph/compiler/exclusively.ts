import { readFile, rm, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Does `work` while no other process does: `lock` is a file with the number of the process that works. One that was killed
 * leaves its file, which the next takes over.
 */
export async function exclusively<T>(lock: string, work: () => Promise<T>): Promise<T> {
  while (!(await taken(lock))) {
    if (!(await isHeld(lock))) await rm(lock, { force: true })
    else await sleep(200)
  }
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}

async function taken(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Whether the process named in the lock lives; one that has not written its number yet is given the time to. */
async function isHeld(lock: string): Promise<boolean> {
  const text = await readFile(lock, 'utf8').catch(() => 'gone')
  if (text === 'gone' || text === '') return true
  try {
    process.kill(Number(text), 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
