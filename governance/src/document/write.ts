import { writeFileSync } from 'node:fs'
import { ProposalError } from '../problem.ts'

const WHY: Readonly<Record<string, string>> = {
  EEXIST: 'is there already, and is kept: name another file',
  ENOENT: 'its folder does not exist',
}

/**
 * Writes a file that is not there yet.
 *
 * @throws ProposalError with why not
 */
export function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' })
  } catch (error) {
    const { code = '' } = error as { readonly code?: string }
    throw new ProposalError(file, [
      { key: 'proposal', message: WHY[code] ?? `cannot be written (${code || String(error)})` },
    ])
  }
}
