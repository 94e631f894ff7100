import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Decision } from '../../../relayer/src/hedge/decision.ts'
import { fileJournal } from '../../../relayer/src/journal/file-journal.ts'
import type { TxRecord } from '../../../relayer/src/journal/journal.ts'

let folder = ''
let file = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-journal-'))
  file = join(folder, 'deep', 'journal.jsonl')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const record = (nonce: number): TxRecord => ({
  chain: 10,
  nonce,
  key: `hedge:${nonce}`,
  purpose: 'hedge',
  attempts: [{ hash: `0x${'11'.repeat(32)}`, raw: '0x02' }],
  createdAt: 1_000,
})
const decision = (book: string, time: number): Decision => ({
  time,
  spoke: 10,
  market: 1,
  book,
  epoch: '1',
  reason: 'inside band',
})

describe('a journal in a file', () => {
  it('has what was open when it is opened again', async () => {
    const first = await fileJournal(file)
    await first.record(record(2))
    await first.record(record(1))
    await first.record({ ...record(1), outcome: 'mined', block: 7 })
    first.decide([decision('4', 1), decision('5', 2), decision('4', 3)])
    await first.close()
    const second = await fileJournal(file)
    expect((await second.open()).map(({ nonce }) => nonce)).toEqual([2])
    expect((await second.decisions({ book: '4', limit: 10 })).map(({ time }) => time)).toEqual([3, 1])
    expect(await second.decisions({ reason: 'hedged', limit: 10 })).toEqual([])
    await second.close()
  })

  it('has a transaction on the disk when `record` resolves', async () => {
    const journal = await fileJournal(file)
    await journal.record(record(9))
    expect(await readFile(file, 'utf8')).toContain('"nonce":9')
    await journal.close()
  })

  it.each([1, 20, 60])('forgets only the line that a crash cut after %d characters', async (length) => {
    const journal = await fileJournal(file)
    await journal.record(record(1))
    await journal.close()
    await appendFile(file, JSON.stringify({ tx: record(2) }).slice(0, length))
    const again = await fileJournal(file)
    expect((await again.open()).map(({ nonce }) => nonce)).toEqual([1])
    await again.record(record(3))
    await again.close()
    const last = await fileJournal(file)
    expect((await last.open()).map(({ nonce }) => nonce)).toEqual([1, 3])
    await last.close()
  })

  it('names the line that is damaged elsewhere', async () => {
    const journal = await fileJournal(file)
    await journal.close()
    await writeFile(file, `garbage\n${JSON.stringify({ tx: record(1) })}\n`)
    await expect(fileJournal(file)).rejects.toThrow('line: 1')
  })

  it('lets one process in, and the next one after a crash', async () => {
    const journal = await fileJournal(file)
    await expect(fileJournal(file)).rejects.toThrow('the journal is in use')
    await journal.close()
    await writeFile(`${file}.lock`, '999999999')
    const next = await fileJournal(file)
    await next.close()
  })
})
