import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { type Address, getAbiItem, type Hex } from 'viem'
import type { Context } from '../actions/call.ts'
import { read, type Site } from '../network/network.ts'
import { type PastChange, readChanges } from '../view/history.ts'
import { STOPS, type Stop } from './stop.ts'

/** What the guardian has done, and what it may do now. Times and durations in seconds. */
export type GuardianState = {
  readonly now: bigint
  /** The kinds stopped now; none where no stop is in force. */
  readonly stopped: readonly Stop[]
  readonly until: bigint
  /** Seconds of stops that count against the share, of how many. */
  readonly used: bigint
  readonly share: bigint
  readonly longest: bigint
  /** First second in which another stop may begin. */
  readonly nextFrom: bigint
  readonly tightenings: readonly PastChange[]
  readonly stops: readonly PastStop[]
  readonly vetoes: readonly { readonly step: Hex; readonly by: Address; readonly transaction: Hex }[]
}

export type PastStop = {
  readonly kinds: readonly Stop[]
  readonly until: bigint
  /** When it was ended early. */
  readonly endedAt?: bigint
  readonly transaction: Hex
}

export async function readGuardian(context: Context): Promise<GuardianState> {
  const { hub } = context.network
  const [{ timestamp: now }, terms, until, used, open, changes, stops, vetoes] = await Promise.all([
    hub.client.getBlock(),
    read<Readonly<Record<'longest' | 'apart' | 'share', number>>>(hub, 'Guardian', 'terms'),
    read<number>(hub, 'Guardian', 'stoppedUntil'),
    read<bigint>(hub, 'Guardian', 'used'),
    Promise.all(STOPS.map((_, kind) => read<boolean>(hub, 'Guardian', 'isStopped', [kind]))),
    readChanges(context),
    pastStops(hub),
    pastVetoes(hub),
  ])
  return {
    now,
    stopped: STOPS.filter((_, kind) => open[kind]),
    until: BigInt(until),
    used,
    share: BigInt(terms.share),
    longest: BigInt(terms.longest),
    nextFrom: until === 0 ? now : BigInt(until + terms.apart),
    tightenings: changes.filter(({ path }) => path === 'guardian'),
    stops,
    vetoes,
  }
}

async function pastStops({ client, deployment }: Site): Promise<readonly PastStop[]> {
  const { abi } = artifact('Guardian')
  const logs = await client.getLogs({
    address: addressOf(deployment, 'Guardian'),
    events: [getAbiItem({ abi, name: 'StopBegan' }), getAbiItem({ abi, name: 'StopEnded' })],
    fromBlock: BigInt(deployment.startBlock),
    strict: true,
  })
  const stops: PastStop[] = []
  for (const { eventName, args, transactionHash } of logs) {
    if (eventName === 'StopEnded') stops.push({ ...stops.pop()!, endedAt: BigInt(args.at) })
    else {
      const kinds = STOPS.filter((_, kind) => args.what.includes(kind))
      stops.push({ kinds, until: BigInt(args.until), transaction: transactionHash })
    }
  }
  return stops
}

async function pastVetoes({ client, deployment }: Site): Promise<GuardianState['vetoes']> {
  const logs = await client.getLogs({
    address: addressOf(deployment, 'RiskSteward'),
    event: getAbiItem({ abi: artifact('RiskSteward').abi, name: 'StepVetoed' }),
    fromBlock: BigInt(deployment.startBlock),
    strict: true,
  })
  return logs.map(({ args, transactionHash }) => ({
    step: args.id,
    by: args.by,
    transaction: transactionHash,
  }))
}
