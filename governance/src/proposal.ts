import { type Address, encodeAbiParameters, type Hex, keccak256, stringToHex } from 'viem'
import type { Call, Context, FieldChange, PlacedCall } from './actions/call.ts'
import { addChainCalls } from './actions/chain.ts'
import { governorCall } from './actions/governor.ts'
import { payCall } from './actions/pay.ts'
import { anyCall, delaysCall, upgradeCall } from './actions/power.ts'
import {
  type RemoteRequest,
  readRemoteCall,
  readRemoteUpgrade,
  readRotation,
  remoteBatchCall,
} from './actions/remote.ts'
import { ruleCall } from './actions/rule.ts'
import { scenariosCall } from './actions/scenarios.ts'
import { changeCall, readSet } from './actions/set.ts'
import { addVenueCall } from './actions/venue.ts'
import { type At, Placed, placed } from './document/place.ts'
import type { ReadProposal } from './document/read.ts'
import type { Action, ActionOf } from './document/schema.ts'
import { withValues } from './fee/values.ts'
import { type Problem, ProposalError } from './problem.ts'

/** What the Governor is given. */
export type Proposal = {
  readonly title: string
  readonly description: string
  readonly calls: readonly PlacedCall[]
  readonly targets: readonly Address[]
  readonly values: readonly bigint[]
  readonly calldatas: readonly Hex[]
  /** As the Governor will number it. */
  readonly id: bigint
}

/**
 * Turns a proposal file into calls: names into addresses, units into numbers. Sets that follow each other are one batch; calls
 * that send messages carry what gateways ask.
 *
 * @throws ProposalError with every value that cannot be read
 */
export async function buildProposal(context: Context, read: ReadProposal): Promise<Proposal> {
  const { document, file } = read
  const problems: Problem[] = []
  const calls: PlacedCall[] = []
  let gathered: number[] = []
  let batch: FieldChange[] = []
  let remote: RemoteRequest[] = []
  const flush = (): void => {
    if (batch.length > 0) calls.push({ ...changeCall(context, batch), actions: gathered })
    if (remote.length > 0) calls.push({ ...remoteBatchCall(context, remote), actions: gathered })
    gathered = []
    batch = []
    remote = []
  }
  for (const [index, action] of document.actions.entries()) {
    try {
      const at = placed(read, index, problems)
      if (action.do === 'set') {
        if (remote.length > 0) flush()
        batch.push(readSet(context, action, at))
        gathered.push(index)
        continue
      }
      if (isRemote(action)) {
        const request = await remoteRequest(context, action, at)
        if (batch.length > 0 || remote.some(({ site }) => site !== request.site)) flush()
        remote.push(request)
        gathered.push(index)
        continue
      }
      flush()
      const made =
        action.do === 'add chain'
          ? await addChainCalls(context, action, at)
          : [await callFor(context, action, at)]
      calls.push(...made.map((call) => ({ ...call, actions: [index] })))
    } catch (error) {
      if (!(error instanceof Placed)) throw error
    }
  }
  flush()
  if (problems.length > 0) throw new ProposalError(file, problems)
  return proposalOf(
    document.title,
    descriptionOf(document.title, document.text),
    await withValues(context, calls),
  )
}

/** What the Governor is given of calls and the text they are voted under. */
export function proposalOf(title: string, description: string, calls: readonly PlacedCall[]): Proposal {
  const targets = calls.map(({ target }) => target)
  const values = calls.map(({ value = 0n }) => value)
  const calldatas = calls.map(({ data }) => data)
  return {
    title,
    description,
    calls,
    targets,
    values,
    calldatas,
    id: proposalId(targets, values, calldatas, description),
  }
}

/** As the Governor hashes it. */
export function proposalId(
  targets: readonly Address[],
  values: readonly bigint[],
  calldatas: readonly Hex[],
  description: string,
): bigint {
  const types = [
    { type: 'address[]' },
    { type: 'uint256[]' },
    { type: 'bytes[]' },
    { type: 'bytes32' },
  ] as const
  const hash = keccak256(stringToHex(description))
  return BigInt(keccak256(encodeAbiParameters(types, [targets, values, calldatas, hash])))
}

/** The text that is voted on: a title that tools show, then the reasons. */
function descriptionOf(title: string, text: string): string {
  const reasons = text.trim()
  // The Governor looks for who alone may propose at the very end.
  return `# ${title}\n\n${reasons}${/#proposer=0x[\da-fA-F]{40}$/.test(reasons) ? '' : '\n'}`
}

type RemoteAction = ActionOf<'remote call' | 'rotate gateway' | 'upgrade'>

/** Of upgrades those of a spoke. */
function isRemote(action: Action): action is RemoteAction {
  if (action.do === 'upgrade') return action.spoke !== undefined
  return action.do === 'remote call' || action.do === 'rotate gateway'
}

function remoteRequest(
  context: Context,
  action: RemoteAction,
  at: At,
): RemoteRequest | Promise<RemoteRequest> {
  if (action.do === 'remote call') return readRemoteCall(context, action, at)
  return action.do === 'upgrade' ? readRemoteUpgrade(context, action, at) : readRotation(context, action, at)
}

type OwnAction = Exclude<Action, { do: 'set' | 'remote call' | 'rotate gateway' | 'add chain' }>

function callFor(context: Context, action: OwnAction, at: At): Call | Promise<Call> {
  switch (action.do) {
    case 'add venue':
      return addVenueCall(context, action, at)
    case 'set scenarios':
      return scenariosCall(context, action, at)
    case 'set rule':
      return ruleCall(context, action, at)
    case 'upgrade':
      return upgradeCall(context, action, at)
    case 'set governor':
      return governorCall(context, action, at)
    case 'set delays':
      return delaysCall(context, action, at)
    case 'pay':
      return payCall(action, at)
    case 'call':
      break
  }
  return anyCall(context, action, at)
}
