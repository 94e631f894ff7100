import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  ConfigAccepted,
  ConfigTightened,
  ConfigWaiting,
  HeartbeatAccepted,
  Paused,
} from '../generated/SpokeControl/SpokeControl'
import { LeaseEvent } from '../generated/schema'
import { thisChain } from './chain'
import { versionHead } from './config-versions'
import { spokeState } from './heads'
import { eventKey, ordinalOf } from './keys'
import { pauseHead } from './pauses'

function record(event: ethereum.Event, kind: string, number: BigInt, until: BigInt, digest: Bytes): void {
  const entry = new LeaseEvent(eventKey(event))
  entry.ordinal = ordinalOf(event)
  entry.kind = kind
  entry.number = number
  entry.until = until
  entry.digest = digest
  entry.timestamp = event.block.timestamp
  entry.save()
}

export function handleHeartbeatAccepted(event: HeartbeatAccepted): void {
  const state = spokeState()
  state.epoch = event.params.epoch
  state.leaseEnd = event.params.leaseEnd
  state.mandateRoot = event.params.mandateRoot
  state.fundRoot = event.params.fundRoot
  state.save()
  record(event, 'HEARTBEAT', event.params.epoch, event.params.leaseEnd, event.params.mandateRoot)
}

export function handleConfigAccepted(event: ConfigAccepted): void {
  const state = spokeState()
  state.configVersion = event.params.version
  state.configDigest = event.params.digest
  state.tightenedBy = null
  state.save()
  const version = versionHead(event.params.config.chain, event.params.version)
  version.digest = event.params.digest
  version.acceptedAt = event.block.timestamp
  version.save()
  record(event, 'CONFIG', event.params.version, BigInt.zero(), event.params.digest)
}

export function handleConfigWaiting(event: ConfigWaiting): void {
  const p = event.params
  const version = versionHead(p.config.chain, p.version)
  version.digest = p.digest
  version.waitsSince = event.block.timestamp
  version.waitsUntil = p.eta
  version.wait = p.operation
  version.save()
}

export function handleConfigTightened(event: ConfigTightened): void {
  const state = spokeState()
  state.tightenedBy = event.params.version
  state.save()
  const version = versionHead(event.params.config.chain, event.params.version)
  if (version.tightenedAt === null) version.tightenedAt = event.block.timestamp
  version.save()
}

export function handlePaused(event: Paused): void {
  const state = spokeState()
  state.pausedUntil = event.params.until
  state.save()
  const pause = pauseHead(thisChain(), event.params.counter)
  pause.beganAt = event.block.timestamp
  pause.until = event.params.until
  pause.used = event.params.usedInWindow
  pause.save()
  record(event, 'PAUSE', event.params.counter, event.params.until, Bytes.empty())
}
