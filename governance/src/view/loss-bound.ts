import type { Context, FieldChange } from '../actions/call.ts'
import { governedSites } from '../network/network.ts'
import { fieldOf } from '../parameter/key.ts'
import { readValue } from '../parameter/values.ts'
import { formatQuantity, type Symbols } from '../units/quantity.ts'

const WAD = 10n ** 18n
const DAY = 86_400n
/** Times in a day that a hostile relayer may take all of a book over the bridge: twice at once and twice again (`TURNS` of Funding), out and home. */
const CROSSINGS = 2n * (1n + 1n) * 2n

/** What a hostile key can cost the books of a market on a spoke within a day; quote and shares with 18 decimals. */
export type LossBound = {
  readonly market: string
  readonly spoke: string
  readonly symbols: Symbols
  /** Of a relayer, by bad hedges. */
  readonly hedges: bigint
  /** Of a stranger, by fills at the worst premium and a late oracle. */
  readonly fills: bigint
  /** Of a relayer, by quote sent to and fro: a share of what a book has. */
  readonly fees: bigint
}

const NAMES = [
  'hedgeLimits.slippage',
  'hedgeLimits.turnoverCapacity',
  'hedgeLimits.turnoverRate',
  'hedgeLimits.fillCapacity',
  'hedgeLimits.fillRate',
  'oracle.tolerance',
  'spokeTerms.bridgeFee',
] as const

/**
 * The bound of P6 on every spoke: (capacity + rate × window) × (slippage + oracle error), over a day, and the bridge's fees.
 * `changes` are taken as made.
 */
export async function lossBounds(
  { network, names }: Context,
  changes: readonly FieldChange[] = [],
): Promise<readonly LossBound[]> {
  const sites = await governedSites(network)
  const listed = names.markets.flatMap((market) => sites.map((site) => ({ market, site })))
  return Promise.all(
    listed.map(async ({ market, site }): Promise<LossBound> => {
      const place = { market: market.id, spoke: site.deployment.chainId }
      const values = await Promise.all(
        NAMES.map(async (name) => {
          const field = fieldOf(name)
          const changed = changes.find((change) => isAt(change, name, place))
          return changed?.to ?? (await readValue(network, field, place)) ?? 0n
        }),
      )
      const [slippage, turnover, turnoverRate, fill, fillRate, tolerance, bridgeFee] = values as [
        bigint,
        bigint,
        bigint,
        bigint,
        bigint,
        bigint,
        bigint,
      ]
      const share = slippage + tolerance
      return {
        market: market.name,
        spoke: site.deployment.name,
        symbols: market.symbols,
        hedges: ((turnover + turnoverRate * DAY) * share) / WAD,
        fills: ((fill + fillRate * DAY) * share) / WAD,
        fees: site.deployment.role === 'hub' ? 0n : CROSSINGS * bridgeFee,
      }
    }),
  )
}

/** The bounds that a proposal moves, before and after. */
export async function movedBounds(
  context: Context,
  changes: readonly FieldChange[],
): Promise<readonly { readonly before: LossBound; readonly after: LossBound }[]> {
  const [before, after] = await Promise.all([lossBounds(context), lossBounds(context, changes)])
  return before.flatMap((bound, i) => {
    const next = after[i]
    const same =
      next === undefined ||
      (next.hedges === bound.hedges && next.fills === bound.fills && next.fees === bound.fees)
    return same ? [] : [{ before: bound, after: next }]
  })
}

export function boundLines(bounds: readonly LossBound[]): string[] {
  return bounds.map(
    ({ market, spoke, symbols, hedges, fills, fees }) =>
      `${market} on ${spoke}: a hostile relayer can cost at most ${amount(hedges, symbols)} a day, fills ${amount(fills, symbols)}, bridge fees ${part(fees)} of what a book has`,
  )
}

export function movedLines(moved: Awaited<ReturnType<typeof movedBounds>>): string[] {
  return moved.map(
    ({ before, after }) =>
      `${before.market} on ${before.spoke}: what a hostile relayer can cost a day ${amount(before.hedges, before.symbols)} -> ${amount(after.hedges, after.symbols)}, fills ${amount(before.fills, before.symbols)} -> ${amount(after.fills, after.symbols)}, bridge fees ${part(before.fees)} -> ${part(after.fees)} of what a book has`,
  )
}

function part(fees: bigint): string {
  return formatQuantity(fees, 'share')
}

/** Whole units: nobody votes on cents. */
function amount(value: bigint, symbols: Symbols): string {
  return formatQuantity((value / WAD) * WAD, 'quote', symbols)
}

function isAt(change: FieldChange, name: string, place: { market: number; spoke: number }): boolean {
  const { field } = change
  if (`${field.familyName}.${field.name}` !== name) return false
  return (['market', 'spoke'] as const).every(
    (part) => !field.scope.includes(part) || change.place[part] === place[part],
  )
}
