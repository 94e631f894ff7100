import { parseEther, parseGwei } from 'viem'
import { describe, expect, it } from 'vitest'
import { leastFor } from '../../../governance/src/fee/least.ts'

type Gateway = (share: bigint) => boolean

const charging =
  (fee: bigint): Gateway =>
  (share) =>
    share >= fee
/** As a local one: it takes no coins. */
const free: Gateway = (share) => share === 0n
const down: Gateway = () => false

/** A transport splits what it is given in equal parts. */
function through(...gateways: readonly Gateway[]) {
  const asked: bigint[] = []
  const takers = async (value: bigint): Promise<number> => {
    asked.push(value)
    return gateways.filter((takes) => takes(value / BigInt(gateways.length))).length
  }
  return { asked, least: () => leastFor(takers) }
}

describe('what gateways ask', () => {
  it('is nothing where they charge nothing, or are all down', async () => {
    expect(await through(free, free, free).least()).toEqual({ value: 0n, takers: 3 })
    expect(await through(down, down).least()).toEqual({ value: 0n, takers: 0 })
  })

  it('is what the dearest asks, of each', async () => {
    const fee = charging(parseEther('0.001'))
    expect(await through(fee, fee, fee).least()).toEqual({ value: parseEther('0.003'), takers: 3 })
    const dear = charging(parseEther('0.004'))
    expect(await through(fee, dear, fee).least()).toEqual({ value: parseEther('0.012'), takers: 3 })
    expect(await through(fee, down, fee).least()).toEqual({ value: parseEther('0.003'), takers: 2 })
  })

  it('is what the most of them take, where some refuse coins', async () => {
    const fee = charging(parseGwei('5'))
    expect(await through(fee, free, free).least()).toEqual({ value: 0n, takers: 2 })
    expect(await through(fee, fee, free).least()).toEqual({ value: parseGwei('15'), takers: 2 })
  })

  it('is never less, nor more than a tenth beyond, and found in few questions', async () => {
    for (let fee = 10n ** 9n; fee < 10n ** 19n; fee = (fee * 17n) / 10n + 1n) {
      const { asked, least } = through(charging(fee))
      const { value } = await least()
      expect(value).toBeGreaterThanOrEqual(fee)
      expect(value * 10n).toBeLessThanOrEqual(fee * 11n + 10n)
      expect(asked.length).toBeLessThanOrEqual(12 + 7)
    }
  })

  it('is nothing where it would be more than any message is worth', async () => {
    expect(await through(charging(parseEther('11'))).least()).toEqual({ value: 0n, takers: 0 })
  })
})
