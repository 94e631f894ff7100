import { readFileSync } from 'node:fs'
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { type Problem, ProposalError } from '../problem.ts'
import { changeFileSchema, proposalSchema } from './schema.ts'

type Path = readonly (string | number)[]

/** A file, with the places of its values for what is found later. */
export type ReadDocument<schema extends z.ZodType> = {
  readonly file: string
  readonly document: z.output<schema>
  readonly problemAt: (path: Path, message: string) => Problem
}

export type ReadProposal = ReadDocument<typeof proposalSchema>
export type ReadChangeFile = ReadDocument<typeof changeFileSchema>

/**
 * Reads a proposal file.
 *
 * @throws ProposalError with every problem of its shape
 */
export function readProposal(file: string): ReadProposal {
  return parseProposal(file, readFileSync(file, 'utf8'))
}

/** The same of a text; `file` names it in problems. */
export function parseProposal(file: string, text: string): ReadProposal {
  return parse(proposalSchema, file, text)
}

/** Reads a file that only sets governed numbers: what a steward or a guardian may do without a vote. */
export function readChangeFile(file: string): ReadChangeFile {
  return parse(changeFileSchema, file, readFileSync(file, 'utf8'))
}

function parse<schema extends z.ZodType>(schema: schema, file: string, text: string): ReadDocument<schema> {
  const lines = new LineCounter()
  const yaml = parseDocument(text, { lineCounter: lines })
  if (yaml.errors.length > 0) {
    throw new ProposalError(
      file,
      yaml.errors.map(({ linePos, message }) => ({
        ...(linePos === undefined ? {} : { line: linePos[0].line }),
        key: 'YAML',
        message: message.split('\n')[0] ?? message,
      })),
    )
  }
  const problemAt = (path: Path, message: string): Problem => ({
    ...lineAt(yaml, lines, path),
    key: keyOf(path),
    ...valueAt(yaml, path),
    message,
  })
  const parsed = schema.safeParse(yaml.toJS())
  if (!parsed.success) throw new ProposalError(file, parsed.error.issues.map(issueWith(problemAt)))
  return { file, document: parsed.data, problemAt }
}

function issueWith(problemAt: (path: Path, message: string) => Problem) {
  return ({ path, message }: z.core.$ZodIssue): Problem =>
    problemAt(
      path.map((part) => (typeof part === 'number' ? part : String(part))),
      message,
    )
}

/** The line of the value, or of the nearest thing around it that is there. */
function lineAt(yaml: Document, lines: LineCounter, path: Path): { readonly line?: number } {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? yaml.contents : yaml.getIn(path.slice(0, depth), true)
    if (isNode(node) && node.range) return { line: lines.linePos(node.range[0]).line }
  }
  return {}
}

function valueAt(yaml: Document, path: Path): { readonly value?: string } {
  const value = path.length === 0 ? undefined : yaml.getIn(path)
  return typeof value === 'string' || typeof value === 'number' ? { value: String(value) } : {}
}

function keyOf(path: Path): string {
  if (path.length === 0) return 'proposal'
  return path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`))
    .join('')
}
