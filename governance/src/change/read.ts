import type { Context, FieldChange } from '../actions/call.ts'
import { readSet } from '../actions/set.ts'
import { Placed, placed } from '../document/place.ts'
import { type ReadChangeFile, readChangeFile } from '../document/read.ts'
import type { ActionOf } from '../document/schema.ts'
import { keyOf } from '../parameter/key.ts'
import { nameKey } from '../parameter/place-of-key.ts'
import { readSetValue } from '../parameter/values.ts'
import { type Problem, ProposalError } from '../problem.ts'

/** Changes of governed numbers that need no vote, each with the place of its values for what is found later. */
export type ReadChanges = {
  /** The file or the command that they come from. */
  readonly source: string
  readonly changes: readonly FieldChange[]
  readonly problemAt: (change: number, key: string, message: string) => Problem
}

/** One change as flags of a command line give it. */
export type ChangeFlags = {
  readonly set: string
  readonly market?: string
  readonly spoke?: string
  readonly venue?: number
  /** What it is now, unless given. */
  readonly from?: string
  readonly to: string
  readonly tolerance?: string
}

/** @throws ProposalError with every value of the file that cannot be read */
export function changesOfFile(context: Context, file: string): ReadChanges {
  return resolve(context, file, readChangeFile(file))
}

/** @throws ProposalError that names the flag, its value and what it expects */
export async function changesOfFlags(
  context: Context,
  source: string,
  flags: ChangeFlags,
): Promise<ReadChanges> {
  const { set: parameter, from, ...rest } = flags
  // Its place is known only once it is read, and its present value only once its place is.
  const at = (value: string): ReadChanges => {
    const action: ActionOf<'set'> = { do: 'set', parameter, ...rest, from: value }
    return resolve(context, source, { document: { actions: [action] }, problemAt: flagAt(flags) })
  }
  if (from !== undefined) return at(from)
  const { field, place } = at(flags.to).changes[0]!
  const now = await readSetValue(context.network, field, place)
  return now === undefined ? at(flags.to) : at(nameKey(context, keyOf(field, place)).shown(now))
}

function flagAt(flags: ChangeFlags): ReadChangeFile['problemAt'] {
  return (path, message) => {
    const key = String(path.at(-1))
    // Where no `--from` is given, `--to` stands for it until the chain is asked.
    const given = key === 'from' && flags.from === undefined ? 'to' : key
    const flag = given === 'parameter' ? 'set' : given
    const value = flags[flag as keyof ChangeFlags]
    return { key: `--${flag}`, ...(value === undefined ? {} : { value: String(value) }), message }
  }
}

function resolve(
  context: Context,
  source: string,
  { document, problemAt }: Pick<ReadChangeFile, 'document' | 'problemAt'>,
): ReadChanges {
  const problems: Problem[] = []
  const changes = document.actions.flatMap((action, index): FieldChange[] => {
    try {
      return [readSet(context, action, placed({ problemAt }, index, problems))]
    } catch (error) {
      if (error instanceof Placed) return []
      throw error
    }
  })
  if (problems.length > 0) throw new ProposalError(source, problems)
  return {
    source,
    changes,
    problemAt: (change, key, message) => problemAt(['actions', change, key], message),
  }
}
