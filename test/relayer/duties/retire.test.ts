import { iAllocationBookAbi } from '@gimbal/contracts'
import { decodeFunctionData } from 'viem'
import { describe, expect, it } from 'vitest'
import { proveDuty } from '../../../relayer/src/duties/report.ts'
import { retireDuty } from '../../../relayer/src/duties/retire.ts'
import { isDead, isSilent } from '../../../relayer/src/duties/silence.ts'
import type { SpokeWorld, World } from '../../../relayer/src/duties/world.ts'
import { hubSpoke } from '../../../relayer/src/transport/mandate-events.ts'
import { ledgerLeaves } from '../../../relayer/src/transport/proofs.ts'
import { treeProof, treeRoot } from '../../../relayer/src/transport/state-tree.ts'
import { entry, HUB, ledger, makeWorld, NOW, report, SPOKE } from './make-world.ts'

const WAD = 10n ** 18n
const OTHER = 3
const decimals = { base: 18, quote: 6 }
/** The last lease of the fixture ends 7,100 s from NOW; reports may be 10,800 s old, and grace is 3,600 s. */
const DEAD_AT = NOW - 200 + 10_800

/** A book of the spoke, and two other chains that live, at a time when the first has long said nothing. */
function afterSilence(seconds: number) {
  const made = makeWorld()
  const { hubState, spoke, hubSide } = made
  made.book()
  hubSide.allocations.set(7n, { offset: 0n, share: WAD })
  hubSide.report = report(4n, NOW - 200)
  const time = NOW - 200 + seconds
  const living = (id: number): SpokeWorld => {
    const side = hubSpoke(hubState, BigInt(id))
    side.report = report(9n, time - 60)
    return {
      ...spoke,
      id,
      agent: { ...spoke.agent, id },
      head: { ...spoke.head, time },
      state: { ...spoke.state, leaseEnd: time + 3_600, ledgers: new Map() },
      hubSide: side,
    }
  }
  const world: World = {
    ...made.world,
    hubHead: { ...made.world.hubHead, time },
    spokes: [{ ...spoke, head: { ...spoke.head, time } }, living(OTHER), living(HUB)],
  }
  const [dead, other, home] = world.spokes as [SpokeWorld, SpokeWorld, SpokeWorld]
  return { ...made, world, dead, other, home }
}

/** What the book was sent there and has done with it. */
function give({ state, hubSide }: SpokeWorld, fields: { received: bigint; bought?: bigint }): void {
  state.ledgers.set(7n, ledger(7n, fields))
  hubSide.funds.set(7n, entry(7n, fields.received))
}

const leafOf = (book: bigint) => (book === 7n ? 6 : 1)
const indexOf = async (_spoke: number, book: bigint) => leafOf(book)

const decoded = async (world: World) =>
  (await retireDuty(world, decimals, indexOf)).map(
    ({ data }) => decodeFunctionData({ abi: iAllocationBookAbi, data }).args!,
  )
/** Book, dead spoke and heir. */
const calls = async (world: World) => (await decoded(world)).map((args) => args.slice(0, 3))

describe('retiring a dead spoke', () => {
  it('P17: waits until its last word and every lease with its grace are over', async () => {
    for (const [seconds, silent, isOver] of [
      [10_800, false, false],
      [10_801, true, false],
      // the lease sent 100 s before NOW, and the grace behind it
      [200 - 100 + 7_200 + 3_600, true, false],
      [200 - 100 + 7_200 + 3_600 + 1, true, true],
    ] as const) {
      const { world, dead } = afterSilence(seconds)
      expect(isSilent(world, dead)).toBe(silent)
      expect(isDead(world, dead)).toBe(isOver)
      expect(await retireDuty(world, decimals, indexOf)).toHaveLength(isOver ? 1 : 0)
    }
    expect(DEAD_AT).toBeLessThan(NOW - 100 + 7_200 + 3_600)
  })

  it('goes to the live spoke with the best funding of the book, else home', async () => {
    const { world, other, home } = afterSilence(12_000)
    expect(await calls(world)).toEqual([[7n, BigInt(SPOKE), BigInt(HUB)]])
    give(other, { received: 1_000_000n })
    expect(await calls(world)).toEqual([[7n, BigInt(SPOKE), BigInt(OTHER)]])
    give(home, { received: 500_000n, bought: WAD / 1_000n })
    expect(await calls(world)).toEqual([[7n, BigInt(SPOKE), BigInt(HUB)]])
  })

  it('passes over a spoke that is in quarantine, paused, without a lease or itself silent', async () => {
    for (const hinder of [
      ({ hubSide }: SpokeWorld) => Object.assign(hubSide, { quarantined: true }),
      ({ state, head }: SpokeWorld) => Object.assign(state, { pausedUntil: head.time + 1 }),
      ({ state, head }: SpokeWorld) => Object.assign(state, { leaseEnd: head.time }),
      ({ hubSide }: SpokeWorld) => Object.assign(hubSide, { report: report(1n, NOW - 200) }),
    ]) {
      const { world, other, home } = afterSilence(12_000)
      give(other, { received: 1_000_000n })
      hinder(other)
      expect(await calls(world)).toEqual([[7n, BigInt(SPOKE), BigInt(HUB)]])
      hinder(home)
      expect(await calls(world)).toEqual([])
    }
  })

  it('is done once, and only for books whose gamma is there', async () => {
    const { world, hubSide } = afterSilence(12_000)
    hubSide.allocations.set(7n, { offset: 5n * WAD, share: 0n })
    expect(await calls(world)).toEqual([])
  })

  it('has the last word proven first', async () => {
    const { world, hubSide, state } = afterSilence(12_000)
    const ledgers = new Map([[7n, ledger(7n, { received: 5n })]])
    hubSide.report = report(4n, NOW - 200, treeRoot(ledgerLeaves(ledgers, leafOf)))
    state.reported.set(4n, ledgers)
    hubSide.proven.set(7n, { sequence: 3n, ledger: ledger(7n, { received: 5n }) })
    expect(await calls(world)).toEqual([])
    expect((await proveDuty(world, indexOf)).map(({ key }) => key)).toEqual([`prove:${SPOKE}:7`])
    hubSide.proven.set(7n, { sequence: 4n, ledger: ledger(7n, { received: 5n }) })
    expect(await proveDuty(world, indexOf)).toEqual([])
    expect(await calls(world)).toHaveLength(1)
  })
  it('P17: shows that the last word says nothing of a book, else waits for its proof', async () => {
    const { world, hubSide, state } = afterSilence(12_000)
    hubSide.funds.set(7n, entry(7n, 5n))
    expect(await calls(world)).toEqual([])
    const ledgers = new Map([[8n, ledger(8n, { received: 5n })]])
    const leaves = ledgerLeaves(ledgers, leafOf)
    hubSide.report = report(4n, NOW - 200, treeRoot(leaves))
    state.reported.set(4n, ledgers)
    const [[, , , absence] = []] = await decoded(world)
    expect(absence).toEqual(treeProof(leaves, 6))
    expect(absence).toHaveLength(3)
    state.reported.set(4n, new Map([...ledgers, [7n, ledger(7n, { received: 5n, bought: 1n, paid: 3n })]]))
    expect(await calls(world)).toEqual([])
  })
})
