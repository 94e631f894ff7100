import { iSpokeControlAbi } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { getAbiItem } from 'viem'
import { expect, it } from 'vitest'
import { type Chain, deliveries } from './indexed-chain.ts'
import { VOTED } from './vote.ts'

/** What subgraphs have to show of a config's way to its spoke, beside what the spoke holds. */
export function itShowsDeliveries(
  shown: () => { readonly hub: Chain; readonly spokes: readonly Chain[] },
): void {
  it('shows the delivery of the voted version on the hub and where it was accepted', async () => {
    const { hub, spokes } = shown()
    const accepted = await deliveries(hub, spokes)
    expect(accepted).toHaveLength(1)
    const spoke = spokes.find(({ deployment }) => deployment.name === VOTED.spoke)!
    const [version, digest] = await spoke.client.readContract({
      address: addressOf(spoke.deployment, 'SpokeControl'),
      abi: iSpokeControlAbi,
      functionName: 'configVersion',
    })
    expect(accepted).toMatchObject([{ version: String(version), digest }])
    const { configVersions } = await hub.query<{ configVersions: { sentAt: string; digest: string }[] }>(
      '{ configVersions(where: { proposal_not: null }) { digest sentAt } }',
    )
    expect(configVersions).toMatchObject([{ digest, sentAt: expect.any(String) as string }])
  })

  it('P10: shows since when what a config tightens is in force, and until when the rest of it waits', async () => {
    const { spokes } = shown()
    const spoke = spokes.find(({ deployment }) => deployment.name === VOTED.spoke)!
    const [tightened] = await spoke.client.getLogs({
      address: addressOf(spoke.deployment, 'SpokeControl'),
      event: getAbiItem({ abi: iSpokeControlAbi, name: 'ConfigTightened' }),
      fromBlock: BigInt(spoke.deployment.startBlock),
      strict: true,
    })
    const { version, config } = tightened!.args
    expect(config.terms.maxPause).toBe(60)
    const block = { number: Number(tightened!.blockNumber) }
    const { timestamp } = await spoke.client.getBlock({ blockNumber: tightened!.blockNumber })
    type Shown = {
      spokeStates: { configVersion: string; tightenedBy: string | null }[]
      configVersions: { waitsSince: string; tightenedAt: string; acceptedAt: string | null }[]
    }
    const waits = await spoke.query<Shown>(
      `query ($version: BigInt!, $block: Block_height!) {
        spokeStates(block: $block) { configVersion tightenedBy }
        configVersions(block: $block, where: { version: $version }) { waitsSince tightenedAt acceptedAt }
      }`,
      { version: String(version), block },
    )
    const at = String(timestamp)
    expect(waits).toEqual({
      spokeStates: [{ configVersion: String(config.version), tightenedBy: String(version) }],
      configVersions: [{ waitsSince: at, tightenedAt: at, acceptedAt: null }],
    })
    const { spokeStates } = await spoke.query<Pick<Shown, 'spokeStates'>>('{ spokeStates { tightenedBy } }')
    expect(spokeStates).toEqual([{ tightenedBy: null }])
  })
}
