import { Bytes, ethereum } from '@graphprotocol/graph-ts'
import { StopBegan, StopEnded, TermsSet } from '../generated/Guardian/Guardian'
import { Parameter, Stop, Tightening } from '../generated/schema'
import { governance } from './governance'
import { eventKey, ordinalOf } from './keys'
import { changeParameter } from './parameters'

const TERMS = 'guardianTerms'
const SHARE = 2
const KINDS = ['RISK', 'SERIES', 'DEPOSITS']

export function handleGuardianTermsSet(event: TermsSet): void {
  const o = event.params.old
  const c = event.params.current
  const fields = ['longest', 'apart', 'share']
  changeParameter(
    event,
    TERMS,
    null,
    null,
    fields,
    [o.longest, o.apart, o.share],
    [c.longest, c.apart, c.share],
  )
}

export function handleStopBegan(event: StopBegan): void {
  const p = event.params
  const stop = new Stop(eventKey(event))
  stop.ordinal = ordinalOf(event)
  const kinds: string[] = []
  for (let i = 0; i < p.what.length; i++) kinds.push(KINDS[p.what[i]])
  stop.kinds = kinds
  stop.beganAt = event.block.timestamp
  stop.until = p.until
  stop.used = p.used
  stop.share = Parameter.load(Bytes.fromUTF8(TERMS))!.values[SHARE]
  stop.sender = event.transaction.from
  stop.transaction = event.transaction.hash
  stop.save()

  const head = governance()
  head.lastStop = stop.id
  head.save()
}

export function handleStopEnded(event: StopEnded): void {
  const stop = Stop.load(governance().lastStop!)!
  stop.endedAt = event.params.at
  stop.save()
}

/** The tightening that a change on the guardian's path belongs to; its contract has no event of its own for it. */
export function tighteningOf(event: ethereum.Event, operation: Bytes): Bytes {
  const id = event.transaction.hash.concat(operation)
  if (Tightening.load(id) != null) return id
  const tightening = new Tightening(id)
  tightening.ordinal = ordinalOf(event)
  tightening.operation = operation
  tightening.sender = event.transaction.from
  tightening.timestamp = event.block.timestamp
  tightening.transaction = event.transaction.hash
  tightening.save()
  return id
}
