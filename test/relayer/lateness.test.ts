import { describe, expect, it } from 'vitest'
import { lateOf, type Punctuality } from '../../relayer/src/lateness.ts'
import { config, makeWorld } from './duties/make-world.ts'

const { terms } = makeWorld().state.config!
const well: Punctuality = {
  name: 'spoke',
  leaseLeft: terms.lease,
  reportAge: 60,
  syncLag: 2,
  pollMs: 2_000,
  hedgeWait: 0,
  rootWait: 0,
  batchWait: 0,
  terms,
}
const late = (change: Partial<Punctuality>) =>
  lateOf({ ...well, ...change }, config.policy).map(({ what, seconds }) => [what, seconds])

describe('lateness', () => {
  it('is nothing where all goes as planned, or before there is anything to wait for', () => {
    expect(late({})).toEqual([])
    // renewed at 40 % gone, reported at 30 % of the age
    expect(late({ leaseLeft: 0.6 * terms.lease, reportAge: 0.3 * terms.reportAge })).toEqual([])
    expect(late({ terms: undefined, leaseLeft: -1_000, reportAge: undefined })).toEqual([])
  })

  it('names a lease, a report and a chain that took twice their time', () => {
    expect(late({ leaseLeft: 0.19 * terms.lease })).toEqual([['lease', 0.19 * terms.lease]])
    expect(late({ leaseLeft: -5 })).toEqual([['lease', -5]])
    expect(late({ reportAge: 0.61 * terms.reportAge })).toEqual([['report', 0.61 * terms.reportAge]])
    expect(late({ syncLag: 31 })).toEqual([['sync', 31]])
    expect(late({ syncLag: 31, pollMs: 10_000 })).toEqual([])
  })

  it('names a book that has needed a hedge for ten minutes', () => {
    expect(late({ hedgeWait: 600 })).toEqual([])
    expect(late({ hedgeWait: 601 })).toEqual([['hedge', 601]])
  })

  it('names a root that took twice its time, and a batch that anyone could have moved on for ten minutes', () => {
    expect(late({ rootWait: 2 * config.policy.resendAfter, batchWait: 600 })).toEqual([])
    expect(late({ rootWait: 2 * config.policy.resendAfter + 1 })).toEqual([['root', 3_601]])
    expect(late({ batchWait: 601 })).toEqual([['batch', 601]])
  })
})
