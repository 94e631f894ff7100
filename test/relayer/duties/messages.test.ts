import { describe, expect, it } from 'vitest'
import { creditDuty } from '../../../relayer/src/duties/credit.ts'
import { expireDuty } from '../../../relayer/src/duties/expire.ts'
import { heartbeatDuty } from '../../../relayer/src/duties/heartbeat.ts'
import { completeMoveDuty, publishDuty } from '../../../relayer/src/duties/publish.ts'
import { releaseDuty } from '../../../relayer/src/duties/release.ts'
import { collectDuty, proveDuty, reportDuty } from '../../../relayer/src/duties/report.ts'
import {
  configDuty,
  resendHeartbeatDuty,
  resendRelayDuty,
  retryRelayDuty,
} from '../../../relayer/src/duties/resend.ts'
import { fundLeaf } from '../../../relayer/src/transport/leaf-hash.ts'
import { ledgerLeaves } from '../../../relayer/src/transport/proofs.ts'
import { emptySpoke } from '../../../relayer/src/transport/spoke-state.ts'
import { treeRoot } from '../../../relayer/src/transport/state-tree.ts'
import { entry, HUB, ledger, makeWorld, NOW, report, SPOKE, sendEpoch } from './make-world.ts'

const keys = (intents: readonly { readonly key: string }[]) => intents.map(({ key }) => key)
const none = new Set<bigint>()
/** Leaves stand in no order of their books. */
const leafOf = (book: bigint) => (book === 7n ? 5 : 2)
const indexOf = async (_spoke: number, book: bigint) => leafOf(book)
const other = `0x${'77'.repeat(32)}` as const

describe('publishing', () => {
  it('follows changes of hedged books, and what a review found', () => {
    const { world, book } = makeWorld()
    book({ id: 1n, dirty: true })
    book({ id: 2n, dirty: true, hedged: false })
    book({ id: 3n })
    expect(keys(publishDuty(world, none))).toEqual(['publish:1'])
    expect(keys(publishDuty(world, new Set([3n])))).toEqual(['publish:1', 'publish:3'])
  })

  it('waits until the hub has seen the last trade, but not for ever', () => {
    const { world, book, state, hubSide } = makeWorld()
    book({ dirty: true })
    state.ledgers.set(7n, ledger(7n, { bought: 5n }))
    state.tradedAt.set(7n, NOW - 100)
    expect(publishDuty(world, none)).toEqual([])
    hubSide.proven.set(7n, { sequence: 1n, ledger: ledger(7n, { bought: 5n }) })
    expect(keys(publishDuty(world, none))).toEqual(['publish:7'])
    hubSide.proven.clear()
    state.tradedAt.set(7n, NOW - 1_801)
    expect(keys(publishDuty(world, none))).toEqual(['publish:7'])
  })

  it('completes a move once the growing side has reported it', () => {
    const { world, hubState, hubSide } = makeWorld()
    hubState.moves.set(7n, { from: HUB, to: SPOKE, epoch: 1n })
    expect(completeMoveDuty(world)).toEqual([])
    hubSide.report = report(3n, NOW)
    expect(keys(completeMoveDuty(world))).toEqual(['move:7'])
    hubState.moves.set(7n, { from: HUB, to: SPOKE, epoch: 2n })
    expect(completeMoveDuty(world)).toEqual([])
  })
})

