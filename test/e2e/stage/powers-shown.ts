import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import type { Abi, Hex } from 'viem'
import { expect, it } from 'vitest'
import { accounts } from '../../../relayer/localnet/accounts.ts'
import type { Answers } from './named-query.ts'
import type { Parliament } from './parliament.ts'
import { OFFICE, type Session, SPOKE } from './session.ts'

type Operation = {
  readonly id: Hex
  readonly eta: string
  readonly executedAt: string | null
  readonly cancelledAt: string | null
  readonly batch: { readonly number: string } | null
  readonly proposal: { readonly number: number } | null
}
type Role = {
  readonly name: string
  readonly holders: readonly { readonly account: string }[]
  readonly history: readonly {
    readonly account: string
    readonly granted: boolean
    readonly proposal: { readonly number: number } | null
  }[]
}

const OPERATIONS = `{ timelockOperations(orderBy: scheduledAt) {
  id eta executedAt cancelledAt batch { number } proposal { number }
} }`
/** What a TimelockController answers for an operation that is executed. */
const DONE = 1n

/** What subgraphs have to show of who may act, and has, beside what the contracts hold. */
export function itShowsPowers(
  shown: () => { readonly house: Parliament; readonly session: Session; readonly answers: Answers },
): void {
  it('shows operations of each timelock as it holds them, with the proposal or batch of each', async () => {
    const { house, session } = shown()
    const made: string[] = []
    for (const [at, { client, deployment }] of house.network.sites.entries()) {
      const { timelockOperations } = await house.indexers[at]!.node.query<{
        timelockOperations: readonly Operation[]
      }>(OPERATIONS)
      for (const { id, eta, executedAt, cancelledAt, batch, proposal } of timelockOperations) {
        const time = await client.readContract({
          address: addressOf(deployment, 'Timelock'),
          abi: artifact('TimelockController').abi as Abi,
          functionName: 'getTimestamp',
          args: [id],
        })
        const expected = cancelledAt === null ? BigInt(eta) : 0n
        expect(time).toBe(executedAt === null ? expected : DONE)
        if (batch !== null) made.push(`batch ${batch.number}`)
        if (proposal !== null) made.push(`proposal ${proposal.number}`)
      }
    }
    const proposals = session.adopted.map(({ number }) => `proposal ${number}`)
    expect(made).toEqual([...proposals, 'batch 1', 'batch 2', 'batch 3'])
  })

  it('shows who holds each role and held it, guardians and recovery included, and the proposal that changed it', async () => {
    const { session, answers } = shown()
    const [hub, spoke] = await answers<{ roles: readonly Role[] }>('roles')
    const role = (of: typeof hub, name: string): Role => of!.roles.find((each) => each.name === name)!
    expect(role(hub, 'PROPOSAL_GUARDIAN').holders).toMatchObject([
      { account: accounts.guardian.address.toLowerCase() },
    ])
    expect(role(hub, 'COUNCIL').history.at(-1)).toMatchObject({
      account: OFFICE.toLowerCase(),
      granted: true,
      proposal: { number: session.wiring.number },
    })
    expect(role(hub, 'COUNCIL').holders).toHaveLength(2)
    expect(role(spoke, 'RECOVERY').holders).toMatchObject([{ account: OFFICE.toLowerCase() }])
    expect(role(spoke, 'RECOVERY').history).toHaveLength(3)
    const executor = spoke!.roles.filter(({ name }) => name === 'GUARDIAN').flatMap(({ holders }) => holders)
    expect(executor.map(({ account }) => account)).toContain(accounts.guardian.address.toLowerCase())
  })

  it('P7: shows pauses, cancelled operations and cancelled proposals with the guardian that did it', async () => {
    const { house, answers } = shown()
    const [hub, spoke] = await answers<{
      pauses: readonly Readonly<Record<'sender' | 'beganAt' | 'until' | 'used', string>>[]
      proposals: readonly { readonly canceledBy: string }[]
      timelockOperations: readonly { readonly cancelledBy: string }[]
    }>('guardian')
    const guardian = accounts.guardian.address.toLowerCase()
    const { client, deployment } = house.siteOf(SPOKE)
    const until = await client.readContract({
      address: addressOf(deployment, 'SpokeControl'),
      abi: artifact('SpokeControl').abi as Abi,
      functionName: 'pausedUntil',
    })
    expect(hub!.pauses).toMatchObject([{ sender: guardian, until: String(until), used: '30' }])
    expect(BigInt(hub!.pauses[0]!.until) - BigInt(hub!.pauses[0]!.beganAt)).toBe(30n)
    expect(hub!.proposals).toMatchObject([{ canceledBy: guardian }])
    expect(spoke!.timelockOperations).toMatchObject([{ cancelledBy: guardian }])
  })
}
