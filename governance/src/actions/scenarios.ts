import type { ActionOf } from '../document/schema.ts'
import { parseQuantity } from '../units/quantity.ts'
import { type Call, type Context, callOf } from './call.ts'

const SHOCKS = { up: 1, same: 0, down: -1 } as const

type At = <value>(key: string, work: () => value) => value

/** Replaces the scenarios of a market. */
export function scenariosCall(context: Context, action: ActionOf<'set scenarios'>, at: At): Call {
  const market = at('market', () => context.names.marketOf(action.market))
  const list = action.scenarios.map(({ spot, vol, damp }, i) => ({
    spotMul: at(`scenarios.${i}.spot`, () => parseQuantity(spot, 'share')),
    volShock: SHOCKS[vol],
    damp: at(`scenarios.${i}.damp`, () => parseQuantity(damp, 'share')),
  }))
  const label = `set ${list.length} scenarios of ${market.name}`
  return callOf(context, 'RiskParameters', 'setScenarios', [market.id, list], label)
}
