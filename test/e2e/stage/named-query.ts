import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { askAll } from '@gimbal/subgraph'
import type { Parliament } from './parliament.ts'

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'subgraph', 'queries')
/** A field at the top of a document, with its arguments if it has any. */
const TOP_FIELD = /^ {2}(\w+)(?:\((.*)\))? \{$/gm

/** Answers of hub and spoke to a query of `subgraph/queries`, joined; the hub's first. With blocks, as it was then. */
export type Answers = <T>(name: string, blocks?: readonly bigint[]) => Promise<readonly T[]>

export function namedQueries({ indexers }: Parliament): Answers {
  return (name, blocks) => {
    const document = readFileSync(join(FOLDER, `${name}.graphql`), 'utf8')
    return askAll(
      indexers.map(({ node }, at) => {
        const block = blocks?.[at]
        const then = block === undefined ? document : asOf(document, block)
        return (_, variables) => node.query(then, variables)
      }),
      document,
    )
  }
}

/** The same of an earlier block. */
function asOf(document: string, block: bigint): string {
  const [operation, ...fragments] = document.split('\nfragment ')
  const past = operation!.replace(TOP_FIELD, (_, field: string, given?: string) => {
    const rest = given === undefined ? '' : `, ${given}`
    return `  ${field}(block: { number: ${block} }${rest}) {`
  })
  return [past, ...fragments].join('\nfragment ')
}
