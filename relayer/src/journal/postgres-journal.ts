// SPDX-License-Identifier: MIT
import pg from 'pg'
import { GimbalError } from '../errors.ts'
import type { Decision } from '../hedge/decision.ts'
import type { DecisionQuery, Journal, TxRecord } from './journal.ts'

const SCHEMA = `
create table if not exists relayer_transaction (
  signer text not null, chain bigint not null, nonce bigint not null, record jsonb not null, outcome text,
  primary key (signer, chain, nonce));
create index if not exists relayer_transaction_open on relayer_transaction (signer) where outcome is null;
create table if not exists relayer_decision (
  id bigserial primary key, signer text not null, book text not null, spoke bigint not null, reason text not null,
  record jsonb not null);
create index if not exists relayer_decision_book on relayer_decision (signer, book, id);`

/** A journal in Postgres, one per signer; an advisory lock on a connection of its own keeps a second relayer out. */
export async function postgresJournal(url: string, signer: string): Promise<Journal> {
  const guard = new pg.Client({ connectionString: url })
  await guard.connect()
  const { rows } = await guard.query<{ free: boolean }>(
    'select pg_try_advisory_lock(hashtextextended($1, 0)) as free',
    [`gimbal-relayer:${signer}`],
  )
  if (!rows[0]?.free) {
    await guard.end()
    throw new GimbalError('another relayer works for this signer', { facts: { signer } })
  }
  // With its connection the lock is gone, and another relayer may have it: nothing may be signed any more.
  let isLost = false
  const lose = () => {
    isLost = true
  }
  guard.on('error', lose)
  guard.on('end', lose)
  const pool = new pg.Pool({ connectionString: url, max: 4 })
  // an idle connection that breaks is replaced by the next query
  pool.on('error', () => undefined)
  await pool.query(SCHEMA)
  let waiting: Decision[] = []
  let writing: Promise<unknown> = Promise.resolve()

  const flush = (): Promise<unknown> => {
    const batch = waiting
    waiting = []
    if (batch.length === 0) return writing
    writing = writing.then(() =>
      pool.query(
        `insert into relayer_decision (signer, book, spoke, reason, record)
         select $1, r->>'book', (r->>'spoke')::bigint, r->>'reason', r from jsonb_array_elements($2::jsonb) r`,
        [signer, JSON.stringify(batch)],
      ),
    )
    return writing
  }

  return {
    open: async () => {
      const found = await pool.query<{ record: TxRecord }>(
        'select record from relayer_transaction where signer = $1 and outcome is null order by chain, nonce',
        [signer],
      )
      return found.rows.map(({ record }) => record)
    },
    record: async (tx) => {
      if (isLost) {
        throw new GimbalError('the lock on the journal was lost with its connection', { facts: { signer } })
      }
      await pool.query(
        `insert into relayer_transaction (signer, chain, nonce, record, outcome) values ($1, $2, $3, $4, $5)
         on conflict (signer, chain, nonce) do update set record = excluded.record, outcome = excluded.outcome`,
        [signer, tx.chain, tx.nonce, JSON.stringify(tx), tx.outcome ?? null],
      )
    },
    decide: (decisions) => {
      waiting.push(...decisions)
      if (waiting.length >= 64) void flush().catch(() => undefined)
    },
    decisions: async ({ book, spoke, reason, limit }: DecisionQuery) => {
      await flush()
      const found = await pool.query<{ record: Decision }>(
        `select record from relayer_decision where signer = $1 and ($2::text is null or book = $2)
         and ($3::bigint is null or spoke = $3) and ($4::text is null or reason = $4) order by id desc limit $5`,
        [signer, book ?? null, spoke ?? null, reason ?? null, limit],
      )
      return found.rows.map(({ record }) => record)
    },
    close: async () => {
      await flush()
      await pool.end()
      await guard.end()
    },
  }
}
