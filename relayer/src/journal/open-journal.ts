// SPDX-License-Identifier: MIT
import type { Address } from 'viem'
import type { Config } from '../config/schema.ts'
import { fileJournal } from './file-journal.ts'
import type { Journal } from './journal.ts'
import { memoryJournal } from './memory-journal.ts'
import { postgresJournal } from './postgres-journal.ts'

/** The journal that the configuration names: Postgres, else a file, else memory. */
export async function openJournal({ postgres, file }: Config['journal'], signer: Address): Promise<Journal> {
  if (postgres) return postgresJournal(postgres, signer)
  return file ? fileJournal(file) : memoryJournal()
}
