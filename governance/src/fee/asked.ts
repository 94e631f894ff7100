import type { Address } from 'viem'
import type { Site } from '../network/network.ts'
import { type Asked, leastFor } from './least.ts'
import { type PaidCall, tryCalls } from './trial.ts'

/** A call of which is known whether it takes coins. */
export type Asking = PaidCall & { readonly payable: boolean }

const NOTHING: Asked = { value: 0n, takers: 0 }

/** What the live gateways of a chain ask for the messages of calls that are made one after another, in their order. */
export async function askedFor(
  site: Site,
  from: Address,
  calls: readonly Asking[],
): Promise<readonly Asked[]> {
  if (!calls.some(({ payable }) => payable)) return calls.map(() => NOTHING)
  const bare = calls.map((call) => (call.payable ? { ...call, value: 0n } : call))
  const tried = await tryCalls(site, from, bare)
  const asked: Asked[] = []
  for (const [i, call] of bare.entries()) {
    const { takers = 0, refused = false } = tried[i] ?? {}
    asked.push(
      call.payable && refused ? await least(site, from, bare.slice(0, i), call) : { value: 0n, takers },
    )
  }
  return asked
}

/** A call whose messages not every gateway takes for nothing. */
function least(site: Site, from: Address, before: readonly PaidCall[], call: PaidCall): Promise<Asked> {
  return leastFor(async (value) => {
    const tried = await tryCalls(site, from, [...before, { ...call, value }])
    return tried.at(-1)?.takers ?? 0
  })
}
