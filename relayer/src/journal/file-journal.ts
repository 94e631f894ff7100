// SPDX-License-Identifier: MIT
import { type FileHandle, mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { GimbalError } from '../errors.ts'
import type { Decision } from '../hedge/decision.ts'
import type { Journal, TxRecord } from './journal.ts'
import { recentDecisions } from './recent-decisions.ts'

type Line = { readonly tx: TxRecord } | { readonly decision: Decision }

/** Lines of a journal; one that a crash cut short at the end is dropped, one cut elsewhere is an error. */
function parseLines(text: string, file: string): readonly Line[] {
  const lines = text.split('\n')
  const parsed: Line[] = []
  for (const [i, line] of lines.entries()) {
    if (line === '') continue
    try {
      parsed.push(JSON.parse(line) as Line)
    } catch (cause) {
      if (i === lines.length - 1) break
      throw new GimbalError('the journal is damaged', { facts: { file, line: i + 1 }, cause })
    }
  }
  return parsed
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Two relayers on one journal would share nonces: the second is refused while the first lives. */
async function lock(file: string): Promise<void> {
  for (;;) {
    try {
      const handle = await open(file, 'wx')
      await handle.writeFile(String(process.pid))
      await handle.close()
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = Number(await readIfThere(file))
    if (holder > 0 && isAlive(holder)) {
      throw new GimbalError('the journal is in use', { facts: { lock: file, process: holder } })
    }
    await rm(file, { force: true })
  }
}

async function cutTornTail(handle: FileHandle, text: string): Promise<void> {
  if (text === '' || text.endsWith('\n')) return
  await handle.truncate(Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1)))
}

/** An append-only file of JSON lines; transactions are on the disk before `record` resolves. */
export async function fileJournal(file: string): Promise<Journal> {
  await mkdir(dirname(file), { recursive: true })
  await lock(`${file}.lock`)
  const text = await readIfThere(file)
  const transactions = new Map<string, TxRecord>()
  const recent = recentDecisions()
  for (const line of parseLines(text, file)) {
    if ('tx' in line) transactions.set(`${line.tx.chain}:${line.tx.nonce}`, line.tx)
    else recent.add([line.decision])
  }
  const handle = await open(file, 'a')
  await cutTornTail(handle, text)
  let queue: Promise<unknown> = Promise.resolve()
  let waiting: string[] = []

  const write = (lines: readonly string[]): Promise<unknown> => {
    queue = queue.then(() => handle.appendFile(lines.map((line) => `${line}\n`).join('')))
    return queue
  }

  return {
    open: async () =>
      [...transactions.values()].filter(({ outcome }) => !outcome).toSorted((a, b) => a.nonce - b.nonce),
    record: async (tx) => {
      transactions.set(`${tx.chain}:${tx.nonce}`, tx)
      await write([JSON.stringify({ tx })])
      if (!tx.outcome) await handle.datasync()
    },
    decide: (decisions) => {
      recent.add(decisions)
      waiting.push(...decisions.map((decision) => JSON.stringify({ decision })))
      if (waiting.length < 64) return
      const lines = waiting
      waiting = []
      void write(lines).catch(() => undefined)
    },
    decisions: async (query) => recent.find(query),
    close: async () => {
      await write(waiting)
      await handle.close()
      await rm(`${file}.lock`, { force: true })
    },
  }
}
