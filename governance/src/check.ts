import { addressOf } from '@gimbal/contracts/deploy'
import type { Address, StateOverride } from 'viem'
import type { Call, Context, FieldChange } from './actions/call.ts'
import { governorProblems } from './actions/governor.ts'
import { payProblems } from './actions/pay.ts'
import { type Rule, readRules, ruleProblems } from './actions/rule.ts'
import type { ReadProposal } from './document/read.ts'
import { feeNotes } from './fee/notes.ts'
import { NetworkError, read } from './network/network.ts'
import { keyOf } from './parameter/key.ts'
import { readSetValue } from './parameter/values.ts'
import type { Problem } from './problem.ts'
import type { Proposal } from './proposal.ts'
import { revertOf } from './refusal/refusal.ts'
import { explainFor } from './refusal/words.ts'
import { formatQuantity } from './units/quantity.ts'
import { upgradeProblems } from './upgrade/check.ts'
import { type VenueWarning, venueWarnings } from './venue/warning.ts'
import { movedBounds } from './view/loss-bound.ts'

/** A field that a proposal changes, against its rule and what it is now. */
export type CheckedChange = FieldChange & { readonly current: bigint; readonly rule: Rule }

/** What a check found; `problems` is empty where every call would pass now. */
export type Check = {
  readonly changes: readonly CheckedChange[]
  readonly problems: readonly Problem[]
  /** Calls, from 1, that cannot be tried alone; a simulation does. */
  readonly untried: readonly number[]
  /** What a hostile key can cost, where the proposal moves it. */
  readonly bounds: Awaited<ReturnType<typeof movedBounds>>
  /** What would pass and should be minded. */
  readonly warnings: readonly Warning[]
  /** Calls that carry too little for gateways, or what some refuse. */
  readonly fees: readonly string[]
}

/** With the place in the file that it comes from. */
export type Warning = Problem & VenueWarning

/**
 * Holds a proposal against the chain: every value within its bounds and where the author thinks it is, every call as the
 * timelock would make it, in order.
 */
export async function checkProposal(
  context: Context,
  read: ReadProposal,
  proposal: Proposal,
): Promise<Check> {
  const sets = read.document.actions.flatMap((action, index) => (action.do === 'set' ? [index] : []))
  const all = proposal.calls.flatMap(({ changes }) => changes)
  const changes = await Promise.all(all.map((change) => withRule(context, change)))
  const problems = changes.flatMap((change, i) => {
    const at = (key: string, message: string) => read.problemAt(['actions', sets[i] ?? 0, key], message)
    const first = changes.findIndex((each) => nameOf(each) === nameOf(change))
    return first < i
      ? [at('parameter', `is set already by actions[${sets[first] ?? 0}]`)]
      : problemsOf(change, at)
  })
  problems.push(...(await actionProblems(context, read, all, sets)))
  const untried = proposal.calls.flatMap((call, i) => (isTried(context, call) ? [] : [i + 1]))
  if (problems.length > 0) return { changes, problems, untried, bounds: [], warnings: [], fees: [] }
  const [refused, bounds, gaps, fees] = await Promise.all([
    callProblems(context, read, proposal),
    movedBounds(context, all),
    venueWarnings(context, proposal),
    feeNotes(context, proposal),
  ])
  const warnings = gaps.map((gap) => ({ ...gap, ...placeOf(read, gap) }))
  return { changes, problems: refused, untried, bounds, warnings, fees }
}

/** The first action that takes from a venue, or that gives to one. */
function placeOf({ document, problemAt }: ReadProposal, gap: VenueWarning): Problem {
  const actionOf = (ids: readonly number[]): number =>
    document.actions.findIndex(
      (action) =>
        ((action.do === 'set' && ids.includes(action.venue ?? 0)) ||
          (action.do === 'add venue' && ids.includes(action.id))) &&
        action.market === gap.market &&
        action.spoke === gap.spoke,
    )
  const index = [actionOf(gap.stops), actionOf(gap.waits)].find((found) => found !== -1)
  if (index === undefined) return problemAt(['actions'], gap.message)
  const key = document.actions[index]?.do === 'set' ? 'to' : 'id'
  return problemAt(['actions', index, key], gap.message)
}

function nameOf({ field, place }: FieldChange): string {
  return keyOf(field, place)
}

