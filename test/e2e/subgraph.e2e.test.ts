import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  iBooksAbi,
  iFundingAbi,
  iGammaLimitAbi,
  iMandateBookAbi,
  iRiskParametersAbi,
  iSpokeControlAbi,
  iSpokeVaultAbi,
} from '@gimbal/contracts'
import { addressOf, type Deployment, readDeployment } from '@gimbal/contracts/deploy'
import { createPublicClient, http, parseUnits } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'gimbal-subgraph-'))
let network: ChildProcess
let output = ''

type Chain = {
  readonly deployment: Deployment
  readonly query: <T>(document: string, variables?: Record<string, unknown>) => Promise<T>
  readonly client: ReturnType<typeof createPublicClient>
}
let hub: Chain
let spokes: readonly Chain[]

/** Where the network said that something answers. */
function said(what: RegExp): string | undefined {
  return what.exec(output)?.[1]
}

async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 1_200; tries++) {
    if (await condition()) return
    if (network.exitCode !== null) break
    await sleep(200)
  }
  throw new Error(`${what}: not within four minutes\n${output.slice(-2_000)}`)
}

async function post<T>(url: string, query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const body = (await response.json()) as { data?: T; errors?: readonly { message: string }[] }
  if (body.data === undefined || body.errors !== undefined) throw new Error(JSON.stringify(body.errors))
  return body.data
}

function connect(file: string): Chain {
  const deployment = readDeployment(file)
  const rpc = said(new RegExp(`chain of ${deployment.chainId}: (\\S+)`))
  const url = said(new RegExp(`subgraph of ${deployment.chainId}: (\\S+)`))
  if (rpc === undefined || url === undefined)
    throw new Error(`no addresses of ${deployment.chainId} in\n${output}`)
  return {
    deployment,
    query: (document, variables) => post(url, document, variables),
    client: createPublicClient({ transport: http(rpc) }),
  }
}

/** The last block a graph-node has indexed: what views are read at. */
async function indexedBlock({ query }: Chain): Promise<number> {
  const { _meta } = await query<{ _meta: { block: { number: number } } }>('{ _meta { block { number } } }')
  return _meta.block.number
}