describe('heartbeats', () => {
  it('are not sent without need', () => {
    expect(heartbeatDuty(makeWorld().world, [])).toEqual([])
  })

  it.each(['mandateRoot', 'configDigest'] as const)('carry a new %s', (root) => {
    const { world, hubSide } = makeWorld()
    hubSide[root] = other
    expect(heartbeatDuty(world, [])).toMatchObject([{ after: { keys: [], anyway: true } }])
  })

  it('carry new funding and recalls', () => {
    const { world, hubSide } = makeWorld()
    hubSide.funds.set(7n, entry(7n, 5n))
    expect(heartbeatDuty(world, [])).toHaveLength(1)
    sendEpoch(hubSide, 2n, NOW)
    expect(heartbeatDuty(world, [])).toEqual([])
    hubSide.funds.set(7n, entry(7n, 5n, 3n))
    expect(heartbeatDuty(world, [])).toHaveLength(1)
  })

  it('renew a lease before half of it is gone', () => {
    const { world, hubSide } = makeWorld()
    sendEpoch(hubSide, 2n, NOW - 2_800)
    expect(heartbeatDuty(world, [])).toEqual([])
    sendEpoch(hubSide, 2n, NOW - 2_900)
    expect(heartbeatDuty(world, [])).toHaveLength(1)
  })

  it('follow a publication of the same step, and only that', () => {
    const { world } = makeWorld()
    const publish = { chain: 1, key: 'publish:7', changes: [SPOKE] } as never
    expect(heartbeatDuty(world, [publish])).toMatchObject([{ after: { keys: ['publish:7'], anyway: false } }])
    expect(heartbeatDuty(world, [{ chain: 1, key: 'publish:7', changes: [9] } as never])).toEqual([])
  })

  it('P3: repair a spoke that works under a heartbeat the hub does not know', () => {
    const { world, hubSide } = makeWorld()
    hubSide.quarantined = true
    expect(heartbeatDuty(world, [])).toHaveLength(1)
  })

  it('wait for a silent spoke to speak', () => {
    const { world, hubSide } = makeWorld()
    hubSide.mandateRoot = other
    hubSide.report = report(3n, NOW - 10_801)
    expect(heartbeatDuty(world, [])).toEqual([])
    hubSide.report = report(3n, NOW - 10_800)
    expect(heartbeatDuty(world, [])).toHaveLength(1)
  })

  it('wait for the config to have been sent', () => {
    const { world, hubSide } = makeWorld()
    hubSide.configSentVersion = 0n
    hubSide.mandateRoot = other
    expect(heartbeatDuty(world, [])).toEqual([])
  })
})

describe('sending again', () => {
  it('repeats heartbeats and configs that were not heard of in time', () => {
    const { world, hubSide, state } = makeWorld()
    sendEpoch(hubSide, 2n, NOW - 1_000)
    expect(resendHeartbeatDuty(world)).toEqual([])
    sendEpoch(hubSide, 2n, NOW - 1_801)
    expect(keys(resendHeartbeatDuty(world))).toEqual([`resend:${SPOKE}:2`])
    state.epoch = 2n
    expect(resendHeartbeatDuty(world)).toEqual([])

    expect(configDuty(world)).toEqual([])
    hubSide.configVersion = 2n
    expect(keys(configDuty(world))).toEqual([`config:${SPOKE}`])
    hubSide.configSentVersion = 2n
    hubSide.configSentAt = NOW
    expect(configDuty(world)).toEqual([])
    hubSide.configSentAt = NOW - 2_000
    expect(configDuty(world)).toHaveLength(1)
    // It has arrived, and waits there.
    state.configsWaiting.set(1n, { version: 2n, eta: NOW + 10 })
    expect(configDuty(world)).toEqual([])
  })

  it('releases configs once their wait on the spoke is over', () => {
    const { world, state } = makeWorld()
    state.configsWaiting.set(1n, { version: 2n, eta: NOW + 1 })
    expect(releaseDuty(world)).toEqual([])
    state.configsWaiting.set(1n, { version: 2n, eta: NOW })
    expect(keys(releaseDuty(world))).toEqual([`release:${SPOKE}:1`])
  })

  it('repeats transfers that have not arrived, and retries those that were refused', () => {
    const { world, spoke } = makeWorld()
    const target = { ...spoke, id: 3, state: emptySpoke() }
    const both = { ...world, spokes: [spoke, target] }
    spoke.state.relays.set('3:1', { toChain: 3, nonce: 1n, body: '0x12', sentAt: NOW - 1_801 })
    spoke.state.relays.set('3:2', { toChain: 3, nonce: 2n, body: '0x12', sentAt: NOW - 10 })
    expect(keys(resendRelayDuty(both))).toEqual([`relay:${SPOKE}:3:1`])
    target.state.confirmedRelays.add(`${SPOKE}:1`)
    expect(resendRelayDuty(both)).toEqual([])
    expect(retryRelayDuty(both)).toEqual([])
    target.state.failedRelays.add(`${SPOKE}:1`)
    expect(keys(retryRelayDuty(both))).toEqual([`retry:3:${SPOKE}:1`])
  })
})

