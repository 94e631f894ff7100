// SPDX-License-Identifier: MIT
import { iFundingAbi } from '@gimbal/contracts'
import { encodeFunctionData } from 'viem'
import type { Intent } from '../chain/intent.ts'
import { sentBy } from '../transport/transit.ts'
import type { World } from './world.ts'

const GAS = 600_000n

/** Quote that was sent so long ago that it should come home; the heartbeat that follows tells the spoke. */
export function expireDuty({ config, hubHead, spokes }: World): readonly Intent[] {
  return spokes.flatMap(({ id, state, hubSide }): readonly Intent[] => {
    const terms = state.config?.terms
    if (!terms) return []
    const cutoff = hubHead.time - terms.reportAge - terms.lease - terms.grace
    const due = [...hubSide.funds.values()].filter(({ book, expired }) => {
      const marked = sentBy(hubSide.sends.get(book) ?? [], cutoff)
      const ledgers = [hubSide.proven.get(book)?.ledger, state.ledgers.get(book)]
      // what has arrived only lacks its proof
      return (
        marked > expired &&
        ledgers.every((ledger) => marked > (ledger ? ledger.received + ledger.refunded : 0n))
      )
    })
    return due.map(({ book }) => ({
      chain: config.hub,
      key: `expire:${id}:${book}`,
      purpose: 'expire',
      to: config.hubContracts.funding,
      data: encodeFunctionData({ abi: iFundingAbi, functionName: 'expire', args: [book, BigInt(id)] }),
      gas: GAS,
      changes: [id],
    }))
  })
}
