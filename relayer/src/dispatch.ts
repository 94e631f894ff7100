// SPDX-License-Identifier: MIT
import type { Address } from 'viem'
import type { Agent } from './chain/agent.ts'
import type { Intent } from './chain/intent.ts'
import type { Settled } from './chain/sender.ts'
import { simulate } from './chain/simulate.ts'
import { reasonOf } from './errors.ts'
import type { Sent } from './handle.ts'
import type { TxRecord } from './journal/journal.ts'
import type { Logger } from './logger.ts'

/** Least and most seconds of chain time before a refused wish is tried again. */
const FIRST_PAUSE = 60
const LONGEST_PAUSE = 1_800

/** Sends what is wished for once: tries it first, waits longer after every refusal. */
export interface Dispatcher {
  /** Sends intents of one chain in order. `tried`: already simulated. */
  readonly send: (agent: Agent, intents: readonly Intent[], tried?: boolean) => Promise<readonly Sent[]>
  readonly settled: (results: readonly Settled[], time: number) => void
}

export function createDispatcher(sender: Address, logger: Logger, onSent?: (sent: Sent) => void): Dispatcher {
  const pauses = new Map<string, { until: number; length: number }>()

  function refuse(key: string, time: number): void {
    const length = Math.min(LONGEST_PAUSE, 2 * (pauses.get(key)?.length ?? FIRST_PAUSE / 2))
    pauses.set(key, { until: time + length, length })
  }

  /** What was tried well and still failed met something in its block (a new root, a moved price): the first time is free. */
  function failed({ key }: TxRecord, time: number): void {
    if (pauses.has(key)) refuse(key, time)
    else pauses.set(key, { until: time, length: FIRST_PAUSE / 2 })
  }

  function describe({ chain, nonce, purpose, attempts }: TxRecord): Sent {
    return { chain, nonce, purpose, hash: attempts.at(-1)!.hash }
  }

  return {
    settled: (results, time) => {
      for (const { record, outcome } of results) {
        if (outcome === 'mined') pauses.delete(record.key)
        else {
          failed(record, time)
          logger.warn({ chain: record.chain, key: record.key, outcome }, 'a transaction failed')
        }
      }
    },
    send: async (agent, intents, tried = false) => {
      const head = agent.head()
      if (!head || agent.trouble() !== undefined) return []
      const open = new Set(agent.sender.open().map(({ key }) => key))
      const due = intents.filter(({ key }) => !open.has(key) && (pauses.get(key)?.until ?? 0) <= head.time)
      const sent: Sent[] = []
      const sentKeys = new Set<string>()
      for (const intent of due) {
        try {
          const follows = intent.after?.keys.some((key) => sentKeys.has(key)) ?? false
          if (intent.after && !follows && !intent.after.anyway) continue
          if (intent.insteadOf?.some((key) => open.has(key) || sentKeys.has(key))) continue
          if (!tried && !follows) {
            const refused = await simulate(agent.client, sender, intent)
            if (refused) {
              refuse(intent.key, head.time)
              logger.debug({ chain: agent.id, key: intent.key, error: refused.text }, 'refused in simulation')
              continue
            }
          }
          const record = await agent.sender.send(intent, head)
          const entry = describe(record)
          sent.push(entry)
          sentKeys.add(intent.key)
          onSent?.(entry)
          logger.debug({ chain: agent.id, key: intent.key, hash: entry.hash }, 'sent')
        } catch (error) {
          logger.warn({ chain: agent.id, key: intent.key, error: reasonOf(error) }, 'could not be sent')
        }
      }
      return sent
    },
  }
}
