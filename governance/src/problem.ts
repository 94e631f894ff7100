/** One thing that is wrong with a proposal: where, what stands there, and what may. */
export type Problem = {
  /** Line of the file, from 1; absent where no line is to blame. */
  readonly line?: number
  /** Path in the document, `actions[0].to`. */
  readonly key: string
  /** As it stands in the file. */
  readonly value?: string
  readonly message: string
}

/** A proposal that cannot be used; every problem at once. */
export class ProposalError extends Error {
  override readonly name = 'ProposalError'
  readonly problems: readonly Problem[]

  constructor(file: string, problems: readonly Problem[]) {
    super(problems.map((problem) => lineOf(file, problem)).join('\n'))
    this.problems = problems
  }
}

/** Thrown where a value is read, and given its place by the reader. */
export class ValueError extends Error {
  override readonly name = 'ValueError'
}

/** `p.yaml:9: actions[0].to = 900 bp: above its bound of 5 %`. */
export function lineOf(file: string, { line, key, value, message }: Problem): string {
  const place = line === undefined ? file : `${file}:${line}`
  return `${place}: ${key}${value === undefined ? '' : ` = ${value}`}: ${message}`
}
