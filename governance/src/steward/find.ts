import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { type Address, getAbiItem, type Hex } from 'viem'
import type { ChainChange } from '../change/on-chain.ts'
import { type Network, NetworkError, read } from '../network/network.ts'
import { STEP_STATES } from '../refusal/words.ts'

/** A step as the steward keeps it. */
export type Step = {
  readonly id: Hex
  /** From 1, in the order of proposing. */
  readonly number: number
  readonly proposer: Address
  readonly changes: readonly ChainChange[]
  readonly salt: Hex
  /** First second in which anyone may execute it. */
  readonly readyAt: bigint
  /** First second in which nobody may any more. */
  readonly expiresAt: bigint
  readonly state: (typeof STEP_STATES)[number]
}

/** Every step there was, oldest first. */
export async function readSteps({ hub }: Network): Promise<readonly Step[]> {
  const logs = await hub.client.getLogs({
    address: addressOf(hub.deployment, 'RiskSteward'),
    event: getAbiItem({ abi: artifact('RiskSteward').abi, name: 'StepProposed' }),
    fromBlock: BigInt(hub.deployment.startBlock),
    strict: true,
  })
  return Promise.all(
    logs.map(async ({ args }, at): Promise<Step> => {
      const state = await read<number>(hub, 'RiskSteward', 'stateOf', [args.id])
      const { id, proposer, salt } = args
      return {
        id,
        number: at + 1,
        proposer,
        changes: args.changes,
        salt,
        readyAt: BigInt(args.readyAt),
        expiresAt: BigInt(args.expiresAt),
        state: STEP_STATES[state] ?? 'unknown',
      }
    }),
  )
}

/** Whether it can still be executed or vetoed. */
export function isOpen({ state }: Step): boolean {
  return state === 'waiting' || state === 'ready'
}

/**
 * The step of a number, of an id or how it begins, or `latest`.
 *
 * @throws NetworkError with the steps that are open
 */
export async function findStep(network: Network, which: string): Promise<Step> {
  const steps = await readSteps(network)
  const found =
    which === 'latest'
      ? steps.slice(-1)
      : steps.filter(
          ({ id, number }) => String(number) === which || (/^0x.{6}/.test(which) && id.startsWith(which)),
        )
  const [step] = found
  if (step !== undefined && found.length === 1) return step
  const open = steps.filter(isOpen).map(({ number, id }) => `${number} (${id})`)
  const listed = open.length === 0 ? 'none is open' : `open are ${open.join(', ')}`
  throw new NetworkError(
    `no step ${which}: there are ${steps.length}, ${listed}; give a number, an id or latest`,
  )
}
