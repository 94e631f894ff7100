// SPDX-License-Identifier: MIT
import type { Intent } from '../chain/intent.ts'
import { reasonOf } from '../errors.ts'
import type { Decimals } from '../hedge/evaluate.ts'
import { carryBatchesDuty } from './carry-batches.ts'
import { carryRootsDuty } from './carry-roots.ts'
import { creditDuty, type IndexOf } from './credit.ts'
import { expireDuty } from './expire.ts'
import { fundDuty } from './fund.ts'
import { heartbeatDuty } from './heartbeat.ts'
import { completeMoveDuty, publishDuty } from './publish.ts'
import { releaseDuty } from './release.ts'
import { collectDuty, proveDuty, reportDuty } from './report.ts'
import { configDuty, resendHeartbeatDuty, resendRelayDuty, retryRelayDuty } from './resend.ts'
import { retireDuty } from './retire.ts'
import type { Review } from './review.ts'
import { type SettlementSources, settleDuty } from './settle.ts'
import type { World } from './world.ts'

export interface DutyTools {
  readonly decimals: Decimals
  readonly indexOf: IndexOf
  readonly review: Review
  readonly settlement: SettlementSources
}

export interface Duties {
  readonly intents: readonly Intent[]
  /** Duties that could not be planned; the others go on. */
  readonly errors: readonly string[]
}

/** Everything besides hedging that is due at a step, in the order in which one builds on the other. */
export async function planDuties(world: World, tools: DutyTools): Promise<Duties> {
  const intents: Intent[] = []
  const errors: string[] = []
  const add = async (name: string, plan: () => readonly Intent[] | Promise<readonly Intent[]>) => {
    try {
      const planned = await plan()
      intents.push(...planned)
      return planned
    } catch (error) {
      errors.push(`${name}: ${reasonOf(error)}`)
      return []
    }
  }
  await add('config', () => configDuty(world))
  await add('release', () => releaseDuty(world))
  await add('roots', () => carryRootsDuty(world))
  await add('batches', () => carryBatchesDuty(world))
  await add('settle', () => settleDuty(world, tools.settlement))
  const published = await add('publish', async () => publishDuty(world, await tools.review.outdated(world)))
  await add('move', () => completeMoveDuty(world))
  const funded = await add('fund', () => fundDuty(world, tools.decimals))
  const expired = await add('expire', () => expireDuty(world))
  const retired = await add('retire', () => retireDuty(world, tools.decimals, tools.indexOf))
  await add('heartbeat', () => heartbeatDuty(world, [...published, ...retired, ...funded, ...expired]))
  await add('credit', () => creditDuty(world, tools.indexOf))
  await add('report', () => reportDuty(world))
  await add('prove', () => proveDuty(world, tools.indexOf))
  await add('collect', () => collectDuty(world))
  await add('resend heartbeat', () => resendHeartbeatDuty(world))
  await add('resend transfer', () => resendRelayDuty(world))
  await add('retry transfer', () => retryRelayDuty(world))
  return { intents, errors }
}