describe('reports', () => {
  it('are asked for after a change, once it had time to be joined by others', () => {
    const { world, state } = makeWorld()
    expect(reportDuty(world)).toEqual([])
    state.changedSince = NOW - 50
    expect(reportDuty(world)).toEqual([])
    state.changedSince = NOW - 60
    expect(reportDuty(world)).toHaveLength(1)
  })

  it('are asked for regularly, and before the hub runs out of epochs', () => {
    const { world, state } = makeWorld()
    state.lastReport = report(1n, NOW - 3_300)
    expect(reportDuty(world)).toHaveLength(1)
    state.lastReport = report(1n, NOW)
    expect(reportDuty(world)).toEqual([])
    state.epoch = 51n
    expect(reportDuty(world)).toHaveLength(1)
    state.lastReport = undefined
    state.epoch = 0n
    expect(reportDuty(world)).toEqual([])
  })

  function reported() {
    const made = makeWorld()
    made.book()
    made.book({ id: 8n })
    const ledgers = new Map([
      [8n, ledger(8n, { received: 5n })],
      [7n, ledger(7n, { received: 9n, bought: 1n, paid: 3n })],
    ])
    made.state.reported.set(2n, ledgers)
    made.hubSide.report = report(2n, NOW, treeRoot(ledgerLeaves(ledgers, leafOf)))
    return { ...made, ledgers }
  }

  it('are proven book by book, changed ledgers only', async () => {
    const { world, hubSide, ledgers } = reported()
    expect(keys(await proveDuty(world, indexOf))).toEqual([`prove:${SPOKE}:8`, `prove:${SPOKE}:7`])
    hubSide.proven.set(8n, { sequence: 1n, ledger: ledgers.get(8n)! })
    expect(keys(await proveDuty(world, indexOf))).toEqual([`prove:${SPOKE}:7`])
    hubSide.proven.set(7n, { sequence: 2n, ledger: ledgers.get(7n)! })
    expect(await proveDuty(world, indexOf)).toEqual([])
  })

  it('are proven again before the claim grows old', async () => {
    const { world, hubSide, state, ledgers } = reported()
    for (const [book, proven] of ledgers) hubSide.proven.set(book, { sequence: 2n, ledger: proven })
    state.reported.set(6n, ledgers)
    hubSide.report = report(6n, NOW, treeRoot(ledgerLeaves(ledgers, leafOf)))
    expect(await proveDuty(world, indexOf)).toHaveLength(2)
  })

  it('are not proven from ledgers that do not make their root', async () => {
    const { world, hubSide } = reported()
    hubSide.report = report(2n, NOW, other)
    await expect(proveDuty(world, indexOf)).rejects.toThrow('do not make the reported root')
    hubSide.quarantined = true
    expect(await proveDuty(world, indexOf)).toEqual([])
  })

  it('let the hub collect what came home', () => {
    const { world, hubSide } = reported()
    hubSide.proven.set(7n, { sequence: 2n, ledger: ledger(7n, { sent: 50n }) })
    expect(collectDuty(world)).toEqual([])
    hubSide.pool = 50n
    expect(keys(collectDuty(world))).toEqual([`collect:${SPOKE}:7`])
    hubSide.collected.set(7n, 50n)
    expect(collectDuty(world)).toEqual([])
    hubSide.proven.set(7n, { sequence: 3n, ledger: ledger(7n, { sent: 50n, refunded: 9n }) })
    expect(keys(collectDuty(world))).toEqual([`collect:${SPOKE}:7`])
  })
})

