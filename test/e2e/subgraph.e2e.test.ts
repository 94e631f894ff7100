import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  artifact,
  iBooksAbi,
  iFundingAbi,
  iGammaLimitAbi,
  iMandateBookAbi,
  iRiskParametersAbi,
  iSpokeControlAbi,
  iSpokeVaultAbi,
} from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { type Abi, getAddress, parseUnits } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Found } from '../../governance/src/lifecycle/find.ts'
import { FIELDS, fieldOf, keyOf } from '../../governance/src/parameter/key.ts'
import { delegates } from '../../relayer/localnet/accounts.ts'
import { itShowsActs } from './stage/acts-shown.ts'
import { itShowsDeliveries } from './stage/deliveries-shown.ts'
import { type Chain, connect, indexedBlock } from './stage/indexed-chain.ts'
import { VOTED, voteBand } from './stage/vote.ts'
import { type Acts, actWithoutVote } from './stage/without-vote.ts'

const root = join(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'gimbal-subgraph-'))
let network: ChildProcess
let output = ''

let hub: Chain
let voted: Found
let acts: Acts
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

beforeAll(async () => {
  const flags = ['--hours', '48', '--seed', '5', '--speed', '90', '--keep', folder]
  network = spawn(process.execPath, ['--import', 'tsx', 'relayer/localnet/main.ts', ...flags], { cwd: root })
  for (const stream of [network.stdout, network.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  await until(() => said(/(governance): /) !== undefined, 'votes can be cast')
  const voting = voteBand(folder)
  voting.catch(() => {}) // told below
  await until(
    () =>
      [/subgraph of \d+: http\S+\n/g, /chain of \d+: http\S+\n/g].every(
        (line) => output.match(line)?.length === 3,
      ),
    'the network is up',
  )
  const files = readdirSync(join(folder, 'addresses')).filter((name) => /^[\w-]+\.json$/.test(name))
  const chains = files.map((name) => connect(join(folder, 'addresses', name), output))
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
  voted = await voting
  acts = await actWithoutVote(folder)
  const acted = Number(await hub.client.getBlockNumber())
  await until(async () => (await indexedBlock(hub)) >= acted, 'what was done without a vote is indexed')
}, 420_000)

afterAll(async () => {
  if (network.exitCode === null) {
    network.kill('SIGINT')
    await once(network, 'exit')
  }
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

describe('subgraph', () => {
  itShowsActs(() => ({ hub, spokes, acts }))
  itShowsDeliveries(() => ({ hub, spokes }))

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
  it('shows a proposal, its votes and its quorum as the Governor holds them', async () => {
    const number = await indexedBlock(hub)
    const governor = {
      address: addressOf(hub.deployment, 'GimbalGovernor'),
      abi: artifact('GimbalGovernor').abi as Abi,
      blockNumber: BigInt(number),
    }
    const { proposals } = await hub.query<{ proposals: ShownProposal[] }>(
      `query ($n: Int!) { proposals(block: { number: $n }) {
        proposalId number title proposer quorum forVotes againstVotes abstainVotes voteStart voteEnd eta
        executedAt canceledAt votes(orderBy: ordinal) { support weight reason voter { id } }
      } }`,
      { n: number },
    )
    expect(proposals).toHaveLength(1)
    const [shown] = proposals
    const args = [voted.id] as const
    const ask = (functionName: string, given: readonly unknown[] = args) =>
      hub.client.readContract({ ...governor, functionName, args: [...given] })
    const [against, inFavour, abstain] = (await ask('proposalVotes')) as readonly bigint[]
    const start = (await ask('proposalSnapshot')) as bigint
    expect(shown).toMatchObject({
      proposalId: String(voted.id),
      number: 1,
      title: VOTED.title,
      proposer: voted.proposer.toLowerCase(),
      quorum: String(await ask('quorum', [start])),
      forVotes: String(inFavour),
      againstVotes: String(against),
      abstainVotes: String(abstain),
      voteStart: String(start),
      voteEnd: String(await ask('proposalDeadline')),
      canceledAt: null,
    })
    expect(shown!.executedAt).not.toBeNull()
    expect(BigInt(shown!.executedAt!)).toBeGreaterThanOrEqual(BigInt(shown!.eta!))
    const votes = await Promise.all(
      delegates.map(async ({ address }, at) => ({
        voter: { id: address.toLowerCase() },
        support: ['FOR', 'AGAINST', 'ABSTAIN'][at],
        weight: String(await ask('getVotes', [address, start])),
        reason: `${['for', 'against', 'abstain'][at]} it`,
      })),
    )
    expect(shown!.votes).toEqual(votes)
  })

  it('names the proposal at every change it made, and the timelock operation', async () => {
    const chain = spokes.find(({ deployment }) => deployment.name === VOTED.spoke)!.deployment.chainId
    const { proposals, fieldChanges, parameterChanges } = await hub.query<{
      proposals: {
        operation: { id: string; executedAt: string; calls: { target: string; data: string }[] }
      }[]
      fieldChanges: {
        name: string
        current: string
        path: string
        actor: string
        field: { id: string; value: string }
        proposal: { proposalId: string } | null
      }[]
      parameterChanges: { name: string; fields: string[]; current: string[]; spoke: { chain: string } }[]
    }>(`{
      proposals { operation { id executedAt calls(orderBy: index) { target data } } }
      fieldChanges(where: { proposal_not: null, name: "${VOTED.parameter}" }) { name current path actor field { id value } proposal { proposalId } }
      parameterChanges(where: { proposal_not: null, name: "hedgeBand" }) { name fields current spoke { chain } }
    }`)
    const band = await hub.client.readContract({
      address: addressOf(hub.deployment, 'RiskParameters'),
      abi: iRiskParametersAbi,
      functionName: 'hedgeBand',
      args: [1, BigInt(chain)],
    })
    const current = String(band.costRate)
    expect(fieldChanges).toEqual([
      {
        name: VOTED.parameter,
        current,
        path: 'VOTE',
        actor: addressOf(hub.deployment, 'Timelock').toLowerCase(),
        field: { id: keyOf(fieldOf(VOTED.parameter), { market: 1, spoke: chain }), value: current },
        proposal: { proposalId: String(voted.id) },
      },
    ])
    expect(parameterChanges).toEqual([
      {
        name: 'hedgeBand',
        fields: Object.keys(band),
        current: Object.values(band).map(String),
        spoke: { chain: String(chain) },
      },
    ])
    const [{ operation }] = proposals as [(typeof proposals)[number]]
    const timelock = {
      address: addressOf(hub.deployment, 'Timelock'),
      abi: artifact('GimbalTimelock').abi as Abi,
    }
    const done = { ...timelock, functionName: 'isOperationDone', args: [operation.id] }
    expect(await hub.client.readContract(done)).toBe(true)
    expect(operation.calls).toEqual(
      voted.targets.map((target, at) => ({ target: target.toLowerCase(), data: voted.calldatas[at] })),
    )
  })

  it('shows weights of delegates and holders of roles as the contracts hold them', async () => {
    const token = {
      address: addressOf(hub.deployment, 'GimbalToken'),
      abi: artifact('GimbalToken').abi as Abi,
    }
    const { delegates: shown, rules } = await hub.query<{
      delegates: { id: `0x${string}`; votes: string; weights: { current: string }[] }[]
      rules: { name: string; min: string; max: string }[]
    }>(`{
      delegates(where: { votes_gt: "0" }) { id votes weights(orderBy: ordinal) { current } }
      rules(first: 1000) { name min max }
    }`)
    expect(shown.map(({ id }) => getAddress(id)).toSorted()).toEqual(
      delegates.map(({ address }) => address).toSorted(),
    )
    for (const { id, votes, weights } of shown) {
      const held = await hub.client.readContract({ ...token, functionName: 'getVotes', args: [id] })
      expect([votes, weights.at(-1)?.current]).toEqual([String(held), String(held)])
    }
    expect(rules).toHaveLength(FIELDS.length)
    for (const chain of [hub, ...spokes]) {
      const { roleHolders } = await chain.query<{
        roleHolders: { account: string; holds: boolean; role: { id: string; contract: `0x${string}` } }[]
      }>('{ roleHolders(first: 1000) { account holds role { id contract } } }')
      const manager = addressOf(chain.deployment, 'AccessManager')
      const timelock = addressOf(chain.deployment, 'Timelock')
      expect(roleHolders.length).toBeGreaterThan(10)
      for (const { account, holds, role } of roleHolders) {
        const address = getAddress(role.contract)
        const isManager = address === manager
        if (!isManager && address !== timelock) continue // an office of one contract
        const number = `0x${role.id.slice(42)}` as const
        const answer = await chain.client.readContract({
          address,
          abi: artifact(isManager ? 'AccessManager' : 'GimbalTimelock').abi as Abi,
          functionName: 'hasRole',
          args: [isManager ? BigInt(number) : number, account],
        })
        expect(isManager ? (answer as readonly [boolean])[0] : answer, `${role.id} of ${account}`).toBe(holds)
      }
    }
  })
})

type ShownProposal = {
  readonly proposalId: string
  readonly eta: string | null
  readonly executedAt: string | null
  readonly votes: readonly object[]
}
