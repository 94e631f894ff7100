import type { Address } from 'viem'
import type { Context } from '../actions/call.ts'
import type { Signer } from '../lifecycle/send.ts'

/** Options that every command has. */
export interface Flags {
  readonly network?: string
  readonly keystore?: string
  readonly signer?: string
  readonly account?: Address
  readonly dryRun?: boolean
  readonly timeout?: bigint
  readonly wait?: bigint
  readonly json?: boolean
}

/** What a group of commands gets from the program. */
export type Shell = {
  readonly context: () => Promise<Context>
  readonly signer: () => Promise<Signer>
  readonly flags: () => Flags
}
