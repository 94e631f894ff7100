import { describe, expect, it } from 'vitest'
import { differences } from './file.ts'

describe('differences', () => {
  it('finds none between equal values', () => {
    expect(differences({ a: ['x', 'y'] }, { a: ['x', 'y'] })).toEqual([])
  })

  it('tells what is gone, what has come and where', () => {
    expect(differences({ Books: ['a', 'b'] }, { Books: ['b', 'c'] })).toEqual(['- Books: a', '+ Books: c'])
    expect(differences({ Books: { '0x01': 'f: ADMIN' } }, { Books: { '0x01': 'f: HUB' } })).toEqual([
      '- Books 0x01: f: ADMIN',
      '+ Books 0x01: f: HUB',
    ])
    expect(differences({}, { Books: ['a'] })).toEqual(['+ Books: 1 entries'])
  })

  it('sees a list whose order alone has changed', () => {
    expect(differences(['a', 'b'], ['b', 'a'])).toHaveLength(1)
  })
})
