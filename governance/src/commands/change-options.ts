import { type Command, InvalidArgumentError } from 'commander'
import type { Context } from '../actions/call.ts'
import { changesOfFile, changesOfFlags, type ReadChanges } from '../change/read.ts'

/** Flags that say one change; a file says several. */
export type ChangeOptions = {
  readonly set?: string
  readonly market?: string
  readonly spoke?: string
  readonly venue?: number
  readonly from?: string
  readonly to?: string
  readonly tolerance?: string
}

/** The ways to say what changes: a file of `set` actions, or one of them in flags. */
export function withChangeOptions(command: Command): Command {
  return command
    .option('--set <parameter>', 'one change without a file: family.field, such as hedgeBand.costRate')
    .option('--market <name>', 'such as WETH/USDC')
    .option('--spoke <name>')
    .option('--venue <id>', 'number of a venue', venueNumber)
    .option('--to <value>', 'as people write it: 0.35%, 12 h, 250 WETH')
    .option('--from <value>', 'what it is now, read from the chain unless given')
    .option('--tolerance <value>', 'how far it may have moved since; none unless given')
}

export async function changesOf(
  context: Context,
  command: string,
  file: string | undefined,
  { set, to, ...options }: ChangeOptions,
): Promise<ReadChanges> {
  if (file !== undefined && set === undefined) return changesOfFile(context, file)
  if (file !== undefined || set === undefined || to === undefined) {
    throw new Error(`${command}: give a file, or one change as --set with --to`)
  }
  return changesOfFlags(context, command, { set, to, ...options })
}

function venueNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It is no number of a venue.')
  return Number(text)
}
