import { setTimeout as sleep } from 'node:timers/promises'
import { type Address, encodeFunctionData, type Hex, keccak256, stringToHex, zeroHash } from 'viem'
import { artifact } from '../artifact.ts'
import type { DeployChain } from './chain.ts'
import { DeployError } from './errors.ts'
import { isHandedOver } from './remote.ts'

/** A call that only the Timelock may make. */
export type GovernedCall = {
  readonly label: string
  readonly target: Address
  readonly data: Hex
  /** Whether the chain shows that it has been made. */
  readonly done: () => Promise<boolean>
}

/** Calls per operation: keeps a batch well within a block. */
const BATCH = 24
/** Seconds of delay that are waited for; a longer one is left to a later run. */
const LONGEST_WAIT = 300

/** What is done of a configuration, and what the deploying key may not do any more. */
export type Governed = { readonly made: readonly string[]; readonly left: readonly string[] }

/**
 * Makes the calls that are not done yet, in order, by operations of the Timelock while the chain's key proposes to it. Once it
 * is handed over, what is not done is left to a vote.
 */
export async function govern(
  chain: DeployChain,
  timelock: Address,
  calls: readonly GovernedCall[],
): Promise<Governed> {
  const open: GovernedCall[] = []
  for (const call of calls) if (!(await call.done())) open.push(call)
  const labels = open.map(({ label }) => label)
  if (open.length > 0 && (await isHandedOver(chain, timelock))) return { made: [], left: labels }
  for (let at = 0; at < open.length; at += BATCH) await operate(chain, timelock, open.slice(at, at + BATCH))
  return { made: labels, left: [] }
}

async function operate(chain: DeployChain, timelock: Address, batch: readonly GovernedCall[]): Promise<void> {
  const { abi } = artifact('TimelockController')
  const contract = { address: timelock, abi } as const
  const salt = keccak256(stringToHex(`gimbal deployment: ${batch.map(({ label }) => label).join('; ')}`))
  const parts = [
    batch.map(({ target }) => target),
    batch.map(() => 0n),
    batch.map(({ data }) => data),
    zeroHash,
    salt,
  ] as const
  const id = await chain.client.readContract({ ...contract, functionName: 'hashOperationBatch', args: parts })
  const step = `${batch[0]?.label} and ${batch.length - 1} more (${id.slice(0, 10)})`
  if (!(await chain.client.readContract({ ...contract, functionName: 'isOperation', args: [id] }))) {
    const delay = await chain.client.readContract({ ...contract, functionName: 'getMinDelay' })
    await chain.send(`schedule ${step}`, {
      to: timelock,
      data: encodeFunctionData({ abi, functionName: 'scheduleBatch', args: [...parts, delay] }),
    })
  }
  await untilReady(chain, timelock, id)
  await chain.send(`execute ${step}`, {
    to: timelock,
    data: encodeFunctionData({ abi, functionName: 'executeBatch', args: parts }),
  })
}

async function untilReady(chain: DeployChain, timelock: Address, id: Hex): Promise<void> {
  const contract = { address: timelock, abi: artifact('TimelockController').abi } as const
  const ready = await chain.client.readContract({ ...contract, functionName: 'getTimestamp', args: [id] })
  const left = Number(ready) - Math.floor(Date.now() / 1_000)
  const isReady = () =>
    chain.client.readContract({ ...contract, functionName: 'isOperationReady', args: [id] })
  if (await isReady()) return
  if (left > LONGEST_WAIT) {
    throw new DeployError(
      `The Timelock of chain ${chain.id} holds the operation back until ${new Date(Number(ready) * 1_000).toISOString()}.`,
      'Run the deployment again after that time: it goes on from here.',
    )
  }
  for (let waited = 0; waited <= left + 60; waited += 2) {
    await sleep(2_000)
    if (await isReady()) return
  }
  throw new DeployError(
    `The operation ${id} on chain ${chain.id} did not become ready.`,
    'Check whether it was cancelled.',
  )
}