/** What only the kind of an action knows. `sets` are the actions that `changes` come from. */
async function actionProblems(
  context: Context,
  { document, problemAt }: ReadProposal,
  changes: readonly FieldChange[],
  sets: readonly number[],
): Promise<Problem[]> {
  const settings = document.actions.flatMap((action, index) =>
    action.do === 'set governor'
      ? [{ action, at: (key: string, message: string) => problemAt(['actions', index, key], message) }]
      : [],
  )
  const found = await Promise.all([
    governorProblems(context, settings),
    payProblems(context, document.actions, problemAt),
    ...document.actions.map(async (action, index): Promise<readonly Problem[]> => {
      const at = (key: string, message: string): Problem => problemAt(['actions', index, key], message)
      if (action.do === 'upgrade') return upgradeProblems(context, action, at)
      if (action.do === 'set rule') {
        const before = changes.filter((_, i) => (sets[i] ?? 0) < index)
        return ruleProblems(context, action, before, at)
      }
      const isCall = action.do === 'call' || action.do === 'remote call'
      return isCall && action.function.startsWith('upgradeToAndCall')
        ? [at('function', 'is an action of its own, `upgrade`, which compares storage')]
        : []
    }),
  ])
  return found.flat()
}

/** With its rule and its value now. */
export async function withRule(context: Context, change: FieldChange): Promise<CheckedChange> {
  const [rules, current] = await Promise.all([
    readRules(context, change.field),
    readSetValue(context.network, change.field, change.place),
  ])
  const rule = rules[change.field.field]
  if (rule === undefined) throw new Error(`ParameterRules has no rule for ${change.label}`)
  return { ...change, rule, current: current ?? -1n }
}

/** What stands against a change whoever makes it: a bound, a freeze, a value that has moved. */
export function problemsOf(change: CheckedChange, at: (key: string, message: string) => Problem): Problem[] {
  const { field, symbols, rule, current, from, to, tolerance } = change
  const shown = (value: bigint): string => formatQuantity(value, field.unit, symbols)
  if (current < 0n) return [at('venue', 'the spoke lists no such venue')]
  const problems: Problem[] = []
  if (rule.frozen) problems.push(at('parameter', 'is frozen: a proposal has to set its rule first'))
  if (to < rule.min) problems.push(at('to', `below its bound of ${shown(rule.min)}`))
  if (to > rule.max) problems.push(at('to', `above its bound of ${shown(rule.max)}`))
  const moved = current > from ? current - from : from - current
  if (moved > tolerance) {
    problems.push(
      at('from', `it is ${shown(current)} now, further off than the tolerance of ${shown(tolerance)}`),
    )
  }
  return problems
}

/**
 * Each call alone, as the timelock: one that depends on an earlier one of the same proposal fails here. The Governor itself is
 * left out, since it lets nothing through but an execution of its own. What a spoke is to do is tried there.
 */
async function callProblems(
  context: Context,
  { problemAt }: ReadProposal,
  proposal: Proposal,
): Promise<Problem[]> {
  const { network } = context
  const account = addressOf(network.hub.deployment, 'Timelock')
  const explain = explainFor(context)
  const results = await Promise.all(
    proposal.calls.map(async (call): Promise<Problem[]> => {
      const { target, data, label, remote, value = 0n } = call
      if (!isTried(context, call)) return []
      try {
        await network.hub.client.call({ account, to: target, data, value, ...richBy(account, value) })
        if (remote !== undefined) await tryThere(remote)
        return []
      } catch (error) {
        const named = call.changes.findIndex((change) => nameOf(change) === revertOf(error)?.args[0])
        const action = call.actions[named === -1 ? 0 : named] ?? 0
        return [{ ...problemAt(['actions', action], await explain(error)), value: label }]
      }
    }),
  )
  return results.flat()
}

/** Whoever executes it brings what it carries. */
function richBy(address: Address, balance: bigint): { readonly stateOverride?: StateOverride } {
  return balance === 0n ? {} : { stateOverride: [{ address, balance }] }
}

function isTried({ network }: Context, { target, builds }: Call): boolean {
  return target !== addressOf(network.hub.deployment, 'GimbalGovernor') && builds !== true
}

async function tryThere({ site, calls }: NonNullable<Call['remote']>): Promise<void> {
  const account = addressOf(site.deployment, 'Timelock')
  for (const { target } of calls) {
    if (!(await read<boolean>(site, 'RemoteExecutor', 'isTarget', [target]))) {
      throw new NetworkError(`the executor of ${site.deployment.name} does not list ${target}`)
    }
  }
  // One after another, since a call may build on those before it.
  const { results } = await site.client.simulateCalls({
    account,
    calls: calls.map(({ target, data }) => ({ to: target, data })),
  })
  const failed = results.find(({ status }) => status === 'failure')
  if (failed?.error !== undefined) throw failed.error
}
