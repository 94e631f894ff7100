import { readFileSync } from 'node:fs'
import { type Document, isNode, LineCounter, parseDocument, visit } from 'yaml'
import type { z } from 'zod'
import { type Problem, ProposalError } from '../problem.ts'
import { problemsOf } from './issue.ts'
import { changeFileSchema, proposalSchema } from './schema.ts'

type Path = readonly (string | number)[]

/** A file, with the places of its values for what is found later. */
export type ReadDocument<schema extends z.ZodObject> = {
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
  return parseProposal(file, textOf(file))
}

/** The same of a text; `file` names it in problems. */
export function parseProposal(file: string, text: string): ReadProposal {
  return parse(proposalSchema, file, text)
}

/** Reads a file that only sets governed numbers: what a steward or a guardian may do without a vote. */
export function readChangeFile(file: string): ReadChangeFile {
  return parse(changeFileSchema, file, textOf(file))
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as { readonly code?: string }
    const why =
      code === 'ENOENT'
        ? `there is no such file; gimbal-gov new ${file} writes one to start from`
        : `cannot be read (${code ?? String(error)})`
    throw new ProposalError(file, [{ key: 'proposal', message: why }])
  }
}

function parse<schema extends z.ZodObject>(schema: schema, file: string, text: string): ReadDocument<schema> {
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
  keepNumbersAsWritten(yaml)
  const content: unknown = yaml.toJS()
  const parsed = schema.safeParse(content)
  if (!parsed.success) {
    const reader = {
      has: (path: Path) => path.length === 0 || yaml.hasIn(path),
      at: (path: Path) => valueIn(content, path),
      problemAt,
    }
    const keys = Object.keys(schema.shape)
    throw new ProposalError(
      file,
      parsed.error.issues.flatMap((issue) => problemsOf(issue, keys, reader)),
    )
  }
  return { file, document: parsed.data, problemAt }
}

/** A float has 16 digits, fewer than an amount of a contract or an address without quotes. */
function keepNumbersAsWritten(yaml: Document): void {
  visit(yaml, {
    Scalar: (_, node) => {
      const isExact = Number.isSafeInteger(node.value) && String(node.value) === node.source
      if (typeof node.value === 'number' && !isExact) node.value = node.source
    },
  })
}

function valueIn(content: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? value[key as keyof typeof value] : undefined,
    content,
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
