import { iHedgeTransportAbi } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { expect, it } from 'vitest'
import type { Answers } from './named-query.ts'
import type { Parliament } from './parliament.ts'
import { type Session, SPOKE } from './session.ts'

type Made = {
  readonly batch: { readonly number: string; readonly proposal: { readonly number: number } } | null
}
type Change = {
  readonly operation: Made | null
  readonly proposal: { readonly number: number } | null
}
type Shown = {
  readonly familyQuorums: readonly {
    readonly chain: string
    readonly k: number
    readonly n: number
    readonly families: readonly number[]
    readonly history: readonly (Change & Readonly<Record<'oldK' | 'oldN' | 'k' | 'n', number>>)[]
  }[]
  readonly gateways: readonly {
    readonly address: string
    readonly family: number
    readonly active: boolean
    readonly history: readonly (Change & {
      readonly oldFamily: number | null
      readonly family: number
      readonly wasActive: boolean
      readonly active: boolean
    })[]
  }[]
}

/** What subgraphs have to show of whom a chain believes, beside what its transport holds. */
export function itShowsGateways(
  shown: () => { readonly house: Parliament; readonly session: Session; readonly answers: Answers },
): void {
  it('P10: shows gateways and the quorum of families of each chain as its transport holds them', async () => {
    const { house, answers } = shown()
    const all = await answers<Shown>('gateways')
    for (const [at, { client, deployment }] of house.network.sites.entries()) {
      const transport = { address: addressOf(deployment, 'HedgeTransport'), abi: iHedgeTransportAbi }
      const [held, [k, n]] = await Promise.all([
        client.readContract({ ...transport, functionName: 'gateways' }),
        client.readContract({ ...transport, functionName: 'quorum' }),
      ])
      const { gateways, familyQuorums } = all[at]!
      expect(sorted(gateways.map(({ address, family, active }) => ({ address, family, active })))).toEqual(
        sorted(held.map(({ gateway, ...terms }) => ({ address: gateway.toLowerCase(), ...terms }))),
      )
      expect(familyQuorums).toMatchObject([{ chain: String(deployment.chainId), k, n: Number(n) }])
      const active = held.filter((each) => each.active).map(({ family }) => family)
      expect(new Set(familyQuorums[0]!.families)).toEqual(new Set(active))
    }
    expect(familyQuorumOf(all, 0)).toMatchObject({ k: 3, n: 4, families: [0, 1, 2, 3] })
    expect(familyQuorumOf(all, 1)).toMatchObject({ k: 2, n: 3, families: [0, 1, 2] })
  })

  it('P10: shows k and n of the hub over time, and the proposal that changed them', async () => {
    const { session, answers } = shown()
    const { history } = familyQuorumOf(await answers<Shown>('gateways'), 0)
    const by = { proposal: { number: session.wiring.number } }
    expect(history).toMatchObject([
      { oldK: 0, oldN: 0, k: 2, n: 3, operation: null, proposal: null },
      { oldK: 2, oldN: 3, k: 2, n: 4, ...by },
      { oldK: 2, oldN: 4, k: 3, n: 4, ...by },
    ])
  })

  it('P10: shows every change of a gateway with its proposal, on a spoke by the batch that carried it', async () => {
    const { house, session, answers } = shown()
    const [hub, spoke] = await answers<Shown>('gateways')
    expect(historyOf(hub!, session.fourth)).toMatchObject([
      {
        oldFamily: null,
        family: 3,
        wasActive: false,
        active: true,
        operation: { batch: null },
        proposal: { number: session.wiring.number },
      },
    ])
    const carried = { batch: { number: '1', proposal: { number: session.wiring.number } } }
    expect(historyOf(spoke!, session.successor)).toMatchObject([
      { oldFamily: null, family: 2, wasActive: false, active: true, operation: carried },
    ])
    expect(historyOf(spoke!, session.retired)).toMatchObject([
      { oldFamily: null, family: 2, wasActive: false, active: true, operation: null },
      { oldFamily: 2, family: 2, wasActive: true, active: false, operation: carried },
    ])
    // The families of the spoke are what they were: no change of its quorum.
    expect(familyQuorumOf([hub!, spoke!], 1).history).toHaveLength(1)
    const { deployment } = house.siteOf(SPOKE)
    const ids = await house.indexers[1]!.node.query<{ gateways: { chain: string }[] }>(
      '{ gateways { chain } }',
    )
    expect(new Set(ids.gateways.map(({ chain }) => chain))).toEqual(new Set([String(deployment.chainId)]))
  })
}

function familyQuorumOf(all: readonly Shown[], at: number): Shown['familyQuorums'][number] {
  return all[at]!.familyQuorums[0]!
}

function historyOf({ gateways }: Shown, address: string): readonly Change[] {
  return gateways.find((each) => each.address === address.toLowerCase())?.history ?? []
}

function sorted<T extends { readonly address: string }>(gateways: readonly T[]): readonly T[] {
  return gateways.toSorted((a, b) => (a.address < b.address ? -1 : 1))
}
