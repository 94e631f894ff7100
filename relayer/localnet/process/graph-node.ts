import { basename, dirname, join } from 'node:path'
import { type Child, startChild } from './child.ts'
import { binFolder, nativePackage } from './native.ts'
import { until } from './until.ts'

export type GraphNodeOptions = {
  readonly name: string
  /** Network name in the manifest. */
  readonly network: string
  readonly rpcUrl: string
  readonly databaseUrl: string
  readonly ipfsUrl: string
  /** The built manifest, subgraph.yaml. */
  readonly manifest: string
  readonly ports: {
    readonly http: number
    readonly indexNode: number
    readonly admin: number
    readonly metrics: number
  }
  readonly logFolder: string
  /** Aborted when nobody waits for it any longer. */
  readonly stopping?: AbortSignal
  readonly onDeath?: (child: Child, ending: string) => void
}

/** How far an indexer is. */
export type IndexingStatus = {
  readonly synced: boolean
  readonly health: string
  readonly fatalError: string | null
  readonly block: number
}

/** A graph-node of one chain. */
export type GraphNode = {
  readonly url: string
  readonly pid: number
  readonly query: <T>(document: string, variables?: Record<string, unknown>) => Promise<T>
  readonly status: () => Promise<IndexingStatus | undefined>
  readonly stop: () => Promise<void>
}

/** Starts graph-node for one chain on an empty database and waits until it answers status queries. */
export async function startGraphNode(options: GraphNodeOptions): Promise<GraphNode> {
  const { ports } = options
  const build = dirname(options.manifest)
  const child = await startChild({
    name: `graph-node of ${options.name}`,
    command: join(nativePackage('@graphprotocol/gnd-linux-x64'), 'bin', 'gnd'),
    args: [
      ...['dev', '--manifests', `${basename(build)}/${basename(options.manifest)}:.`],
      ...['--ethereum-rpc', `${options.network}:${options.rpcUrl}`, '--postgres-url', options.databaseUrl],
      ...['--ipfs', options.ipfsUrl, '--http-port', String(ports.http)],
      ...['--index-node-port', String(ports.indexNode), '--admin-port', String(ports.admin)],
      ...['--metrics-port', String(ports.metrics)],
    ],
    canWait: true,
    cwd: dirname(build),
    env: {
      ...process.env,
      // A backtrace per declined call makes indexing seven times slower.
      RUST_BACKTRACE: '0',
      ETHEREUM_POLLING_INTERVAL: '250',
      GRAPH_LOG: 'warn',
      PATH: `${binFolder()}:${process.env.PATH ?? ''}`,
    },
    logFile: join(options.logFolder, `graph-node-${options.name}.log`),
    stopSignal: 'SIGINT',
    patience: 4_000,
    ...(options.onDeath === undefined ? {} : { onDeath: options.onDeath }),
  })
  const url = `http://127.0.0.1:${ports.http}/subgraphs/name/subgraph-0`
  const statusUrl = `http://127.0.0.1:${ports.indexNode}/graphql`
  const node: GraphNode = {
    url,
    pid: child.pid,
    query: (document, variables) => post(url, document, variables),
    status: async () => {
      const answer = await post<{ indexingStatuses: RawStatus[] }>(statusUrl, STATUS)
      const first = answer.indexingStatuses[0]
      if (first === undefined) return undefined
      return {
        synced: first.synced,
        health: first.health,
        fatalError: first.fatalError?.message ?? null,
        block: Number(first.chains[0]?.latestBlock?.number ?? -1),
      }
    },
    stop: child.stop,
  }
  try {
    await until(async () => (await node.status()) !== undefined, {
      what: `graph-node of ${options.name} does not index.`,
      within: 90_000,
      every: 200,
      abort: () => {
        if (options.stopping?.aborted) return 'everything is being stopped'
        return child.isGone() ? child.tail() || 'the process ended at once' : undefined
      },
      remedy: 'Look into its log with --keep DIR; --no-subgraph runs without it.',
    })
  } catch (error) {
    await child.stop()
    throw error
  }
  return node
}

type RawStatus = {
  readonly synced: boolean
  readonly health: string
  readonly fatalError: { readonly message: string } | null
  readonly chains: readonly { readonly latestBlock: { readonly number: string } | null }[]
}

const STATUS =
  '{ indexingStatuses { synced health fatalError { message } chains { latestBlock { number } } } }'

async function post<T>(url: string, query: string, variables?: Record<string, unknown>): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: variables ?? {} }),
  })
  const body = (await response.json()) as { data?: T; errors?: readonly { readonly message: string }[] }
  if (body.errors !== undefined && body.errors.length > 0) {
    throw new Error(body.errors.map((error) => error.message).join('; '))
  }
  if (body.data === undefined) throw new Error(`no data from ${url}`)
  return body.data
}
