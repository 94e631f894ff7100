import { type Hex, zeroHash } from 'viem'
import type { Fork } from '../chain/fork.ts'

/** A word of storage that a transaction changed. */
export type ChangedWord = {
  readonly address: Hex
  readonly slot: Hex
  readonly old: Hex
  readonly value: Hex
}

export type Trace = {
  readonly words: readonly ChangedWord[]
  /** What was hashed on the way: keys of mappings and places of lists. */
  readonly preimages: readonly Hex[]
}

type Accounts = Readonly<Record<Hex, { readonly storage?: Readonly<Record<Hex, Hex>> }>>

/** Collects what KECCAK256 (0x20) reads, where it is one word or two. */
const PREIMAGES = `{
  found: {},
  step: function (log) {
    if (log.op.toNumber() !== 32) return
    var length = Number(log.stack.peek(1))
    if (length !== 32 && length !== 64) return
    var from = Number(log.stack.peek(0))
    this.found[toHex(log.memory.slice(from, from + length))] = 1
  },
  fault: function () {},
  result: function () { return Object.keys(this.found) }
}`

/** What a transaction of a fork did to storage. */
export async function traceOf({ rpc }: Fork, hash: Hex): Promise<Trace> {
  const [{ pre, post }, preimages] = await Promise.all([
    rpc<{ readonly pre: Accounts; readonly post: Accounts }>('debug_traceTransaction', [
      hash,
      { tracer: 'prestateTracer', tracerConfig: { diffMode: true } },
    ]),
    rpc<readonly Hex[]>('debug_traceTransaction', [hash, { tracer: PREIMAGES }]),
  ])
  const addresses = [...new Set([...Object.keys(pre), ...Object.keys(post)])] as Hex[]
  const words = addresses.flatMap((address): ChangedWord[] => {
    // A word that was zero, or has become so, is named on one side alone.
    const [before, after] = [pre[address]?.storage ?? {}, post[address]?.storage ?? {}]
    const slots = [...new Set([...Object.keys(before), ...Object.keys(after)])] as Hex[]
    return slots
      .map((slot) => ({ address, slot, old: before[slot] ?? zeroHash, value: after[slot] ?? zeroHash }))
      .filter(({ old, value }) => old !== value)
  })
  return { words, preimages }
}
