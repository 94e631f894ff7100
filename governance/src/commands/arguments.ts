import { type Problem, ProposalError, ValueError } from '../problem.ts'

/** An argument, its value, and what reads it. */
type Part<value> = readonly [key: string, value: string, read: (text: string) => value]

/**
 * Reads arguments of a command.
 *
 * @throws ProposalError with every one that is wrong, its value, and what may stand there
 */
export function readArguments<const values extends readonly unknown[]>(
  source: string,
  parts: { readonly [at in keyof values]: Part<values[at]> },
): values {
  const problems: Problem[] = []
  const read = parts.map(([key, value, reader]) => {
    try {
      return reader(value)
    } catch (error) {
      if (!(error instanceof ValueError)) throw error
      problems.push({ key, value, message: error.message })
      return undefined
    }
  })
  if (problems.length > 0) throw new ProposalError(source, problems)
  return read as unknown as values
}
