import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Hash, Hex } from 'viem'

/** One transaction of a deployment: signed and kept before it is broadcast. */
export type JournalEntry = { readonly raw: Hex; readonly hash: Hash; readonly block?: number }

type JournalFile = { readonly genesis: Hash; readonly entries: Record<string, JournalEntry> }

/** What a deployment has sent on one chain, by step. The chain is the truth; the journal knows what is under way. */
export type Journal = {
  readonly get: (step: string) => JournalEntry | undefined
  readonly set: (step: string, entry: JournalEntry) => void
  /** Lowest block a step was mined in. */
  readonly firstBlock: () => number | undefined
}

/** Opens the journal of a chain; one of another chain under the same name (another genesis) is started over. */
export function openJournal(file: string, genesis: Hash): Journal {
  let content: JournalFile = { genesis, entries: {} }
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as JournalFile
    if (kept.genesis === genesis) content = kept
  }
  return {
    get: (step) => content.entries[step],
    set: (step, entry) => {
      content.entries[step] = entry
      writeWhole(file, content)
    },
    firstBlock: () => {
      const blocks = Object.values(content.entries).flatMap(({ block }) =>
        block === undefined ? [] : [block],
      )
      return blocks.length === 0 ? undefined : Math.min(...blocks)
    },
  }
}

/** Writes JSON through a rename: a reader, or the next run, never sees half a file. */
export function writeWhole(file: string, content: unknown): void {
  mkdirSync(dirname(file), { recursive: true })
  const part = `${file}.part`
  writeFileSync(part, `${JSON.stringify(content, null, 2)}\n`)
  renameSync(part, file)
}
