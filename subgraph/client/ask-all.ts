import { joinAnswers } from './join.ts'

/** Sends a GraphQL document to the subgraph of one chain and gives back its `data`. */
export type Ask = <T>(document: string, variables?: Record<string, unknown>) => Promise<T>

/**
 * Asks one document of the subgraphs of several chains, and completes each answer with what the others know of the same
 * config versions, batches, roots and pauses: so the hub's says of a proposal what became of it on every spoke.
 *
 * @param chains a way to ask each of them
 * @returns an answer each, in their order
 * @example const [atHub] = await askAll<Proposals>([hub.query, ...spokes.map(({ query }) => query)], document)
 */
export async function askAll<T>(
  chains: readonly Ask[],
  document: string,
  variables?: Record<string, unknown>,
): Promise<readonly T[]> {
  return joinAnswers(await Promise.all(chains.map((ask) => ask<T>(document, variables))))
}
