// SPDX-License-Identifier: MIT
import { type Hex, isHex } from 'viem'
import { z } from 'zod'
import { plain } from '../api/plain.ts'
import { reasonOf } from '../errors.ts'
import { type Domain, type Signed, signerOf, type Update } from './update.ts'

const answer = z.object({ signature: z.custom<Hex>((value) => isHex(value), 'must be hex') })
const refusal = z.object({ error: z.string() })
/** Milliseconds that a peer may take. */
const PATIENCE = 3_000

/** Asks the other updaters to sign; those that are silent or refuse are left out, and told of. */
export async function askPeers(
  peers: readonly string[],
  { domain, update, own }: { readonly domain: Domain; readonly update: Update; readonly own: Signed },
  onRefusal: (peer: string, reason: string) => void,
): Promise<readonly Signed[]> {
  const body = JSON.stringify(plain({ update, signature: own.signature }))
  const found = await Promise.all(
    peers.map(async (peer): Promise<readonly Signed[]> => {
      try {
        const signature = await askPeer(peer, body)
        const signer = await signerOf(domain, update, signature)
        if (signer === undefined) throw new Error('it signed something else')
        return [{ signer, signature }]
      } catch (error) {
        onRefusal(peer, reasonOf(error))
        return []
      }
    }),
  )
  return found.flat()
}

async function askPeer(peer: string, body: string): Promise<Hex> {
  const response = await fetch(new URL('/v1/signatures', peer), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal: AbortSignal.timeout(PATIENCE),
  })
  const told: unknown = await response.json()
  if (!response.ok) throw new Error(refusal.safeParse(told).data?.error ?? `it answered ${response.status}`)
  return answer.parse(told).signature
}
