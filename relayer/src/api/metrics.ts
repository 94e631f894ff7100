// SPDX-License-Identifier: MIT
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { RelayerState, Sent, TickResult } from '../handle.ts'
import type { Decision } from '../hedge/decision.ts'
import { PARTS } from '../lateness.ts'

/** Everything /metrics shows. */
export interface Metrics {
  readonly registry: Registry
  readonly tick: (result: TickResult) => void
  readonly decision: (decision: Decision) => void
  readonly sent: (sent: Sent) => void
  readonly mined: (seconds: number) => void
  readonly state: (state: RelayerState) => void
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const tickToDecision = new Histogram({
    name: 'gimbal_tick_to_decision_seconds',
    help: 'From a price to the last decision on it, wall clock.',
    buckets: [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
    registers,
  })
  const tickToMined = new Histogram({
    name: 'gimbal_tick_to_mined_seconds',
    help: 'From a price to the block that holds the hedge decided on it, chain clock.',
    buckets: [1, 2, 5, 10, 20, 60, 120, 300, 600],
    registers,
  })
  const decisions = new Counter({
    name: 'gimbal_decisions_total',
    help: 'Decisions by reason.',
    labelNames: ['spoke', 'reason'],
    registers,
  })
  const transactions = new Counter({
    name: 'gimbal_transactions_total',
    help: 'Transactions broadcast, by purpose.',
    labelNames: ['chain', 'purpose'],
    registers,
  })
  const errors = new Counter({ name: 'gimbal_errors_total', help: 'What went wrong at steps.', registers })
  const distance = new Gauge({
    name: 'gimbal_net_delta',
    help: 'Hedge less target of a book on a spoke, base units.',
    labelNames: ['book', 'spoke'],
    registers,
  })
  const leaseLeft = new Gauge({
    name: 'gimbal_lease_left_seconds',
    help: 'What is left of the lease.',
    labelNames: ['chain'],
    registers,
  })
  const pending = new Gauge({
    name: 'gimbal_pending_transactions',
    help: 'Transactions without an outcome.',
    labelNames: ['chain'],
    registers,
  })
  const batches = new Gauge({
    name: 'gimbal_open_batches',
    help: 'Batches of votes for a spoke that are neither executed nor void.',
    labelNames: ['chain'],
    registers,
  })
  const reportAge = new Gauge({
    name: 'gimbal_report_age_seconds',
    help: 'Age of the last report that the hub heard, hub clock.',
    labelNames: ['chain'],
    registers,
  })
  const syncLag = new Gauge({
    name: 'gimbal_sync_lag_seconds',
    help: 'Since the chain was last followed to its head, wall clock.',
    labelNames: ['chain'],
    registers,
  })
  const lateness = new Gauge({
    name: 'gimbal_late',
    help: 'Whether a lease, a report, the following of a chain, a hedge there or what was voted for it is late.',
    labelNames: ['chain', 'what'],
    registers,
  })
  return {
    registry,
    tick: ({ decisionMs, errors: wrong }) => {
      tickToDecision.observe(decisionMs / 1_000)
      errors.inc(wrong.length)
    },
    decision: ({ spoke, reason, book, held, target }) => {
      decisions.inc({ spoke, reason })
      if (held !== undefined && target !== undefined) distance.set({ book, spoke }, held - target)
    },
    sent: ({ chain, purpose }) => transactions.inc({ chain, purpose }),
    mined: (seconds) => tickToMined.observe(seconds),
    state: ({ chains, late }) => {
      for (const chain of chains) {
        const { name } = chain
        leaseLeft.set({ chain: name }, chain.leaseLeft)
        if (chain.reportAge !== undefined) reportAge.set({ chain: name }, chain.reportAge)
        syncLag.set({ chain: name }, chain.syncLag)
        pending.set({ chain: name }, chain.pending)
        batches.set({ chain: name }, chain.batches)
        for (const what of PARTS) {
          const isLate = late.some((entry) => entry.chain === name && entry.what === what)
          lateness.set({ chain: name, what }, isLate ? 1 : 0)
        }
      }
    },
  }
}
