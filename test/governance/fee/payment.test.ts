import { parseEther } from 'viem'
import { describe, expect, it } from 'vitest'
import { type Payment, paymentLine, paymentOf } from '../../../governance/src/lifecycle/payment.ts'
import type { Site } from '../../../governance/src/network/network.ts'
import { nextOf } from '../../../governance/src/view/next.ts'
import type { Status } from '../../../governance/src/view/progress.ts'

/** A hub whose timelock has so much. */
function hubWith(held: bigint): Site {
  const client = { getBalance: () => Promise.resolve(held) }
  return { deployment: { contracts: { Timelock: `0x${'11'.repeat(20)}` } }, client } as unknown as Site
}

function nextWith(payment?: Payment) {
  const status = {
    number: 7,
    state: 'queued',
    now: 2n,
    eta: 1n,
    ...(payment === undefined ? {} : { payment }),
  }
  return nextOf(status as unknown as Status, undefined)
}

describe('what an execution brings', () => {
  it('is what its calls carry less what the timelock has', async () => {
    expect(await paymentOf(hubWith(2n), [3n, 0n, 4n])).toEqual({ carried: 7n, held: 2n, due: 5n })
    expect(await paymentOf(hubWith(9n), [3n, 0n, 4n])).toEqual({ carried: 7n, held: 9n, due: 0n })
    expect(await paymentOf(hubWith(9n), [0n, 0n])).toBeUndefined()
  })

  it('is said in a line', () => {
    const [carried, held] = [parseEther('0.006'), parseEther('0.002')]
    expect(paymentLine({ carried, held, due: carried - held })).toBe(
      'its calls carry 0.006 ETH; the timelock has 0.002 ETH, so 0.004 ETH come with the execution',
    )
    expect(paymentLine({ carried, held: carried, due: 0n })).toBe(
      'its calls carry 0.006 ETH; the timelock has 0.006 ETH, which pays all of it',
    )
  })

  it('is in what is left to do, and allowed in its command where it is much', () => {
    const payment = { carried: parseEther('0.5'), held: 0n }
    expect(nextWith()).toEqual([{ what: 'it waits for its execution', command: 'gimbal-gov execute 7' }])
    expect(nextWith({ ...payment, due: parseEther('0.1') })).toEqual([
      { what: 'it waits for its execution, with which 0.1 ETH come', command: 'gimbal-gov execute 7' },
    ])
    expect(nextWith({ ...payment, due: parseEther('0.5') })).toEqual([
      {
        what: 'it waits for its execution, with which 0.5 ETH come',
        command: 'gimbal-gov execute 7 --most 0.5',
      },
    ])
  })
})
