import { setTimeout as sleep } from 'node:timers/promises'
import { formatUnits } from 'viem'
import type { Indexer } from '../../relayer/localnet/setup/indexers.ts'
import type { Found } from '../src/lifecycle/find.ts'
import { FIELDS } from '../src/parameter/key.ts'
import { formatQuantity } from '../src/units/quantity.ts'

type Change = { readonly name: string; readonly old: string; readonly current: string }
type Version = {
  readonly version: string
  readonly digest: string
  readonly changedAt: string
  readonly sentAt: string | null
  readonly spoke: { readonly chain: string }
}
type Shown = {
  readonly number: number
  readonly title: string
  readonly forVotes: string
  readonly againstVotes: string
  readonly abstainVotes: string
  readonly quorum: string
  readonly executedAt: string | null
  readonly votes: readonly {
    readonly voter: { readonly id: string }
    readonly support: string
    readonly weight: string
  }[]
  readonly operation: { readonly id: string } | null
  readonly fieldChanges: readonly Change[]
  readonly parameterChanges: readonly {
    readonly name: string
    readonly old: readonly string[]
    readonly current: readonly string[]
  }[]
  readonly configVersions: readonly Version[]
}

const PATIENCE = 120_000
const SYMBOLS = { base: 'WETH', quote: 'USDC', quoteDecimals: 6 }
const PROPOSAL = `query ($id: BigInt!) { proposals(where: { proposalId: $id }) {
  number title forVotes againstVotes abstainVotes quorum executedAt operation { id }
  votes(orderBy: ordinal) { voter { id } support weight }
  fieldChanges(orderBy: ordinal) { name old current }
  parameterChanges(orderBy: ordinal) { name old current }
  configVersions(orderBy: version) { version digest changedAt sentAt spoke { chain } }
} }`
const ACCEPTED = `query ($version: BigInt!, $digest: Bytes!) {
  configVersions(where: { version: $version, digest: $digest, acceptedAt_not: null }) { acceptedAt }
}`

/**
 * What the subgraphs say of a proposal that was executed: votes, changes with their proposal, and the way of each version.
 *
 * @param hub chain id
 * @throws Error where one of them does not show it within two minutes
 */
export async function indexedLines(
  indexers: readonly Indexer[],
  hub: number,
  { id }: Found,
): Promise<readonly string[]> {
  const node = (chain: number): Indexer['node'] => {
    const found = indexers.find((each) => each.chain === chain)
    if (found === undefined) throw new Error(`no subgraph of ${chain}`)
    return found.node
  }
  const shown = await patiently(`the proposal in the subgraph of ${hub}`, async () => {
    const { proposals } = await node(hub).query<{ proposals: readonly Shown[] }>(PROPOSAL, { id: String(id) })
    const [found] = proposals
    const sent = found?.configVersions.some(({ sentAt }) => sentAt !== null) ?? false
    return found !== undefined && found.executedAt !== null && sent ? found : undefined
  })
  const deliveries = await Promise.all(
    sentOf(shown).map(async (version) => ({
      ...version,
      acceptedAt: await acceptedAt(node(Number(version.spoke.chain)), version),
    })),
  )
  return [
    `the subgraph of ${hub}: ${shown.number}. ${shown.title}, executed at ${timeOf(shown.executedAt)}`,
    `   for ${votesOf(shown.forVotes)}, against ${votesOf(shown.againstVotes)}, abstain ${votesOf(shown.abstainVotes)}; quorum ${votesOf(shown.quorum)}`,
    ...shown.votes.map(
      ({ voter, support, weight }) => `   ${voter.id} ${support.toLowerCase()} with ${votesOf(weight)}`,
    ),
    `   timelock operation ${shown.operation?.id ?? 'none'}`,
    ...shown.fieldChanges.map((change) => `   ${changeLine(change)}, set by proposal ${shown.number}`),
    ...shown.parameterChanges.map(
      ({ name, old, current }) =>
        `   ${name}: ${current.filter((value, at) => value !== old[at]).length} of its fields set by proposal ${shown.number}`,
    ),
    ...deliveries.map(
      ({ spoke, version, changedAt, sentAt, acceptedAt: accepted }) =>
        `   version ${version} of ${spoke.chain}: made ${timeOf(changedAt)}, sent ${timeOf(sentAt)}, accepted there ${timeOf(accepted)}`,
    ),
  ]
}

/** A version that a later one of the same proposal has overtaken is never sent. */
function sentOf({ configVersions }: Shown): readonly Version[] {
  return configVersions.filter(({ sentAt }) => sentAt !== null)
}

function acceptedAt(node: Indexer['node'], { version, digest, spoke }: Version): Promise<string> {
  return patiently(`version ${version} in the subgraph of ${spoke.chain}`, async () => {
    const { configVersions } = await node.query<{ configVersions: readonly { acceptedAt: string }[] }>(
      ACCEPTED,
      { version, digest },
    )
    return configVersions[0]?.acceptedAt
  })
}

async function patiently<result>(what: string, ask: () => Promise<result | undefined>): Promise<result> {
  const deadline = Date.now() + PATIENCE
  for (;;) {
    let trouble: unknown
    try {
      const answer = await ask()
      if (answer !== undefined) return answer
    } catch (error) {
      trouble = error // a graph-node that has not begun to index says so with an error
    }
    if (Date.now() > deadline) throw new Error(`${what} does not show`, { cause: trouble })
    await sleep(500)
  }
}

function changeLine({ name, old, current }: Change): string {
  const field = FIELDS.find((each) => `${each.familyName}.${each.name}` === name)
  const shown = (value: string): string => formatQuantity(BigInt(value), field?.unit ?? 'count', SYMBOLS)
  return `${name} ${shown(old)} -> ${shown(current)}`
}

function votesOf(weight: string): string {
  return Number(formatUnits(BigInt(weight), 18)).toLocaleString('en')
}

function timeOf(seconds: string | null): string {
  return seconds === null ? 'never' : new Date(Number(seconds) * 1_000).toISOString()
}
