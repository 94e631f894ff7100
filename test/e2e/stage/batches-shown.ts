import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { type BatchFacts, batchStage } from '@gimbal/subgraph'
import type { Abi } from 'viem'
import { expect, it } from 'vitest'
import { accounts } from '../../../relayer/localnet/accounts.ts'
import type { Answers } from './named-query.ts'
import type { Parliament } from './parliament.ts'
import { BAND, OFFICE, type Session, SPOKE } from './session.ts'

type Batch = BatchFacts & {
  readonly number: string
  readonly proposal: { readonly number: number }
  readonly calls: readonly object[]
  readonly root: { readonly messages: readonly { readonly families: readonly number[] }[] }
  readonly operation: {
    readonly id: string
    readonly cancelledBy: string | null
    readonly gatewayChanges: readonly object[]
    readonly roleChanges: readonly object[]
  } | null
}
type Proposal = {
  readonly number: number
  readonly title: string
  readonly batches: readonly Batch[]
  readonly configVersions: readonly Readonly<Record<'version' | 'digest' | 'sentAt' | 'acceptedAt', string>>[]
}

/** What subgraphs have to show of what votes have sent to a spoke, beside what the contracts hold. */
export function itShowsBatches(
  shown: () => { readonly house: Parliament; readonly session: Session; readonly answers: Answers },
): void {
  it('P12: shows from a proposal what became of each of its batches on the spoke', async () => {
    const { session, answers } = shown()
    const [hub] = await answers<{ proposals: readonly Proposal[] }>('batches')
    const last = session.moments.at(-1)!
    const batches = hub!.proposals.flatMap((each) => each.batches).toReversed()
    expect(last.stages).toEqual(['executed', 'cancelled', 'executed', 'revoked'])
    expect(batches.map((batch) => batchStage(batch, last.time))).toEqual(last.stages)
    expect(batches.map(({ proposal }) => proposal.number)).toEqual([1, 2, 3, 4])
    expect(batches.map(({ operation }) => operation?.cancelledBy ?? null)).toEqual([
      null,
      accounts.guardian.address.toLowerCase(),
      null,
      null,
    ])
    const [wiring, , handing] = batches
    expect(wiring!.operation!.gatewayChanges).toEqual([
      { gateway: { address: session.successor }, family: 2, active: true },
      { gateway: { address: session.retired.toLowerCase() }, family: 2, active: false },
    ])
    expect(handing!.operation!.roleChanges).toEqual([
      { role: { name: 'RECOVERY' }, account: accounts.owner.address.toLowerCase(), granted: false },
      { role: { name: 'RECOVERY' }, account: OFFICE.toLowerCase(), granted: true },
    ])
    expect(wiring!.root.messages.map(({ families }) => families.length)).toEqual([2])
  })

  it('follows a batch through every stage as the contracts did', async () => {
    const { session, answers } = shown()
    const seen: string[] = []
    for (const { blocks, time, stages } of session.moments) {
      const [hub] = await answers<{ proposals: readonly Proposal[] }>('batches', blocks)
      const batches = hub!.proposals.flatMap((each) => each.batches).toReversed()
      expect(batches.map((batch) => batchStage(batch, time))).toEqual(stages)
      seen.push(stages[0] ?? 'none')
    }
    expect(seen.slice(0, 5)).toEqual(['under way', 'confirmed', 'waits', 'ready', 'executed'])
  })

  it('P10: shows from a proposal when its version was accepted, and the families that have delivered it', async () => {
    const { house, session, answers } = shown()
    const [hub] = await answers<{ proposals: readonly Proposal[] }>('proposals')
    const { client, deployment } = house.siteOf(SPOKE)
    const control = {
      address: addressOf(deployment, 'SpokeControl'),
      abi: artifact('SpokeControl').abi as Abi,
    }
    const [version, digest] = (await client.readContract({
      ...control,
      functionName: 'configVersion',
    })) as readonly [bigint, string]
    const [accepted] = await client.getContractEvents({
      ...control,
      eventName: 'ConfigAccepted',
      args: { version },
      fromBlock: BigInt(deployment.startBlock),
    })
    const { timestamp } = await client.getBlock({ blockNumber: accepted!.blockNumber })
    const { configVersions } = hub!.proposals.find(({ number }) => number === session.wiring.number)!
    expect(configVersions).toMatchObject([
      {
        version: String(version),
        digest,
        spoke: { chain: String(deployment.chainId) },
        sentAt: expect.any(String) as string,
        acceptedAt: String(timestamp),
        messages: [{ digest, families: [expect.any(Number), expect.any(Number)] as number[] }],
      },
    ])
    const market = (await client.readContract({
      ...control,
      functionName: 'marketConfig',
      args: [1],
    })) as { band: { capShare: bigint } }
    expect(market.band.capShare).toBe(BAND.voted)
  })
}
