import type { Abi } from 'viem'
import { accounts } from '../accounts.ts'
import { type OpenBook, type Opening, orderOf } from '../books/open.ts'
import { surfaceVol } from '../books/surface-vol.ts'
import { clearingAbi, signTrade } from '../books/trade.ts'
import { contractOf, type Site } from '../setup/local-network.ts'
import type { Actor } from './actor.ts'

/** The trades of the plan that fall into the run, each when its time has come. */
export function tradeDesk(hub: Site, books: readonly OpenBook[], opening: Opening): Actor {
  const counterparty = books.find(({ plan }) => plan === undefined)
  if (counterparty === undefined) throw new Error('no book takes the other sides')
  const waiting = books
    .flatMap((book) =>
      (book.plan?.trades ?? [])
        .filter(({ at }) => at > 0)
        .map((trade) => ({ trade, book, due: opening.start + trade.at * opening.hours * 3_600 })),
    )
    .toSorted((a, b) => a.due - b.due)
  const clearing = contractOf(hub, 'Clearing')
  return {
    act: async ({ time, price }) => {
      while (waiting[0] !== undefined && waiting[0].due <= time) {
        const { trade, book } = waiting.shift()!
        const order = orderOf({ trade, book, counterparty, opening })
        const args = await signTrade(hub.chain, clearing, {
          ...order,
          spot: price,
          vol: await surfaceVol(hub, { ...order, spot: price }),
          time,
        })
        await hub.chain.submit(accounts.owner.address, clearing, clearingAbi as Abi, 'execute', args)
      }
    },
  }
}
