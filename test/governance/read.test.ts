import { describe, expect, it } from 'vitest'
import { parseProposal } from '../../governance/src/document/read.ts'
import { jsonSchema } from '../../governance/src/document/schema.ts'
import { template } from '../../governance/src/document/template.ts'
import type { Problem } from '../../governance/src/problem.ts'
import { ProposalError } from '../../governance/src/problem.ts'

function problemsOf(text: string): readonly Problem[] {
  try {
    parseProposal('p.yaml', text)
  } catch (error) {
    if (error instanceof ProposalError) return error.problems
    throw error
  }
  return []
}

describe('parseProposal', () => {
  it('reads what gimbal-gov new writes', () => {
    const { document } = parseProposal('p.yaml', template())
    expect(document.actions).toHaveLength(1)
    expect(document.actions[0]).toMatchObject({ do: 'set', parameter: 'hedgeBand.capShare', to: '30 %' })
  })

  it('names the line, the key and the value of each mistake', () => {
    const text = template().replace('capShare', 'cap share').replace('title: ', 'titel: ')
    expect(problemsOf(text)).toEqual([
      expect.objectContaining({ key: 'title', message: expect.any(String) }),
      expect.objectContaining({ line: 10, key: 'actions[0].parameter', value: 'hedgeBand.cap share' }),
      expect.objectContaining({ key: 'proposal', message: expect.stringContaining('titel') }),
    ])
  })

  it('says where YAML itself breaks', () => {
    const [problem] = problemsOf('title: [a\ntext: b')
    expect(problem).toMatchObject({ key: 'YAML', line: expect.any(Number) })
  })

  it('places problems that are found later', () => {
    const { problemAt } = parseProposal('p.yaml', template())
    expect(problemAt(['actions', 0, 'to'], 'above its bound of 20 %')).toEqual({
      line: 14,
      key: 'actions[0].to',
      value: '30 %',
      message: 'above its bound of 20 %',
    })
    // What is not there is reported where it ought to be.
    expect(problemAt(['actions', 0, 'venue'], 'name it').line).toBe(9)
  })

  it('has a schema for editors', () => {
    expect(jsonSchema()).toMatchObject({ type: 'object', required: ['title', 'text', 'actions'] })
  })
})
