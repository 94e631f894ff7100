import { iRiskParametersAbi } from '@gimbal/contracts'
import { encodeAbiParameters, keccak256 } from 'viem'
import type { At } from '../document/place.ts'
import type { ActionOf } from '../document/schema.ts'
import { read } from '../network/network.ts'
import { parseQuantity } from '../units/quantity.ts'
import { type Call, type Context, callOf } from './call.ts'

const SHOCKS = { up: 1, same: 0, down: -1 } as const
const [ANSWER] = iRiskParametersAbi.filter(({ name }) => name === 'scenarios')

type Scenario = { readonly spotMul: bigint; readonly volShock: number; readonly damp: bigint }

/** Replaces the scenarios of a market; the call fails where others than those of now have come between. */
export async function scenariosCall(
  context: Context,
  action: ActionOf<'set scenarios'>,
  at: At,
): Promise<Call> {
  const market = at('market', () => context.names.marketOf(action.market))
  const list = action.scenarios.map(({ spot, vol, damp }, i) => ({
    spotMul: at(`scenarios.${i}.spot`, () => parseQuantity(spot, 'share')),
    volShock: SHOCKS[vol],
    damp: at(`scenarios.${i}.damp`, () => parseQuantity(damp, 'share')),
  }))
  const now = await read<readonly Scenario[]>(context.network.hub, 'RiskParameters', 'scenarios', [market.id])
  const label = `set ${list.length} scenarios of ${market.name}, of which there are ${now.length} now`
  return callOf(context, 'RiskParameters', 'setScenarios', [market.id, digestOf(now), list], label)
}

function digestOf(scenarios: readonly Scenario[]) {
  if (ANSWER?.type !== 'function') throw new Error('IRiskParameters has no scenarios')
  return keccak256(encodeAbiParameters(ANSWER.outputs, [scenarios] as never))
}
