import { join } from 'node:path'
import {
  iAllocationBookAbi,
  iHedgeExecutorAbi,
  iMandateBookAbi,
  iSpokeControlAbi,
  iSpokeVaultAbi,
  spokeVaultAbi,
} from '@gimbal/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accounts } from '../../relayer/localnet/accounts.ts'
import { contractOf } from '../../relayer/localnet/setup/local-network.ts'
import { relayerConfig } from '../../relayer/localnet/setup/relayer-config.ts'
import { parseConfig } from '../../relayer/src/config/load.ts'
import type { RelayerHandle, TickResult } from '../../relayer/src/handle.ts'
import { compileBody } from '../../relayer/src/hedge/compiled-body.ts'
import type { Decision } from '../../relayer/src/hedge/decision.ts'
import { marketTerms } from '../../relayer/src/hedge/market-terms.ts'
import { fromWad, toWad } from '../../relayer/src/hedge/wad.ts'
import { createLogger } from '../../relayer/src/logger.ts'
import { band } from '../../relayer/src/quant/horizon-band.ts'
import { bodyTarget } from '../../relayer/src/quant/target.ts'
import { startRelayer } from '../../relayer/src/run.ts'
import { ledgerLeaves } from '../../relayer/src/transport/proofs.ts'
import { treeProof, treeRoot } from '../../relayer/src/transport/state-tree.ts'
import { sellToBook } from './stage/fill.ts'
import { hedgesOf } from './stage/hedges.ts'
import { ownProcess } from './stage/own-process.ts'
import { type RpcGate, rpcGate } from './stage/rpc-gate.ts'
import { raiseStage, type Stage } from './stage/stage.ts'

let stage: Stage
let relayer: RelayerHandle
const gates = new Map<number, RpcGate>()

function start(journal: string, finality?: number): Promise<RelayerHandle> {
  const input = relayerConfig(stage.sites, 0)
  return startRelayer({
    config: parseConfig({
      ...input,
      journal: { file: journal },
      chains: input.chains.map((chain) => ({ ...chain, rpc: [gates.get(chain.id)!.url], finality })),
      policy: { rebroadcastAfter: 60 },
    }),
    account: accounts.relayer,
    drive: 'manual',
    logger: createLogger('silent'),
  })
}

/** One round: a block everywhere, the relayer, the carrier, and a block for what they sent. */
async function round(price: number, seconds?: number): Promise<TickResult> {
  const tick = await stage.advance(price, seconds)
  const result = await relayer.tick([tick])
  await stage.carrier.tick()
  await stage.mine()
  return result
}

async function rounds(count: number, price: number): Promise<readonly TickResult[]> {
  const results: TickResult[] = []
  for (let i = 0; i < count; i++) results.push(await round(price))
  return results
}

const bookNamed = (name: string) => stage.books.find((book) => book.name === name)!
const spokeOf = (name: string) => stage.sites.find(({ chain }) => chain.name === bookNamed(name).plan!.spoke)!
const decisionsOn = (results: readonly TickResult[], name: string): readonly Decision[] =>
  results
    .flatMap(({ decisions }) => decisions)
    .filter(({ book, spoke }) => book === String(bookNamed(name).book) && spoke === spokeOf(name).chain.id)

beforeAll(async () => {
  stage = await raiseStage()
  for (const { chain } of stage.sites) gates.set(chain.id, await rpcGate(chain.url))
  relayer = await start(join(stage.ground.folder, 'relayer.jsonl'))
  await rounds(12, 3_000)
})

afterAll(async () => {
  await relayer?.stop()
  await stage?.stack.stop()
  for (const gate of gates.values()) await gate.stop()
})

