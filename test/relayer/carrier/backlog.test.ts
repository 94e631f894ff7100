import { type Hex, parseTransaction, type TransactionSerializedEIP1559 } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { createBacklog } from '../../../relayer/src/carrier/backlog.ts'
import type { ChainClient } from '../../../relayer/src/chain/client.ts'
import type { Header } from '../../../relayer/src/chain/headers.ts'

const account = privateKeyToAccount('0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d')
const GWEI = 10n ** 9n

interface Fees {
  readonly most: bigint
  readonly tip: bigint
}

/** A chain whose pool takes a transaction for a nonce it has only at fees a tenth higher, as nodes do. */
function chainWith(left: readonly Fees[], baseFee: bigint) {
  const pool = new Map(left.map((fees, nonce) => [nonce, fees]))
  let mined = 0
  let number = 100
  const client = {
    getTransactionCount: async ({ blockTag }: { readonly blockTag: string }) =>
      blockTag === 'latest' ? mined : mined + pool.size,
    request: async ({ params: [raw] }: { readonly params: readonly [Hex] }) => {
      const tx = parseTransaction(raw as TransactionSerializedEIP1559)
      const old = pool.get(tx.nonce ?? 0)!
      const fees = { most: tx.maxFeePerGas!, tip: tx.maxPriorityFeePerGas! }
      if (10n * fees.most >= 11n * old.most && 10n * fees.tip >= 11n * old.tip) pool.set(tx.nonce ?? 0, fees)
    },
  } as unknown as ChainClient
  return {
    client,
    pool,
    mine: (): Header => {
      number += 1
      for (let fees = pool.get(mined); fees && fees.most >= baseFee; fees = pool.get(mined)) {
        pool.delete(mined)
        mined += 1
      }
      return { number, hash: '0x', parent: '0x', time: 12 * number, baseFee }
    },
  }
}

/** Blocks until nothing of the earlier run is left. */
async function blocksToClear({ client, mine }: ReturnType<typeof chainWith>): Promise<number> {
  const isClear = createBacklog({ chain: 1, client, account, priorityFeeGwei: 1 })
  for (let blocks = 1; blocks <= 60; blocks++) if (await isClear(mine())) return blocks
  return Number.POSITIVE_INFINITY
}

describe('what an earlier run has left in the pool', () => {
  it('is nothing', async () => {
    expect(await blocksToClear(chainWith([], GWEI))).toBe(1)
  })

  it('is waited for', async () => {
    const chain = chainWith([{ most: 3n * GWEI, tip: GWEI }], GWEI)
    expect(await blocksToClear(chain)).toBe(1)
  })

  it('is replaced within blocks when no block takes its fees any more', async () => {
    const chain = chainWith(
      [...Array(3)].map(() => ({ most: 3n * GWEI, tip: GWEI })),
      100n * GWEI,
    )
    expect(await blocksToClear(chain)).toBeLessThanOrEqual(6)
    expect(chain.pool.size).toBe(0)
  })

  it('is replaced when its tip had been raised before', async () => {
    const chain = chainWith([{ most: 90n * GWEI, tip: 12n * GWEI }], 100n * GWEI)
    expect(await blocksToClear(chain)).toBeLessThanOrEqual(16)
  })

  it('is not replaced while it is being mined', async () => {
    const isClear = createBacklog({
      chain: 1,
      account,
      priorityFeeGwei: 1,
      client: slow(),
    })
    for (let number = 0; number < 8; number++) {
      const header: Header = { number, hash: '0x', parent: '0x', time: 12 * number, baseFee: GWEI }
      expect(await isClear(header)).toBe(number === 7)
    }
  })
})

/** Mines one of seven with every block, and refuses any replacement. */
function slow(): ChainClient {
  let asked = 0
  return {
    getTransactionCount: async ({ blockTag }: { readonly blockTag: string }) =>
      blockTag === 'latest' ? asked++ : 7,
    request: async () => {
      throw new Error('nothing was to be replaced')
    },
  } as unknown as ChainClient
}
