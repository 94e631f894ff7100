import type { Hex } from 'viem'
import type { Payment } from '../lifecycle/payment.ts'
import type { PROPOSAL_STATES } from '../lifecycle/states.ts'
import type { Stage } from '../remote/batches.ts'
import type { ConfigWait } from '../remote/config-waits.ts'
import type { Families } from '../remote/families.ts'
import type { Refused } from '../remote/refused.ts'

/** A config on its way; at home there is nobody to carry it, and the quorum is 0. */
export type Delivery = Families & {
  readonly chain: string
  /** Version and digest that the hub wants there, and those in force. */
  readonly wanted: { readonly version: bigint; readonly digest: Hex }
  readonly applied: { readonly version: bigint; readonly digest: Hex }
  /** The control contract there has refused the wanted version. */
  readonly refused?: Pick<Refused, 'why'>
  /** Configs that are confirmed there and wait, since they loosen something. */
  readonly waiting: readonly ConfigWait[]
}

/** What a proposal asks of a spoke. */
export type RemoteDelivery = {
  readonly chain: string
  readonly number: bigint
  readonly stage: Stage
  /** Why the spoke would refuse the call that is due now. */
  readonly stuck?: string
}

/** How far a proposal has come, from its vote to every chain. */
export type Status = {
  readonly proposal: bigint
  readonly number: number
  readonly title: string
  readonly state: (typeof PROPOSAL_STATES)[number]
  readonly votes: { readonly for: bigint; readonly against: bigint; readonly abstain: bigint }
  readonly quorum: bigint
  readonly voteStart: bigint
  readonly voteEnd: bigint
  /** Until when it can be queued, once it has passed. */
  readonly queueUntil: bigint
  /** When it may be executed; 0 before it is queued. */
  readonly eta: bigint
  readonly now: bigint
  /** Before it is executed, where its calls carry coins. */
  readonly payment?: Payment
  readonly chains: readonly Delivery[]
  /** Batches of this proposal, by spoke. */
  readonly batches: readonly RemoteDelivery[]
  /** What has to happen next; nothing where it is done or dead. */
  readonly next?: Next
  /** All that is left to do, on whatever chain; `next` is the first of it. */
  readonly todo: readonly Next[]
}

/** What has to happen next, and the command that makes it happen, where one does. */
export type Next = { readonly what: string; readonly command?: string }
