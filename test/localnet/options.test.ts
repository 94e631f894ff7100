import { describe, expect, it } from 'vitest'
import { Failure } from '../../relayer/localnet/failure.ts'
import { HELP, readOptions } from '../../relayer/localnet/options.ts'

function failureOf(...args: string[]): Failure {
  try {
    readOptions(args)
  } catch (error) {
    expect(error).toBeInstanceOf(Failure)
    return error as Failure
  }
  throw new Error(`${args.join(' ')} was accepted`)
}

describe('options', () => {
  it('have the defaults that the help tells', () => {
    expect(readOptions([])).toMatchObject({
      hours: 24,
      seed: 1,
      speed: 60,
      exit: false,
      json: false,
      subgraph: true,
    })
    expect(HELP).toContain('(default 24)')
    expect(HELP).toContain('(default 60)')
  })

  it('are read', () => {
    const line =
      '--hours 48 --seed 7 --speed max --prices p.csv --from 1616284800 --report r.json --exit --ports 9000 --keep d --json'
    expect(readOptions(line.split(' '))).toEqual({
      hours: 48,
      seed: 7,
      speed: 'max',
      prices: 'p.csv',
      from: 1_616_284_800,
      report: 'r.json',
      exit: true,
      ports: 9_000,
      keep: 'd',
      json: true,
      subgraph: true,
    })
    expect(readOptions(['--no-subgraph'])).toMatchObject({ subgraph: false })
    expect(readOptions(['--help'])).toBe('help')
  })

  it('take a date without a zone as UTC', () => {
    for (const date of ['2021-03-21', '2021-03-21T00:00', '2021-03-21T00:00:00Z', '2021-03-21T01:00+01:00']) {
      expect(readOptions(['--prices', 'p.csv', '--from', date])).toMatchObject({ from: 1_616_284_800 })
    }
  })

  it.each([
    [['--hours', 'many'], '--hours "many" is not understood.', 'not a number from 0.1'],
    [['--hours', '0'], '--hours "0" is not understood.', 'not a number from 0.1'],
    [['--hours', ''], '--hours "" is not understood.', 'not a number'],
    [['--seed', '1.5'], '--seed "1.5" is not understood.', 'not a whole number'],
    [['--seed', '-1'], 'The options cannot be read.', 'ambiguous'],
    [['--speed', 'fast'], '--speed "fast" is not understood.', 'not a number'],
    [['--ports', '80'], '--ports "80" is not understood.', '1024'],
    [['--prices', 'p.csv', '--from', 'spring'], '--from "spring" is not understood.', 'neither UNIX seconds'],
    [['--from', '1616284800'], '--from "1616284800" is not understood.', 'there is none'],
    [['--hour', '3'], 'The options cannot be read.', "Unknown option '--hour'"],
    [['24'], 'The options cannot be read.', 'Unexpected argument'],
  ])('tell what is wrong with %j', (args, what, why) => {
    const failure = failureOf(...args)
    expect(failure.what).toBe(what)
    expect(failure.why).toContain(why)
    expect(failure.remedy).not.toBe('')
  })
})