describe('crediting', () => {
  const indexOf = async () => 3

  function funded(sent: bigint, recalled = 0n, expired = 0n) {
    const made = makeWorld()
    made.hubSide.funds.set(7n, entry(7n, sent, recalled, expired))
    const fundRoot = treeRoot(new Map([[3, fundLeaf(entry(7n, sent, recalled, expired))]]))
    sendEpoch(made.hubSide, 2n, NOW - 60, { fundRoot })
    made.state.epoch = 2n
    return made
  }

  it('credits what arrived, as far as the root in force proves it', async () => {
    const { world, state } = funded(100n)
    expect(await creditDuty(world, indexOf)).toEqual([])
    state.pool = 100n
    expect(keys(await creditDuty(world, indexOf))).toEqual([`credit:${SPOKE}:7`])
    state.ledgers.set(7n, ledger(7n, { received: 100n }))
    expect(await creditDuty(world, indexOf)).toEqual([])
  })

  it('sends back what was recalled, under a live lease', async () => {
    const { world, state } = funded(100n, 40n)
    state.ledgers.set(7n, ledger(7n, { received: 100n }))
    expect(keys(await creditDuty(world, indexOf))).toEqual([`returnQuote:${SPOKE}:7`])
    state.leaseEnd = NOW
    expect(await creditDuty(world, indexOf)).toEqual([])
  })

  it('leaves dust of a recall where it is', async () => {
    const { world, state } = funded(100_000n, 100_000n)
    state.ledgers.set(7n, ledger(7n, { received: 100_000n, sent: 10_000n, bridgeFees: 89_950n }))
    expect(await creditDuty(world, indexOf)).toEqual([])
  })

  it('credits what is young and sends home what expired', async () => {
    const { world, state } = funded(100n, 0n, 60n)
    state.pool = 100n
    expect(keys(await creditDuty(world, indexOf))).toEqual([`credit:${SPOKE}:7`])
    state.ledgers.set(7n, ledger(7n, { received: 40n }))
    state.expired.set(7n, 60n)
    expect(keys(await creditDuty(world, indexOf))).toEqual([`refund:${SPOKE}:7`])
    state.pool = 0n
    expect(await creditDuty(world, indexOf)).toEqual([])
    state.pool = 100n
    state.expired.set(7n, 0n)
    state.ledgers.set(7n, ledger(7n, { received: 40n, refunded: 60n }))
    expect(await creditDuty(world, indexOf)).toEqual([])
  })

  it('refunds nothing that was credited before the mark came', async () => {
    const { world, state } = funded(100n, 0n, 60n)
    state.ledgers.set(7n, ledger(7n, { received: 100n }))
    state.pool = 100n
    expect(await creditDuty(world, indexOf)).toEqual([])
  })

  it('says so when the entries seen do not make the root', async () => {
    const { world, state } = funded(100n)
    state.pool = 100n
    await expect(creditDuty(world, async () => 4)).rejects.toThrow('do not make the root in force')
  })
})

describe('expiring', () => {
  // report age, lease and grace of the spoke
  const age = 10_800 + 7_200 + 3_600

  function underWay() {
    const made = makeWorld()
    made.hubSide.funds.set(7n, entry(7n, 100n))
    made.hubSide.sends.set(7n, [
      { time: NOW - age, sent: 60n },
      { time: NOW - age + 1, sent: 100n },
    ])
    return made
  }

  it('marks what is overdue once, and lets the heartbeat carry it', () => {
    const { world, hubSide } = underWay()
    const due = expireDuty(world)
    expect(keys(due)).toEqual([`expire:${SPOKE}:7`])
    expect(keys(heartbeatDuty(world, due))).toEqual([`heartbeat:${SPOKE}`])
    hubSide.funds.set(7n, entry(7n, 100n, 0n, 60n))
    expect(expireDuty(world)).toEqual([])
  })

  it('leaves alone what is young, or has arrived and only lacks its proof', () => {
    const young = underWay()
    young.hubSide.sends.set(7n, [{ time: NOW - age + 1, sent: 100n }])
    expect(expireDuty(young.world)).toEqual([])
    const { world, state, hubSide } = underWay()
    state.ledgers.set(7n, ledger(7n, { received: 60n }))
    expect(expireDuty(world)).toEqual([])
    state.ledgers.clear()
    hubSide.proven.set(7n, { sequence: 2n, ledger: ledger(7n, { received: 50n, refunded: 10n }) })
    expect(expireDuty(world)).toEqual([])
  })
})
