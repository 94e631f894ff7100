import { artifact, iGuardianAbi, iRiskStewardAbi } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { expect, it } from 'vitest'
import { accounts, council, delegates } from '../../../relayer/localnet/accounts.ts'
import { type Chain, indexedBlock } from './indexed-chain.ts'
import { type Acts, SPOKE, STORM } from './without-vote.ts'

type Shown = { readonly hub: Chain; readonly spokes: readonly Chain[]; readonly acts: Acts }

const EXECUTED = 4
const VETOED = 5
/** Of 30 days, in the local DAO. */
const SHARE = '21600'

/** What a subgraph has to show of steward and guardian, beside what the contracts hold. */
export function itShowsActs(shown: () => Shown): void {
  it('P8: shows steps as the steward holds them, with what each asked for and changed', async () => {
    const { hub, acts } = shown()
    const blockNumber = BigInt(await indexedBlock(hub))
    const { stewardSteps } = await hub.query<{ stewardSteps: ShownStep[] }>(
      `query ($n: Int!) { stewardSteps(block: { number: $n }, orderBy: number) {
        id number proposer readyAt expiresAt executedAt executor vetoedAt vetoedBy
        asked(orderBy: index) { value expected tolerance field { id } }
        fieldChanges { name old current path reference actor }
        parameterChanges { name path }
        configVersions { spoke { chain } digest }
      } }`,
      { n: Number(blockNumber) },
    )
    const contract = { address: addressOf(hub.deployment, 'RiskSteward'), abi: iRiskStewardAbi, blockNumber }
    for (const [at, { id, readyAt, expiresAt }] of stewardSteps.entries()) {
      const times = await hub.client.readContract({ ...contract, functionName: 'timesOf', args: [id] })
      expect(times.map(String)).toEqual([readyAt, expiresAt])
      const state = await hub.client.readContract({ ...contract, functionName: 'stateOf', args: [id] })
      expect(state).toBe([EXECUTED, VETOED][at])
    }
    const [asked] = acts.executed.changes
    const steward = addressOf(hub.deployment, 'RiskSteward').toLowerCase()
    expect(stewardSteps).toMatchObject([
      {
        id: acts.executed.id,
        number: 1,
        proposer: council.address.toLowerCase(),
        executor: delegates[0]?.address.toLowerCase(),
        vetoedAt: null,
        asked: [
          {
            value: String(asked?.value),
            expected: String(asked?.expected),
            tolerance: '0',
            field: { id: asked?.key },
          },
        ],
        fieldChanges: [
          {
            name: 'hedgeBand.capShare',
            old: String(asked?.expected),
            current: String(asked?.value),
            path: 'STEWARD',
            reference: acts.executed.id,
            actor: steward,
          },
        ],
        parameterChanges: [{ name: 'hedgeBand', path: 'STEWARD' }],
      },
      {
        id: acts.vetoed.id,
        number: 2,
        executedAt: null,
        vetoedBy: addressOf(hub.deployment, 'Guardian').toLowerCase(),
        fieldChanges: [],
        configVersions: [],
      },
    ])
  })

  it('P8: shows the version of a spoke that a step has made', async () => {
    const { hub, spokes } = shown()
    const chain = spokes.find(({ deployment }) => deployment.name === SPOKE)?.deployment.chainId
    const { stewardSteps } = await hub.query<{
      stewardSteps: { configVersions: { version: string; digest: string; spoke: { chain: string } }[] }[]
    }>('{ stewardSteps(where: { number: 1 }) { configVersions { version digest spoke { chain } } } }')
    const parameters = {
      address: addressOf(hub.deployment, 'RiskParameters'),
      abi: artifact('RiskParameters').abi,
      args: [BigInt(chain ?? 0)],
    } as const
    const [version, digest] = await Promise.all([
      hub.client.readContract({ ...parameters, functionName: 'version' }),
      hub.client.readContract({ ...parameters, functionName: 'digest' }),
    ])
    expect(stewardSteps[0]?.configVersions).toEqual([
      { version: String(version), digest, spoke: { chain: String(chain) } },
    ])
  })

  it('P7: shows the guardian’s tightening, and its stop with what of the share is used', async () => {
    const { hub, acts } = shown()
    const blockNumber = BigInt(await indexedBlock(hub))
    const { tightenings, stops, governances } = await hub.query<{
      tightenings: object[]
      stops: { used: string; endedAt: string; until: string; beganAt: string }[]
      governances: { lastStop: object }[]
    }>(
      `query ($n: Int!) {
        tightenings(block: { number: $n }) { operation sender transaction fieldChanges { name current path reference } }
        stops(block: { number: $n }) { kinds beganAt until endedAt used share sender transaction }
        governances(block: { number: $n }) { steps lastStop { transaction } }
      }`,
      { n: Number(blockNumber) },
    )
    const sender = accounts.guardian.address.toLowerCase()
    const change = {
      name: 'thresholds.initial',
      current: String(131n * 10n ** 16n),
      path: 'GUARDIAN',
      reference: STORM,
    }
    expect(tightenings).toEqual([
      { operation: STORM, sender, transaction: acts.tightened, fieldChanges: [change] },
    ])
    const contract = { address: addressOf(hub.deployment, 'Guardian'), abi: iGuardianAbi, blockNumber }
    const [used, until] = await Promise.all([
      hub.client.readContract({ ...contract, functionName: 'used' }),
      hub.client.readContract({ ...contract, functionName: 'stoppedUntil' }),
    ])
    expect(stops).toMatchObject([
      {
        kinds: ['SERIES', 'DEPOSITS'],
        used: String(used),
        endedAt: String(until),
        share: SHARE,
        sender,
        transaction: acts.stopped,
      },
    ])
    const [stop] = stops
    expect(BigInt(stop!.until) - BigInt(stop!.beganAt)).toBe(used)
    expect(governances).toEqual([{ steps: 2, lastStop: { transaction: acts.stopped } }])
  })

  it('names what made each change since the deployment: a proposal, a step or a tightening, never two', async () => {
    const { hub } = shown()
    const { proposals } = await hub.query<{ proposals: { voteStart: string }[] }>(
      '{ proposals { voteStart } }',
    )
    const { fieldChanges } = await hub.query<{
      fieldChanges: Readonly<
        Record<'path', string> & Record<'proposal' | 'step' | 'tightening', object | null>
      >[]
    }>(
      `query ($since: BigInt!) { fieldChanges(where: { timestamp_gt: $since }) {
        path proposal { id } step { id } tightening { id }
      } }`,
      { since: proposals[0]?.voteStart },
    )
    const named = fieldChanges.map(
      ({ path, ...by }) =>
        `${path} by ${Object.keys(by)
          .filter((maker) => by[maker as keyof typeof by] !== null)
          .join(' and ')}`,
    )
    expect(new Set(named)).toEqual(new Set(['VOTE by proposal', 'STEWARD by step', 'GUARDIAN by tightening']))
  })
}

type ShownStep = { readonly id: `0x${string}`; readonly readyAt: string; readonly expiresAt: string }
