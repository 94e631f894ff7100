import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { decodeFunctionData, type Hex, isAddressEqual } from 'viem'
import type { Context, FieldChange } from '../actions/call.ts'
import { type ChainChange, describeChange } from '../change/on-chain.ts'
import { type CheckedChange, problemsOf, withRule } from '../check.ts'
import { feeNotes } from '../fee/notes.ts'
import type { Found } from '../lifecycle/find.ts'
import { unpackKey } from '../parameter/key.ts'
import { type DecodedCall, decodeCalls } from '../simulate/report/calls.ts'
import { type VenueWarning, venueWarnings } from '../venue/warning.ts'
import { boundLine } from './lines.ts'
import { movedBounds, movedLines } from './loss-bound.ts'

/** What a proposal on chain says and does, whoever has put it forward. */
export type Proposed = {
  readonly calls: readonly DecodedCall[]
  readonly changes: readonly CheckedChange[]
  /** What stands against its values as the chain is now; what comes before it may change that. */
  readonly against: readonly string[]
  readonly bounds: Awaited<ReturnType<typeof movedBounds>>
  /** What would pass and should be minded, as the chains are now. */
  readonly warnings: readonly VenueWarning[]
}

export async function readProposed(
  context: Context,
  found: Pick<Found, 'targets' | 'values' | 'calldatas'>,
): Promise<Proposed> {
  const parameters = addressOf(context.network.hub.deployment, 'RiskParameters')
  const asked = found.targets.flatMap((target, i) =>
    isAddressEqual(target, parameters) ? changesIn(context, found.calldatas[i] ?? '0x') : [],
  )
  const [changes, bounds, warnings, fees] = await Promise.all([
    Promise.all(asked.map((change) => withRule(context, change))),
    movedBounds(context, asked),
    venueWarnings(context, found),
    feeNotes(context, found),
  ])
  const against = changes.flatMap((change) =>
    problemsOf(change, (_, message) => ({ key: change.label, message })),
  )
  return {
    calls: decodeCalls(context, found),
    changes,
    against: [...against.map(({ key, message }) => `${key}: ${message}`), ...fees],
    bounds,
    warnings,
  }
}

export function proposedLines({ calls, changes, against, bounds, warnings }: Proposed): string[] {
  return [
    ...calls.flatMap(({ contract, function: name, arguments: given, value }, i) => [
      `  ${i + 1}. ${contract}.${name}${value === undefined ? '' : `, with ${value}`}`,
      ...given.map((each) => `     ${each.name}: ${each.value}`),
    ]),
    ...changes.map(boundLine),
    ...movedLines(bounds).map((line) => `  ${line}`),
    ...against.map((line) => `  as things are now: ${line}`),
    ...warnings.map(({ message }) => `  warning: ${message}`),
  ]
}

/** Fields that a call of RiskParameters sets; what nobody can read is among the calls. */
function changesIn(context: Context, data: Hex): readonly FieldChange[] {
  let changes: readonly ChainChange[]
  try {
    const { functionName, args } = decodeFunctionData({ abi: artifact('RiskParameters').abi, data })
    if (functionName !== 'change') return []
    changes = args[0]
  } catch {
    return []
  }
  return changes.flatMap((change) => {
    const { field, market, spoke, venue } = unpackKey(change.key)
    if (field === undefined) return []
    const known = context.names.markets.find(({ id }) => id === market) ?? context.names.markets[0]
    return [
      {
        field,
        place: {
          ...(market === 0 ? {} : { market }),
          ...(spoke === 0 ? {} : { spoke }),
          ...(venue === 0 ? {} : { venue }),
        },
        label: describeChange(context, change),
        ...(known === undefined ? {} : { symbols: known.symbols }),
        from: change.expected,
        to: change.value,
        tolerance: change.tolerance,
      },
    ]
  })
}