describe('the relayer on three chains', () => {
  it('P1: brings every book to its inner band, and then rests', async () => {
    const results = await rounds(3, 3_000)
    expect(results.flatMap(({ errors }) => errors)).toEqual([])
    const hedged = stage.books.filter(({ plan }) => plan?.trades.some(({ at }) => at === 0))
    expect(hedged.length).toBeGreaterThanOrEqual(4)
    for (const { name } of hedged) {
      const last = decisionsOn(results, name).at(-1)!
      expect(last).toMatchObject({ reason: 'inside band' })
      expect(Math.abs(last.held! - last.target!)).toBeLessThanOrEqual(last.outer!)
      expect((await hedgesOf(spokeOf(name), bookNamed(name).book)).length).toBeGreaterThanOrEqual(1)
    }
    expect(relayer.state()).toMatchObject({ ready: true })
  })

  it('P13: sees targets and bands as the contracts do', async () => {
    const { decisions } = await round(3_000)
    for (const site of stage.sites) {
      const executor = contractOf(site, 'HedgeExecutor')
      const vault = contractOf(site, 'SpokeVault')
      for (const decision of decisions.filter(({ spoke }) => spoke === site.chain.id)) {
        const hub = stage.sites.find(({ deployment }) => deployment.role === 'hub')!
        const body = await hub.chain.client.readContract({
          address: contractOf(hub, 'MandateBook'),
          abi: iMandateBookAbi,
          functionName: 'bodyOf',
          args: [BigInt(decision.book), BigInt(site.chain.id)],
        })
        const config = await site.chain.client.readContract({
          address: contractOf(site, 'SpokeControl'),
          abi: iSpokeControlAbi,
          functionName: 'marketConfig',
          args: [body.market],
        })
        const terms = marketTerms(config)
        const compiled = compileBody(body)
        for (const price of [2_400, 2_999, 3_000, 3_001, 3_700]) {
          for (const later of [0, 3_600, 86_400]) {
            const time = stage.time() + later
            const theirs = await site.chain.client.readContract({
              address: executor,
              abi: iHedgeExecutorAbi,
              functionName: 'evaluate',
              args: [body, toWad(price), BigInt(time)],
            })
            const ours = bodyTarget(compiled, price, time, terms.settlement)
            const { riskAversion, range } = compiled
            const { gamma, variance } = ours
            const width = band(terms.band, { riskAversion, gamma, spot: price, variance }, range)
            expect(Math.abs(ours.target - fromWad(theirs.target))).toBeLessThan(1e-11)
            expect(Math.abs(ours.gamma - fromWad(theirs.gamma))).toBeLessThan(1e-13)
            expect(Math.abs(width.outer - fromWad(theirs.outer))).toBeLessThan(1e-9)
            expect(Math.abs(width.inner - fromWad(theirs.inner))).toBeLessThan(1e-9)
          }
        }
        const [base] = await site.chain.client.readContract({
          address: vault,
          abi: iSpokeVaultAbi,
          functionName: 'holdings',
          args: [BigInt(decision.book)],
        })
        expect(fromWad(base)).toBeCloseTo(decision.held!, 12)
      }
    }
  })

  it('makes the proofs that the contracts make', async () => {
    for (const site of stage.sites) {
      const vault = { address: contractOf(site, 'SpokeVault'), abi: spokeVaultAbi } as const
      await site.chain.submit(accounts.relayer.address, vault.address, vault.abi, 'updateLeaves', [100n])
      await stage.mine()
      const events = await site.chain.client.getContractEvents({
        ...vault,
        eventName: 'LedgerChanged',
        fromBlock: 0n,
        strict: true,
      })
      expect(events.length).toBeGreaterThan(0)
      const books = new Set(events.map(({ args }) => args.book))
      const entries = await Promise.all(
        [...books].map(async (book) => ({
          ledger: await site.chain.client.readContract({ ...vault, functionName: 'ledger', args: [book] }),
          index: await site.chain.client.readContract({ ...vault, functionName: 'indexOf', args: [book] }),
        })),
      )
      const leaves = ledgerLeaves(
        new Map(entries.map(({ ledger }) => [ledger.book, ledger])),
        (book) => entries.find(({ ledger }) => ledger.book === book)!.index,
      )
      expect(treeRoot(leaves)).toBe(
        await site.chain.client.readContract({ ...vault, functionName: 'ledgerRoot' }),
      )
      for (const { ledger, index } of entries) {
        expect(treeProof(leaves, index)).toEqual(
          await site.chain.client.readContract({
            ...vault,
            functionName: 'ledgerProof',
            args: [ledger.book],
          }),
        )
      }
    }
  })
})

