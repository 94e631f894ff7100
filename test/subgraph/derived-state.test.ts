import { type BatchFacts, batchStage, type ProposalFacts, proposalState, QUEUE_LIFE } from '@gimbal/subgraph'
import { describe, expect, it } from 'vitest'

const put: ProposalFacts = {
  voteStart: '100',
  voteEnd: '200',
  quorum: '10',
  forVotes: '0',
  againstVotes: '0',
  abstainVotes: '0',
  queuedAt: null,
  executedAt: null,
  canceledAt: null,
}

describe('the state of a proposal', () => {
  it('is pending in the second of the snapshot, and active in the last of the vote', () => {
    expect([100n, 101n, 200n, 201n].map((now) => proposalState(put, now))).toEqual([
      'pending',
      'active',
      'active',
      'defeated',
    ])
  })

  it('needs the quorum to the vote, abstentions counted, and more for than against', () => {
    const ended = (votes: Partial<ProposalFacts>) => proposalState({ ...put, ...votes }, 201n)
    expect(ended({ forVotes: '9' })).toBe('defeated')
    expect(ended({ forVotes: '9', abstainVotes: '1' })).toBe('succeeded')
    expect(ended({ forVotes: '9', againstVotes: '9', abstainVotes: '1' })).toBe('defeated')
    expect(ended({ forVotes: '9', againstVotes: '90' })).toBe('defeated')
  })

  it('has expired where it passed and nobody queued it for two weeks', () => {
    const passed = { ...put, forVotes: '10' }
    const last = BigInt(put.voteEnd) + QUEUE_LIFE
    expect([last, last + 1n].map((now) => proposalState(passed, now))).toEqual(['succeeded', 'expired'])
    expect(proposalState(put, last + 1n)).toBe('defeated')
    expect(proposalState({ ...passed, queuedAt: '210' }, last + 1n)).toBe('queued')
  })

  it('is what was done with it last', () => {
    const queued = { ...put, queuedAt: '210' }
    expect(proposalState(queued, 300n)).toBe('queued')
    expect(proposalState({ ...queued, executedAt: '250' }, 300n)).toBe('executed')
    expect(proposalState({ ...queued, canceledAt: '250' }, 300n)).toBe('canceled')
  })
})

const sent: BatchFacts = {
  expiry: '100',
  revokedAt: null,
  eta: null,
  until: null,
  executedAt: null,
  operation: null,
  root: { confirmedAt: null },
}
const scheduled: BatchFacts = { ...sent, eta: '120', until: '140', operation: { cancelledAt: null } }

describe('the stage of a batch', () => {
  it('follows its root until it is scheduled, revoked or expired', () => {
    expect(batchStage(sent, 100n)).toBe('under way')
    expect(batchStage({ ...sent, root: { confirmedAt: '50' } }, 100n)).toBe('confirmed')
    expect(batchStage({ ...sent, root: { confirmedAt: '50' }, revokedAt: '60' }, 100n)).toBe('revoked')
    expect(batchStage(sent, 101n)).toBe('expired')
  })

  it('follows its operation afterwards, whatever the hub has taken back since', () => {
    expect([119n, 120n, 140n, 141n].map((now) => batchStage(scheduled, now))).toEqual([
      'waits',
      'ready',
      'ready',
      'lapsed',
    ])
    expect(batchStage({ ...scheduled, revokedAt: '90' }, 130n)).toBe('ready')
    expect(batchStage({ ...scheduled, operation: { cancelledAt: '125' } }, 150n)).toBe('cancelled')
    expect(batchStage({ ...scheduled, executedAt: '130' }, 150n)).toBe('executed')
  })
})
