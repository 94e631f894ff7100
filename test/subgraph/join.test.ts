import { askAll } from '@gimbal/subgraph'
import { describe, expect, it } from 'vitest'

/** A subgraph that answers always the same. */
function answering(answer: object) {
  return <T>(): Promise<T> => Promise.resolve(answer as T)
}

function batch(fields: object): object {
  return { __typename: 'RemoteBatch', id: '0x01', ...fields }
}

describe('askAll', () => {
  it('completes what one chain leaves empty with what another says, both ways', async () => {
    const hub = { proposals: [{ batches: [batch({ sentAt: '7', executedAt: null, operation: null })] }] }
    const spoke = {
      proposals: [],
      changes: [
        { operation: { batch: batch({ sentAt: null, executedAt: '9', operation: { id: '0xaa' } }) } },
      ],
    }
    const whole = batch({ sentAt: '7', executedAt: '9', operation: { id: '0xaa' } })
    expect(await askAll<object>([answering(hub), answering(spoke)], '')).toEqual([
      { proposals: [{ batches: [whole] }] },
      { proposals: [], changes: [{ operation: { batch: whole } }] },
    ])
  })

  it('keeps what a chain says itself, and fills lists only where they are empty', async () => {
    const hub = { b: batch({ sentAt: '7', messages: [], calls: ['0x1'] }) }
    const spoke = { b: batch({ sentAt: '8', messages: [{ votes: 2 }], calls: ['0x2'] }) }
    const [atHub, atSpoke] = await askAll<object>([answering(hub), answering(spoke)], '')
    expect(atHub).toEqual({ b: batch({ sentAt: '7', messages: [{ votes: 2 }], calls: ['0x1'] }) })
    expect(atSpoke).toEqual(spoke)
  })

  it('leaves alone entities of one chain, though another has one of the same id', async () => {
    const role = (account: string | null) => ({ role: { __typename: 'Role', id: '0x01', account } })
    const answers = await askAll<object>([answering(role(null)), answering(role('0xbb'))], '')
    expect(answers).toEqual([role(null), role('0xbb')])
  })

  it('completes what it has filled in as well, and ends where entities contain each other', async () => {
    const root = { __typename: 'RemoteRoot', id: '0x02' }
    const hub = { b: batch({ root: { ...root, epoch: '1', confirmedAt: null } }) }
    const spoke = {
      b: batch({ root: null }),
      roots: [{ ...root, confirmedAt: '5', batches: [batch({ root: null })] }],
    }
    const [atHub, atSpoke] = await askAll<object>([answering(hub), answering(spoke)], '')
    expect(atHub).toEqual({ b: batch({ root: { ...root, epoch: '1', confirmedAt: '5' } }) })
    expect(atSpoke).toMatchObject({ b: { root: { epoch: '1', confirmedAt: '5' } } })
  })
})
