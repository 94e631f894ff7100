import { type Problem, ValueError } from '../problem.ts'
import type { ReadProposal } from './read.ts'

/** Runs a reader of the value under a key. */
export type At = <value>(key: string, work: () => value) => value

/** A value was bad, and is on the list already. */
export class Placed extends Error {}

/** Runs a reader; what it finds wrong is noted under its key. */
export function placed(
  { problemAt }: Pick<ReadProposal, 'problemAt'>,
  index: number,
  problems: Problem[],
): At {
  return (key, work) => {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof ValueError)) throw error
      const path = key.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
      problems.push(problemAt(['actions', index, ...path], error.message))
      throw new Placed(key)
    }
  }
}