describe('messages', () => {
  const epochs = () => relayer.state().chains.map(({ epoch }) => Number(epoch))
  /** Long enough that the leases are renewed. */
  const RENEWAL = 3_000

  it('P10: the silence of one family changes nothing', async () => {
    const before = epochs()
    stage.trouble(({ family }) => (family === 0 ? { kind: 'drop' } : undefined))
    await round(3_000, RENEWAL)
    await rounds(3, 3_000)
    const after = epochs()
    for (const [i, epoch] of after.entries()) expect(epoch).toBeGreaterThan(before[i]!)
  })

  it('P4: what two families lost is healed, and duplicates change nothing', async () => {
    const remote = stage.sites.findIndex(({ deployment }) => deployment.role === 'spoke')
    const before = epochs()[remote]!
    stage.trouble(({ family }) => (family < 2 ? { kind: 'drop' } : undefined))
    await round(3_000, RENEWAL)
    await rounds(3, 3_000)
    expect(epochs()[remote]).toBe(before)
    stage.trouble(() => ({ kind: 'duplicate' }))
    await round(3_000, 1_900)
    const results = await rounds(3, 3_000)
    expect(epochs()[remote]).toBeGreaterThan(before)
    expect(results.at(-1)!.errors).toEqual([])
    stage.trouble(undefined)
  })
})

