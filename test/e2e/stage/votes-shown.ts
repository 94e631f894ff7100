import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { type ProposalFacts, proposalState, QUEUE_LIFE } from '@gimbal/subgraph'
import type { Abi, Address } from 'viem'
import { expect, it } from 'vitest'
import { PROPOSAL_STATES } from '../../../governance/src/lifecycle/states.ts'
import { delegates } from '../../../relayer/localnet/accounts.ts'
import type { Answers } from './named-query.ts'
import type { Parliament } from './parliament.ts'

type Proposal = ProposalFacts & { readonly proposalId: string }
type Delegate = {
  readonly id: Address
  readonly votes: string
  readonly weights: readonly Readonly<Record<'old' | 'current' | 'timestamp', string>>[]
}

const FACTS = `query ($n: Int!) { proposals(block: { number: $n }) {
  proposalId voteStart voteEnd quorum forVotes againstVotes abstainVotes queuedAt executedAt canceledAt
} }`

/** What the hub's subgraph has to show of votes, beside what Governor and token hold. */
export function itShowsVotes(shown: () => { readonly house: Parliament; readonly answers: Answers }): void {
  it('lets a client derive the state that the Governor has, at every turn, with quorum and tallies', async () => {
    const { house } = shown()
    const seen = new Set<string | undefined>()
    for (const { block, time, proposals } of house.records) {
      const shownThen = await house.indexers[0]!.node.query<{ proposals: readonly Proposal[] }>(FACTS, {
        n: block,
      })
      expect(shownThen.proposals).toHaveLength(proposals.length)
      for (const { id, state, tally, quorum } of proposals) {
        const facts = shownThen.proposals.find(({ proposalId }) => BigInt(proposalId) === id)!
        expect(proposalState(facts, time), `block ${block}`).toBe(state)
        expect([facts.againstVotes, facts.forVotes, facts.abstainVotes]).toEqual(tally.map(String))
        if (quorum !== undefined) expect(facts.quorum).toBe(String(quorum))
        seen.add(state)
      }
    }
    expect(seen).toEqual(new Set(PROPOSAL_STATES.filter((state) => state !== 'expired')))
    const { client, deployment } = house.network.hub
    const governor = { address: addressOf(deployment, 'GimbalGovernor'), abi: artifact('GimbalGovernor').abi }
    expect(await client.readContract({ ...governor, functionName: 'QUEUE_LIFE' })).toBe(QUEUE_LIFE)
  })

  it('shows weights of delegates at every second at which one has changed', async () => {
    const { house, answers } = shown()
    const { client, deployment } = house.network.hub
    const token = { address: addressOf(deployment, 'GimbalToken'), abi: artifact('GimbalToken').abi as Abi }
    const [hub] = await answers<{ delegates: readonly Delegate[] }>('delegates')
    const all = hub!.delegates
    const times = [
      ...new Set(all.flatMap(({ weights }) => weights.map(({ timestamp }) => BigInt(timestamp)))),
    ]
    expect(times.length).toBeGreaterThan(3)
    for (const { id, votes, weights } of all) {
      for (const time of times) {
        const known = weights.findLast(({ timestamp }) => BigInt(timestamp) <= time)?.current ?? '0'
        const args = [id, time]
        const held = await client.readContract({ ...token, functionName: 'getPastVotes', args })
        expect(BigInt(known), `${id} at ${time}`).toBe(held)
      }
      expect(weights.at(-1)?.current ?? '0').toBe(votes)
    }
    // One has given its votes away.
    const [lead, , third] = delegates.map(({ address }) => all.find(({ id }) => id === address.toLowerCase()))
    expect([BigInt(lead!.votes) > 0n, third!.votes]).toEqual([true, '0'])
  })
}
