import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const patience = 100

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Another user's process answers so.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  }
}

/** The process that holds the lock, if it still runs. A holder that was killed holds nothing. */
function holder(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Runs `work` while no other process runs its own under the same file. */
export async function exclusively<result>(file: string, work: () => Promise<result>): Promise<result> {
  mkdirSync(dirname(file), { recursive: true })
  while (!take(file)) {
    // An empty file is being written by its holder this very moment: look twice before taking it for a dead one's.
    if (holder(file) === undefined) {
      await sleep(patience)
      if (holder(file) === undefined) rmSync(file, { force: true })
    } else {
      await sleep(patience)
    }
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}