beforeAll(async () => {
  const flags = ['--hours', '48', '--seed', '5', '--speed', '90', '--keep', folder]
  network = spawn(process.execPath, ['--import', 'tsx', 'relayer/localnet/main.ts', ...flags], { cwd: root })
  for (const stream of [network.stdout, network.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  await until(
    () =>
      [/subgraph of \d+: http\S+\n/g, /chain of \d+: http\S+\n/g].every(
        (line) => output.match(line)?.length === 3,
      ),
    'the network is up',
  )
  const files = readdirSync(join(folder, 'addresses')).filter((name) => /^[\w-]+\.json$/.test(name))
  const chains = files.map((name) => connect(join(folder, 'addresses', name)))
  hub = chains.find(({ deployment }) => deployment.role === 'hub')!
  spokes = chains.filter(({ deployment }) => deployment.role === 'spoke')
  await until(async () => {
    try {
      const [{ claims }, ...hedged] = await Promise.all([
        hub.query<{ claims: unknown[] }>('{ claims { id } }'),
        ...spokes.map(({ query }) => query<{ hedges: unknown[] }>('{ hedges { id } }')),
      ])
      return claims.length > 0 && hedged.every(({ hedges }) => hedges.length > 0)
    } catch {
      return false // a graph-node that has not begun to index says so with an error
    }
  }, 'hedges and proven claims are indexed')
}, 300_000)

afterAll(async () => {
  if (network.exitCode === null) {
    network.kill('SIGINT')
    await once(network, 'exit')
  }
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

describe('subgraph', () => {
  for (const name of readdirSync(join(root, 'subgraph', 'queries'))) {
    it(`answers queries/${name} on every chain`, async () => {
      const document = readFileSync(join(root, 'subgraph', 'queries', name), 'utf8')
      for (const { query } of [hub, ...spokes])
        expect(Object.keys(await query<object>(document))).not.toEqual([])
    })
  }

  it('shows books as the contract holds them at the indexed block', async () => {
    const number = await indexedBlock(hub)
    const { books } = await hub.query<{
      books: {
        number: string
        cash: string
        hedged: boolean
        positions: { size: string; series: { id: string } }[]
      }[]
    }>(
      `query ($n: Int!) { books(block: { number: $n }) { number cash hedged positions { size series { id } } } }`,
      { n: number },
    )
    expect(books.length).toBeGreaterThanOrEqual(5)
    for (const book of books) {
      const contract = {
        address: addressOf(hub.deployment, 'Books'),
        abi: iBooksAbi,
        blockNumber: BigInt(number),
      }
      const id = BigInt(book.number)
      const held = await hub.client.readContract({ ...contract, functionName: 'bookOf', args: [id] })
      expect(held).toMatchObject({ cash: BigInt(book.cash), hedged: book.hedged })
      for (const { size, series } of book.positions) {
        const args = [id, BigInt(series.id)] as const
        expect(await hub.client.readContract({ ...contract, functionName: 'sizeOf', args })).toBe(
          parseUnits(size, 18),
        )
      }
    }
  })

  it('shows short gamma as the contract counts it', async () => {
    const number = await indexedBlock(hub)
    const contract = {
      address: addressOf(hub.deployment, 'GammaLimit'),
      abi: iGammaLimitAbi,
      blockNumber: BigInt(number),
    }
    const { books, markets } = await hub.query<{
      books: { number: string; shortGamma: string }[]
      markets: { number: string; shortGamma: string }[]
    }>(
      `query ($n: Int!) {
        books(block: { number: $n }) { number shortGamma }
        markets(block: { number: $n }) { number shortGamma }
      }`,
      { n: number },
    )
    for (const { number: book, shortGamma } of books) {
      const args = [BigInt(book)] as const
      const counted = await hub.client.readContract({ ...contract, functionName: 'shortGammaOf', args })
      expect(parseUnits(shortGamma, 18)).toBe(counted)
    }
    const [market] = markets
    const args = [Number(market!.number)] as const
    const total = await hub.client.readContract({ ...contract, functionName: 'totalOf', args })
    expect(total).toBeGreaterThan(0n)
    expect(parseUnits(market!.shortGamma, 18)).toBe(total)
  })

  it('shows heartbeats, reports and claims as the hub holds them', async () => {
    const number = await indexedBlock(hub)
    const address = addressOf(hub.deployment, 'MandateBook')
    const contract = { address, abi: iMandateBookAbi, blockNumber: BigInt(number) }
    const shown = await hub.query<{
      spokes: { chain: string; lastEpoch: string; lastReport: string }[]
      claims: {
        book: { number: string }
        spoke: { chain: string }
        bought: string
        paid: string
        received: string
      }[]
    }>(
      `query ($n: Int!) {
        spokes(block: { number: $n }) { chain lastEpoch lastReport }
        claims(block: { number: $n }) { book { number } spoke { chain } bought paid received }
      }`,
      { n: number },
    )
    expect(shown.spokes).toHaveLength(3)
    for (const { chain, lastEpoch, lastReport } of shown.spokes) {
      const args = [BigInt(chain)] as const
      const beat = await hub.client.readContract({ ...contract, functionName: 'lastHeartbeat', args })
      const [report] = await hub.client.readContract({ ...contract, functionName: 'lastReport', args })
      expect([beat.epoch, report.sequence]).toEqual([BigInt(lastEpoch), BigInt(lastReport)])
    }
    expect(shown.claims.length).toBeGreaterThan(0)
    for (const { book, spoke, bought, paid, received } of shown.claims) {
      const args = [BigInt(book.number), BigInt(spoke.chain)] as const
      const { ledger } = await hub.client.readContract({ ...contract, functionName: 'claim', args })
      expect(ledger).toMatchObject({ bought: BigInt(bought), paid: BigInt(paid), received: BigInt(received) })
    }
  })

  it('shows the passages of quote as funding counts them', async () => {
    const number = await indexedBlock(hub)
    const contract = {
      address: addressOf(hub.deployment, 'Funding'),
      abi: iFundingAbi,
      blockNumber: BigInt(number),
    }
    const { passages } = await hub.query<{
      passages: {
        book: string
        chain: string
        state: string
        sent: string
        underWay: string
        expiredMark: string
        collected: string
        bridgeFees: string
      }[]
    }>(
      `query ($n: Int!) { passages(block: { number: $n }) {
        book chain state sent underWay expiredMark collected bridgeFees
      } }`,
      { n: number },
    )
    expect(passages.length).toBeGreaterThan(0)
    for (const { book, chain, state, underWay, ...shown } of passages) {
      const args = [BigInt(book), BigInt(chain)] as const
      const entry = await hub.client.readContract({ ...contract, functionName: 'entry', args })
      const collected = await hub.client.readContract({ ...contract, functionName: 'received', args })
      const bridgeFees = await hub.client.readContract({ ...contract, functionName: 'bridgeFees', args })
      expect(shown).toEqual({
        sent: String(entry.sent),
        expiredMark: String(entry.expired),
        collected: String(collected),
        bridgeFees: String(bridgeFees),
      })
      expect(state).toBe(BigInt(underWay) > 0n ? 'SENT' : 'ARRIVED')
    }
  })

  it('shows governed values as the contract holds them', async () => {
    const number = await indexedBlock(hub)
    const address = addressOf(hub.deployment, 'RiskParameters')
    const { parameters } = await hub.query<{
      parameters: {
        market: { number: string }
        spoke: { chain: string }
        fields: string[]
        values: string[]
      }[]
    }>(
      `query ($n: Int!) { parameters(block: { number: $n }, where: { name: "hedgeBand" }) {
        market { number } spoke { chain } fields values
      } }`,
      { n: number },
    )
    expect(parameters).toHaveLength(3)
    for (const { market, spoke, fields, values } of parameters) {
      const band = await hub.client.readContract({
        address,
        abi: iRiskParametersAbi,
        functionName: 'hedgeBand',
        args: [Number(market.number), BigInt(spoke.chain)],
        blockNumber: BigInt(number),
      })
      expect(band).toEqual(Object.fromEntries(fields.map((field, at) => [field, BigInt(values[at] ?? 0)])))
    }
  })

  it('shows inventories and leases as the spokes hold them', async () => {
    for (const spoke of spokes) {
      const number = await indexedBlock(spoke)
      const blockNumber = BigInt(number)
      const shown = await spoke.query<{
        inventories: {
          book: string
          bought: string
          sold: string
          paid: string
          got: string
          received: string
          sent: string
          refunded: string
          bridgeFees: string
        }[]
        spokeStates: { epoch: string; pool: string }[]
      }>(
        `query ($n: Int!) {
          inventories(block: { number: $n }) {
            book bought sold paid got received sent refunded bridgeFees
          }
          spokeStates(block: { number: $n }) { epoch pool }
        }`,
        { n: number },
      )
      const vault = { address: addressOf(spoke.deployment, 'SpokeVault'), abi: iSpokeVaultAbi, blockNumber }
      expect(shown.inventories.length).toBeGreaterThan(0)
      for (const { book, ...counters } of shown.inventories) {
        const ledger = await spoke.client.readContract({
          ...vault,
          functionName: 'ledger',
          args: [BigInt(book)],
        })
        const expected = Object.entries(counters).map(([name, value]) => [name, BigInt(value)])
        expect(ledger).toMatchObject(Object.fromEntries(expected))
      }
      const [lease] = await spoke.client.readContract({
        address: addressOf(spoke.deployment, 'SpokeControl'),
        abi: iSpokeControlAbi,
        functionName: 'heartbeat',
        blockNumber,
      })
      const pool = await spoke.client.readContract({ ...vault, functionName: 'pool' })
      const expected = { epoch: String(lease.epoch), pool: String(pool) }
      expect(shown.spokeStates).toEqual([expected])
    }
  })
})
