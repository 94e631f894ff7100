import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseProposal, readProposal } from '../../governance/src/document/read.ts'
import { actionSchema, jsonSchema, schemaText } from '../../governance/src/document/schema.ts'
import { template } from '../../governance/src/document/template.ts'
import { writeNew } from '../../governance/src/document/write.ts'
import type { Problem } from '../../governance/src/problem.ts'
import { ProposalError } from '../../governance/src/problem.ts'

const PROPOSALS = join(import.meta.dirname, '..', '..', 'governance', 'proposals')

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

  it('says in words what may stand where something else does', () => {
    const text = (action: string) => `title: T\ntext: x\nactions:\n  - ${action}\n`
    const said = (source: string) =>
      problemsOf(source).map(({ line, key, value, message }) => [line, key, value, message].join(' | '))
    const venue = 'do: add venue, market: M, spoke: s, pool: p'
    expect(said(text(`{ ${venue}, id: 0, clip: 1 }`))).toEqual(['4 | actions[0].id | 0 | has to be above 0'])
    expect(said(text(`{ ${venue}, id: one, clip: [1] }`))).toEqual([
      '4 | actions[0].id | one | expected a number',
      '4 | actions[0].clip |  | expected a value as people write it, such as `0.35 %`, `12 h` or `250 WETH`',
    ])
    expect(said(text('{ do: set governor, setting: quroum, to: 10 % }'))).toEqual([
      '4 | actions[0].setting | quroum | no such choice; there are votingDelay, votingPeriod, lateExtension, quorum, threshold, guardian',
    ])
    expect(said(text('hello'))).toEqual(['4 | actions[0] | hello | expected keys with values'])
    expect(said('title: T\ntext: x\nactions: set\n')).toEqual(['3 | actions | set | expected a list'])
    expect(said('title: |\n  A\n  B\ntext: x\nactions: []\n')[0]).toMatch(
      /^1 \| title \| A\nB\n \| has to be one line$/,
    )
  })

  it('names the line, the key and the value of each mistake', () => {
    const text = template().replace('capShare', 'cap share').replace('title: ', 'titel: ')
    expect(problemsOf(text)).toEqual([
      { line: 2, key: 'title', message: 'is missing' },
      {
        line: 10,
        key: 'actions[0].parameter',
        value: 'hedgeBand.cap share',
        message: 'expected family.field, such as hedgeBand.cap',
      },
      {
        line: 2,
        key: 'titel',
        value: 'Widen the hedge band of WETH/USDC',
        message: 'is not known here; there are title, text, actions',
      },
    ])
  })

  it.each([
    ['', 'proposal', 'is empty: expected title, text, actions'],
    ['- a', 'proposal', 'is something else: expected title, text, actions'],
    ['title: a\ntext: b\nactions: []', 'actions', 'is empty'],
    [
      'title: ""\ntext: b\nactions: [{ do: set delays, value: 1 h, bounds: 2 h, upgrade: 3 h }]',
      'title',
      'is empty',
    ],
    [
      'title: a\ntext: b\nactions: [{ do: sett }]',
      'actions[0].do',
      'no such action; there are set, add venue',
    ],
    ['title: a\ntext: b\nactions: [{ to: 1 }]', 'actions[0].do', 'is missing; there are set, add venue'],
    [
      'title: a\ntext: b\nactions: [{ do: set governor, setting: quorum, too: 1, to: 1 }]',
      'actions[0].too',
      'is not known here; there are do, setting, to',
    ],
  ])('says in words what is wrong with %j', (text, key, message) => {
    const found = problemsOf(text).find((problem) => problem.key === key)
    expect(found?.message).toContain(message)
  })

  it('says what to do where there is no such file', () => {
    expect(() => readProposal('nowhere.yaml')).toThrow(
      'nowhere.yaml: proposal: there is no such file; gimbal-gov new nowhere.yaml writes one to start from',
    )
  })

  it('keeps every digit of a number, and addresses without quotes', () => {
    const address = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
    const { document } = parseProposal(
      'p.yaml',
      `title: a\ntext: b\nactions:\n  - { do: call, contract: C, function: f(), args: [${address}, 1234567890123456789, 0.0000001, 7] }`,
    )
    expect(document.actions[0]).toMatchObject({ args: [address, '1234567890123456789', '0.0000001', 7] })
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

  it('publishes its schema, and an example of every action', () => {
    expect(readFileSync(join(PROPOSALS, 'schema.json'), 'utf8')).toBe(schemaText())
    const files = readdirSync(PROPOSALS).filter((name) => name.endsWith('.yaml'))
    const actions = files.flatMap((name) => readProposal(join(PROPOSALS, name)).document.actions)
    const kinds = new Set(actions.map((action) => action.do))
    expect([...kinds].toSorted()).toEqual(actionSchema.options.map(({ shape }) => shape.do.value).toSorted())
  })

  it('writes no file over another', () => {
    expect(() => writeNew(join(PROPOSALS, 'schema.json'), '')).toThrow('is there already, and is kept')
    expect(() => writeNew(join(PROPOSALS, 'nowhere', 'p.yaml'), '')).toThrow('its folder does not exist')
  })
})
