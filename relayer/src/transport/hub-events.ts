// SPDX-License-Identifier: MIT
import type { ChainEvent } from '../chain/event.ts'
import { seriesOf } from '../hedge/series.ts'
import type { Expiry, HubBook, HubSpoke, HubState } from './hub-state.ts'
import type { FundEntry } from './leaf-hash.ts'
import { applyMandateEvent, hubSpoke } from './mandate-events.ts'
import { applyOutboxEvent } from './outbox.ts'

type Of<contract extends ChainEvent['contract']> = Extract<ChainEvent, { contract: contract }>

/** Takes one event of the hub's own contracts into the state. */
export function applyHubEvent(state: HubState, event: ChainEvent): void {
  switch (event.contract) {
    case 'books':
      applyBooks(state, event)
      return
    case 'mandateBook':
      applyMandateEvent(state, event)
      return
    case 'allocationBook':
      applyAllocation(state, event)
      return
    case 'funding':
      applyFunding(state, event)
      return
    case 'remoteOutbox':
      applyOutboxEvent((spoke) => hubSpoke(state, spoke).outbox, event)
      return
    case 'settlement':
      applySettlement(state, event)
      return
    case 'riskParameters':
      applyParameters(state, event)
      return
    case 'volSurface':
      applySurface(state, event)
      return
    default:
  }
}

function applyBooks(state: HubState, event: Of<'books'>): void {
  switch (event.eventName) {
    case 'BookOpened': {
      const { book, market, hedged } = event.args
      state.books.set(book, {
        id: book,
        market,
        hedged,
        cash: 0n,
        positions: new Map(),
        changedAt: 0,
        publishedAt: 0,
        dirty: false,
      })
      return
    }
    case 'CashMoved': {
      const book = state.books.get(event.args.book)
      if (book) book.cash = event.args.cash
      return
    }
    case 'PositionChanged': {
      const book = state.books.get(event.args.book)
      if (book) changePosition(state, book, event.args.series, event.args.size, event.at.time)
      return
    }
    default:
  }
}

function changePosition(state: HubState, book: HubBook, series: bigint, size: bigint, time: number): void {
  if (size === 0n) book.positions.delete(series)
  else book.positions.set(series, size)
  book.changedAt = time
  book.dirty = true
  const { market, expiry } = seriesOf(series)
  expiryOf(state, market, expiry)
}

function expiryOf(state: HubState, market: number, expiry: number): Expiry {
  const key = `${market}:${expiry}`
  let entry = state.expiries.get(key)
  if (!entry) {
    entry = { market, expiry, stored: new Set(), settled: false }
    state.expiries.set(key, entry)
  }
  return entry
}

function applyAllocation(state: HubState, event: Of<'allocationBook'>): void {
  switch (event.eventName) {
    case 'AllocationSet': {
      const { book, spoke, allocation } = event.args
      hubSpoke(state, spoke).allocations.set(book, allocation)
      // a dead spoke that a move came from or went to ends the move without a word of its own
      const move = state.moves.get(book)
      const isPart = move?.from === Number(spoke) || move?.to === Number(spoke)
      if (isPart && allocation.share === 0n) state.moves.delete(book)
      return
    }
    case 'MoveStarted':
      state.moves.set(event.args.book, {
        from: Number(event.args.from),
        to: Number(event.args.to),
        epoch: event.args.epoch,
      })
      return
    case 'MoveCompleted':
      state.moves.delete(event.args.book)
      return
    default:
  }
}

function fundEntry({ funds }: HubSpoke, book: bigint): FundEntry {
  return funds.get(book) ?? { book, sent: 0n, recalled: 0n, expired: 0n }
}

function applyFunding(state: HubState, event: Of<'funding'>): void {
  switch (event.eventName) {
    case 'Funded': {
      const { book, spoke, sent } = event.args
      const entry = hubSpoke(state, spoke)
      entry.funds.set(book, { ...fundEntry(entry, book), sent })
      const sends = entry.sends.get(book) ?? []
      sends.push({ time: event.at.time, sent })
      entry.sends.set(book, sends)
      return
    }
    case 'Recalled': {
      const { book, spoke, recalled } = event.args
      const entry = hubSpoke(state, spoke)
      entry.funds.set(book, { ...fundEntry(entry, book), recalled })
      return
    }
    case 'Expired': {
      const { book, spoke, expired } = event.args
      const entry = hubSpoke(state, spoke)
      entry.funds.set(book, { ...fundEntry(entry, book), expired })
      return
    }
    case 'Collected': {
      const { book, spoke, amount, received } = event.args
      const entry = hubSpoke(state, spoke)
      entry.collected.set(book, received)
      entry.pool -= amount
      return
    }
    case 'PoolArrived':
      hubSpoke(state, event.args.spoke).pool = event.args.pool
      return
    default:
  }
}

function applySettlement(state: HubState, event: Of<'settlement'>): void {
  switch (event.eventName) {
    case 'InstantRecorded':
      expiryOf(state, event.args.market, event.args.expiry).stored.add(event.args.index)
      return
    case 'PriceSettled':
      expiryOf(state, event.args.market, event.args.expiry).settled = true
      return
    default:
  }
}

function applyParameters(state: HubState, event: Of<'riskParameters'>): void {
  if (event.eventName !== 'ConfigChanged') return
  const { spoke, version, digest } = event.args
  const entry = hubSpoke(state, spoke)
  entry.configVersion = version
  entry.configDigest = digest
}

function applySurface(state: HubState, event: Of<'volSurface'>): void {
  if (event.eventName !== 'SurfaceUpdated') return
  const { market, smiles, nonce } = event.args
  state.surfaces.set(market, { smiles, nonce, updatedAt: event.at.time })
}
