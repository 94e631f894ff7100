import { iRemoteExecutorAbi } from '@gimbal/contracts'
import { decodeFunctionData, type Hex, numberToHex } from 'viem'
import type { ChainEvent } from '../../../relayer/src/chain/event.ts'
import { applyHubEvent } from '../../../relayer/src/transport/hub-events.ts'
import type { RemoteBatch } from '../../../relayer/src/transport/remote-batch.ts'
import { applySpokeEvent } from '../../../relayer/src/transport/spoke-events.ts'
import { treeRoot } from '../../../relayer/src/transport/state-tree.ts'
import { HUB, makeWorld, NOW, remote, SPOKE } from './make-world.ts'

type EventOf<contract extends ChainEvent['contract']> = Extract<ChainEvent, { contract: contract }>
type Happening = { readonly time?: number; readonly transaction?: Hex }

const hash = (value: bigint): Hex => numberToHex(value, { size: 32 })
export const leafOf = (number: bigint): Hex => hash(0x1000n + number)
export const operationOf = (number: bigint): Hex => hash(0x2000n + number)
const CHAIN = BigInt(SPOKE)
/** `Kind.REMOTE` */
const KIND = 5

/** A world in which votes act on its one spoke, event by event; times are `NOW` unless told. */
export function makeVotes() {
  const made = makeWorld()
  const { hubState, hubSide, state } = made
  const place = ({ time = NOW, transaction = hash(1n) }: Happening) => ({
    at: { block: 1, blockHash: hash(0n), time, transaction, index: 0 },
  })
  const onHub = (event: object, when: Happening) =>
    applyHubEvent(hubState, { contract: 'remoteOutbox', ...event, ...place(when) } as EventOf<'remoteOutbox'>)
  const onSpoke = (event: object, when: Happening) =>
    applySpokeEvent(state, { ...event, ...place(when) } as ChainEvent, SPOKE)

  return {
    ...made,
    /** Stores a batch; `RootSent` or `SendFailed` follow in the same transaction. */
    batch: (number: bigint, more: Partial<RemoteBatch> = {}, when: Happening = {}) => {
      const calls = [{ target: remote.executor, data: '0x12345678' as const }]
      const batch = { chain: CHAIN, number, follows: 0n, expiry: BigInt(NOW + 86_400), calls, ...more }
      const args = { chain: CHAIN, number, leaf: leafOf(number), batch }
      onHub({ eventName: 'BatchSent', args }, when)
    },
    revoke: (number: bigint, when: Happening = {}) =>
      onHub({ eventName: 'BatchRevoked', args: { chain: CHAIN, number } }, when),
    left: (epoch: bigint, when: Happening = {}, fee = 0n) => {
      const root = treeRoot(hubSide.outbox.leaves)
      const args = { chain: CHAIN, epoch, root, messageId: hash(epoch), fee }
      onHub({ eventName: 'RootSent', args }, when)
    },
    failed: (epoch: bigint, when: Happening = {}) =>
      onHub({ eventName: 'SendFailed', args: { chain: CHAIN, epoch, reason: '0x' } }, when),
    /** k families have confirmed an epoch, and the executor takes it unless it refuses. */
    heard: (epoch: bigint, { refused = false, root = hubSide.outbox.roots.get(epoch)?.root } = {}) => {
      const args = { fromChain: BigInt(HUB), kind: KIND, epoch, digest: hash(epoch) }
      const said = (eventName: string) => onSpoke({ contract: 'hedgeTransport', eventName, args }, {})
      said('MessageConfirmed')
      if (!refused)
        onSpoke({ contract: 'remoteExecutor', eventName: 'RootConfirmed', args: { epoch, root } }, {})
      said(refused ? 'DeliveryFailed' : 'MessageExecuted')
    },
    /** What the timelock logs of an operation of any executor. */
    salted: (number: bigint) => {
      const args = { id: operationOf(number), salt: leafOf(number) }
      onSpoke({ contract: 'timelock', eventName: 'CallSalt', args }, {})
    },
    scheduled: (number: bigint, eta: number, until = eta + 7 * 86_400, when: Happening = {}) => {
      const args = { number, operation: operationOf(number), eta: BigInt(eta), until: BigInt(until) }
      onSpoke({ contract: 'remoteExecutor', eventName: 'BatchScheduled', args }, when)
    },
    executed: (number: bigint, when: Happening = {}) =>
      onSpoke({ contract: 'remoteExecutor', eventName: 'BatchExecuted', args: { number } }, when),
    cancelled: (number: bigint) =>
      onSpoke({ contract: 'timelock', eventName: 'Cancelled', args: { id: operationOf(number) } }, {}),
  }
}

/** Batch and proof of a call of `schedule`. */
export function scheduleArgs(data: Hex) {
  const { functionName, args } = decodeFunctionData({ abi: iRemoteExecutorAbi, data })
  if (functionName !== 'schedule') throw new Error(functionName)
  return args
}
