import { describe, expect, it } from 'vitest'
import { nextOf } from '../../governance/src/view/next.ts'
import type { Delivery, RemoteDelivery, Status } from '../../governance/src/view/progress.ts'

const NOW = 1_767_225_600n
const digest = `0x${'00'.repeat(32)}` as const

function status(more: Partial<Status>): Status {
  return {
    proposal: 5n,
    number: 2,
    title: 'T',
    state: 'executed',
    votes: { for: 0n, against: 0n, abstain: 0n },
    quorum: 0n,
    voteStart: NOW + 90n,
    voteEnd: NOW + 3_700n,
    queueUntil: NOW + 120n,
    eta: 0n,
    now: NOW,
    chains: [],
    batches: [],
    todo: [],
    ...more,
  }
}

function config(waiting: Delivery['waiting']): Delivery {
  return {
    chain: 'spoke-a',
    wanted: { version: 3n, digest },
    applied: { version: 2n, digest },
    families: 2,
    quorum: 2,
    carriedBy: [0, 1],
    missing: [],
    waiting,
  }
}

const waits = { version: 3n, ticket: 1n, digest, eta: NOW + 60n, tightened: true } as const

describe('what is left to do for a proposal', () => {
  it.each([
    ['pending', 'the vote begins in 90 s, at 2026-01-01T00:01:30Z', undefined],
    ['active', 'the vote ends in 3700 s, at 2026-01-01T01:01:40Z', 'gimbal-gov vote 2 for'],
    ['succeeded', 'it waits for the queue, and expires at 2026-01-01T00:02:00Z', 'gimbal-gov queue 2'],
  ] as const)('is said with its time and command while it is %s', (state, what, command) => {
    expect(nextOf(status({ state }), undefined)).toEqual([{ what, ...(command && { command }) }])
  })

  it.each(['canceled', 'defeated', 'expired'] as const)('is nothing once it is %s', (state) => {
    expect(nextOf(status({ state }), undefined)).toEqual([])
  })

  it('is what keeps its execution, where something does', () => {
    const queued = status({ state: 'queued', eta: NOW })
    expect(nextOf(queued, undefined)).toEqual([
      { what: 'it waits for its execution', command: 'gimbal-gov execute 2' },
    ])
    const stuck = { why: 'would revert', cancellableFrom: NOW + 60n }
    expect(nextOf(queued, stuck)).toEqual([
      {
        what: 'it is stuck: its execution would revert; anyone may cancel it from 2026-01-01T00:01:00Z',
      },
    ])
    expect(nextOf(queued, { ...stuck, cancellableFrom: NOW })).toEqual([
      { what: 'it is stuck: its execution would revert', command: 'gimbal-gov cancel 2' },
    ])
  })

  it.each([
    ['cancelled', 'the guardian of spoke-a cancelled version 3; what it tightens is in force', undefined],
    ['ready', 'version 3 has waited, and waits to be put in force on spoke-a', 'gimbal-gov carry spoke-a'],
    [
      'waits',
      'what version 3 tightens is in force on spoke-a, whose timelock holds the rest until 2026-01-01T00:01:00Z',
      'gimbal-gov carry spoke-a',
    ],
  ] as const)('names the stage of a config that is confirmed: %s', (kind, what, command) => {
    expect(nextOf(status({ chains: [config([{ ...waits, kind }])] }), undefined)).toEqual([
      { what, ...(command && { command }) },
    ])
  })

  it('is nothing anyone can do where a spoke would refuse a config again, and says why', () => {
    const refused = { ...config([]), refused: { why: 'CrossRule(0x61, 2, 1)' } }
    expect(nextOf(status({ chains: [refused] }), undefined)).toEqual([
      {
        what: 'spoke-a has version 3 from k families, and refused it; it would again: CrossRule(0x61, 2, 1)',
      },
    ])
  })

  it('is a new vote where the guardian of a spoke has cancelled a batch', () => {
    const batches: readonly RemoteDelivery[] = [
      { chain: 'spoke-a', number: 4n, stage: { kind: 'cancelled' } },
      { chain: 'spoke-b', number: 1n, stage: { kind: 'executed' } },
    ]
    expect(nextOf(status({ batches }), undefined)).toEqual([
      { what: 'the guardian of spoke-a cancelled batch 4: only a new vote sends it again' },
    ])
  })
})