describe('when something breaks', () => {
  const [first, second] = ['short calls', 'short calls, two strikes']

  it('P2: does not trade on a price that one source has alone, or that is old', async () => {
    await rounds(2, 3_000)
    const old = await stage.advance(3_000)
    const alone = await relayer.tick([await stage.publish(3_300)])
    expect(decisionsOn([alone], first)).toMatchObject([
      { reason: 'sources disagree', detail: expect.stringContaining('SourcesDisagree') },
    ])
    await stage.advance(3_300, 150)
    const late = await relayer.tick([{ ...(await stage.publish(3_300)), time: old.time }])
    expect(decisionsOn([late], first)).toMatchObject([{ reason: 'stale price' }])
    expect([...alone.sent, ...late.sent].filter(({ purpose }) => purpose === 'hedge')).toEqual([])
    await rounds(3, 3_000)
  })

  it('P16: leaves a book to a stranger while the pools are far off the oracle', async () => {
    const site = spokeOf(first)
    const { book } = bookNamed(first)
    await rounds(3, 3_000)
    const stood = await hedgesOf(site, book)
    const tick = await stage.advance(3_300, 30, 3_500)
    const seen = await relayer.tick([tick])
    await stage.mine()
    expect(decisionsOn([seen], first)).toMatchObject([{ reason: 'no liquidity' }])

    const wanted = toWad(decisionsOn([seen], first)[0]!.need!)
    const deadline = stage.time() + 600
    const hash = await sellToBook({ sites: stage.sites, spoke: site, book, base: wanted, tick, deadline })
    await stage.mine()
    expect((await site.chain.client.getTransactionReceipt({ hash })).status).toBe('success')
    const after = await relayer.tick([await stage.advance(3_300, 30, 3_500)])
    expect(decisionsOn([after], first)).toMatchObject([{ reason: 'inside band' }])
    expect(await hedgesOf(site, book)).toHaveLength(stood.length)
    await rounds(3, 3_000)
  })

  it('goes on elsewhere while an RPC is dead, and there when it is back', async () => {
    const [alive, dead] = [spokeOf(first), spokeOf(second)]
    const count = async (name: string) => (await hedgesOf(spokeOf(name), bookNamed(name).book)).length
    const before = { first: await count(first), second: await count(second) }
    gates.get(dead.chain.id)!.shut()
    const results = await rounds(3, 3_250)
    expect(results.at(-1)!.errors.join()).toContain(dead.chain.name)
    expect(relayer.state()).toMatchObject({ ready: false })
    expect(await count(first)).toBeGreaterThan(before.first)
    expect(await count(second)).toBe(before.second)
    expect(decisionsOn(results, first).map(({ reason }) => reason)).toContain('hedged')
    expect(alive.chain.id).not.toBe(dead.chain.id)

    gates.get(dead.chain.id)!.open()
    const after = await rounds(3, 3_250)
    expect(after.at(-1)!.errors).toEqual([])
    expect(await count(second)).toBeGreaterThan(before.second)
    expect(decisionsOn(after, second).at(-1)).toMatchObject({ reason: 'inside band' })
  })

  it('hedges again, once, after a reorganisation took the hedge away', async () => {
    const site = spokeOf(first)
    const { book } = bookNamed(first)
    await rounds(3, 3_250)
    const stood = await hedgesOf(site, book)
    // the hedge of the first round is seen in the second
    await rounds(2, 3_500)
    const undone = await hedgesOf(site, book)
    expect(undone).toHaveLength(stood.length + 1)
    const head = await site.chain.client.getBlockNumber()
    const depth = Number(head - undone.at(-1)!.blockNumber) + 1
    await site.chain.rpc('anvil_reorg', [depth, []])
    expect(await hedgesOf(site, book)).toHaveLength(stood.length)

    const results = await rounds(4, 3_500)
    const { reorgs } = relayer.state().chains.find(({ id }) => id === site.chain.id)!
    expect(reorgs).toBeGreaterThanOrEqual(1)
    expect(await hedgesOf(site, book)).toHaveLength(stood.length + 1)
    expect(decisionsOn(results, first).at(-1)).toMatchObject({ reason: 'inside band' })
  })

  it('killed between sending and confirming, neither doubles nor loses the hedge', async () => {
    const site = spokeOf(first)
    const { book } = bookNamed(first)
    // quote for the next hedge has time to arrive
    await rounds(8, 3_500)
    const stood = await hedgesOf(site, book)
    await relayer.stop()

    // a process of its own takes over, is killed while its hedge waits in the pool, and is started again
    const own = await ownProcess(stage, join(stage.ground.folder, 'killed.jsonl'))
    try {
      own.publish(await stage.advance(3_700))
      await own.start()
      await own.until(async () => (await waiting(site)) > 0)
      await own.kill()
      await stage.mine()
      expect(await hedgesOf(site, book)).toHaveLength(stood.length + 1)
      await own.start()
      for (let i = 0; i < 3; i++) {
        const seen = await own.ticks()
        own.publish(await stage.advance(3_700))
        await own.until(async () => (await own.ticks()) > seen + 1)
        await stage.mine()
      }
      expect(await hedgesOf(site, book)).toHaveLength(stood.length + 1)
      const decision = await own.lastDecision(book, site.chain.id)
      expect(decision).toMatchObject({ reason: 'inside band' })
    } finally {
      await own.stop()
    }
    relayer = await start(join(stage.ground.folder, 'relayer.jsonl'))
  })

  it('starts over by itself when more blocks go than it keeps, and hedges neither twice nor never', async () => {
    const site = spokeOf(first)
    const { book } = bookNamed(first)
    const FINALITY = 4
    await relayer.stop()
    relayer = await start(join(stage.ground.folder, 'shallow.jsonl'), FINALITY)
    await rounds(8, 3_700)
    const stood = await hedgesOf(site, book)
    await rounds(2, 3_400)
    const undone = await hedgesOf(site, book)
    expect(undone).toHaveLength(stood.length + 1)
    // buried deeper than its headers reach
    await rounds(2 * FINALITY, 3_400)
    expect(await hedgesOf(site, book)).toHaveLength(undone.length)
    const head = await site.chain.client.getBlockNumber()
    const depth = Number(head - undone.at(-1)!.blockNumber) + 1
    expect(depth).toBeGreaterThan(3 * FINALITY)
    await site.chain.rpc('anvil_reorg', [depth, []])
    expect(await hedgesOf(site, book)).toHaveLength(stood.length)

    const results = await rounds(6, 3_400)
    const { reorgs } = relayer.state().chains.find(({ id }) => id === site.chain.id)!
    expect(reorgs).toBe(1)
    expect(await hedgesOf(site, book)).toHaveLength(stood.length + 1)
    expect(decisionsOn(results, first).map(({ reason }) => reason)).toContain('hedged')
    expect(decisionsOn(results, first).at(-1)).toMatchObject({ reason: 'inside band' })
    expect(results.at(-1)!.errors).toEqual([])
    expect(relayer.state()).toMatchObject({ ready: true })
    // nothing waits for a nonce that never comes
    await rounds(2, 3_400)
    const { pending } = relayer.state().chains.find(({ id }) => id === site.chain.id)!
    expect(pending).toBeLessThanOrEqual(1)
    await relayer.stop()
    relayer = await start(join(stage.ground.folder, 'relayer.jsonl'))
    await rounds(4, 3_000)
  })

  it('P2, P17: holds on a spoke that hears nothing for 12 hours, and hedges its book elsewhere', async () => {
    const { chain } = spokeOf(second)
    const { book } = bookNamed(second)
    stage.trouble(({ fromChain, toChain }) =>
      fromChain === chain.id || toChain === chain.id ? { kind: 'drop' } : undefined,
    )
    const before = await hedgesOf(spokeOf(second), book)
    const silent: TickResult[] = []
    for (let i = 0; i < 24; i++) silent.push(await round(i < 18 ? 3_000 + 10 * i : 3_400, 1_800))
    expect(decisionsOn(silent.slice(-4), first).map(({ reason }) => reason)).toContain('inside band')
    expect(decisionsOn(silent, second).map(({ reason }) => reason)).toContain('lease')
    expect(silent.flatMap(({ errors }) => errors)).toEqual([])

    // its last word became an offset, once, and the book's gamma went to another spoke
    expect(silent.flatMap(({ sent }) => sent).filter(({ purpose }) => purpose === 'retire')).toHaveLength(1)
    const hub = stage.sites.find(({ deployment }) => deployment.role === 'hub')!
    const allocationOf = (spoke: number) =>
      hub.chain.client.readContract({
        address: contractOf(hub, 'AllocationBook'),
        abi: iAllocationBookAbi,
        functionName: 'allocation',
        args: [book, BigInt(spoke)],
      })
    const [held] = await chain.client.readContract({
      address: contractOf(spokeOf(second), 'SpokeVault'),
      abi: iSpokeVaultAbi,
      functionName: 'holdings',
      args: [book],
    })
    expect(await allocationOf(chain.id)).toEqual({ offset: held, share: 0n })
    const parts = await Promise.all(stage.sites.map(({ chain: { id } }) => allocationOf(id)))
    const heir = stage.sites[parts.findIndex(({ share }) => share === 10n ** 18n)]!
    expect(heir.chain.id).not.toBe(chain.id)
    expect(parts.reduce((sum, { offset }) => sum + offset, 0n)).toBe(0n)
    const there = silent
      .flatMap(({ decisions }) => decisions)
      .filter((decision) => decision.book === String(book) && decision.spoke === heir.chain.id)
    expect(there.map(({ reason }) => reason)).toContain('hedged')
    expect(there.at(-1)).toMatchObject({ reason: 'inside band' })
    expect((await hedgesOf(heir, book)).length).toBeGreaterThanOrEqual(1)
    const all = await hedgesOf(spokeOf(second), book)

    stage.trouble(undefined)
    // its next regular report tells the hub that it is there; it keeps what it holds
    for (let i = 0; i < 3; i++) await round(3_400, 1_200)
    const after = await rounds(12, 3_400)
    expect(decisionsOn(after, second).at(-1)).toMatchObject({ reason: 'inside band' })
    expect(await hedgesOf(spokeOf(second), book)).toHaveLength(all.length)
    expect(all.length).toBeGreaterThanOrEqual(before.length)
    await rounds(4, 3_000)
  })
})

/** Transactions in the pool of a chain. */
async function waiting(site: Stage['sites'][number]): Promise<number> {
  const { pending } = await site.chain.rpc<{ pending: string }>('txpool_status', [])
  return Number(pending)
}
