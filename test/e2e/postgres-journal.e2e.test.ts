import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { portSource } from '../../relayer/localnet/process/ports.ts'
import { type Postgres, startPostgres, usePostgres } from '../../relayer/localnet/process/postgres.ts'
import type { Decision } from '../../relayer/src/hedge/decision.ts'
import type { TxRecord } from '../../relayer/src/journal/journal.ts'
import { postgresJournal } from '../../relayer/src/journal/postgres-journal.ts'
import { tcpGate } from './stage/tcp-gate.ts'

const signer = `0x${'51'.repeat(20)}`
const folder = mkdtempSync(join(tmpdir(), 'gimbal-pg-'))
let server: Postgres
let url = ''

beforeAll(async () => {
  const given = process.env.DATABASE_URL
  server = given
    ? await usePostgres(given)
    : await startPostgres({ port: await portSource().next('Postgres'), folder })
  url = await server.database('relayer_journal_test')
})
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const record = (nonce: number): TxRecord => ({
  chain: 10,
  nonce,
  key: `hedge:${nonce}`,
  purpose: 'hedge',
  attempts: [{ hash: `0x${'11'.repeat(32)}`, raw: '0x02' }],
  createdAt: 1_000,
})
const decision = (book: string, time: number, reason: Decision['reason'] = 'inside band'): Decision => ({
  time,
  spoke: 10,
  market: 1,
  book,
  epoch: '1',
  reason,
})

describe('a journal in Postgres', () => {
  it('has what was open when it is opened again', async () => {
    const first = await postgresJournal(url, signer)
    await first.record(record(2))
    await first.record(record(1))
    await first.record({ ...record(1), outcome: 'mined', block: 7 })
    first.decide([decision('4', 1), decision('5', 2), decision('4', 3, 'hedged')])
    await first.close()
    const second = await postgresJournal(url, signer)
    expect(await second.open()).toEqual([record(2)])
    expect(await second.decisions({ book: '4', limit: 10 })).toEqual([
      decision('4', 3, 'hedged'),
      decision('4', 1),
    ])
    expect(await second.decisions({ spoke: 11, limit: 10 })).toEqual([])
    expect(await second.decisions({ reason: 'hedged', limit: 10 })).toHaveLength(1)
    await second.close()
  })

  it('records nothing once its lock may belong to another', async () => {
    const gate = await tcpGate(url)
    const journal = await postgresJournal(gate.url, signer)
    gate.cut()
    await expect
      .poll(() => journal.record(record(9)).then(() => 'recorded', String))
      .toContain('the lock on the journal was lost')
    await journal.close()
    await gate.stop()
    const next = await postgresJournal(url, signer)
    await next.record({ ...record(9), outcome: 'lost' })
    await next.close()
  })

  it('serves one relayer of a signer at a time, and another signer beside it', async () => {
    const first = await postgresJournal(url, signer)
    await expect(postgresJournal(url, signer)).rejects.toThrow('another relayer works for this signer')
    const other = await postgresJournal(url, `0x${'52'.repeat(20)}`)
    expect(await other.open()).toEqual([])
    await other.close()
    await first.close()
    await (await postgresJournal(url, signer)).close()
  })
})
