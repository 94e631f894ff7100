import { Bytes, ethereum } from '@graphprotocol/graph-ts'
import { TimelockOperation } from '../generated/schema'
import { tighteningOf } from './guardian'

const PATHS = ['VOTE', 'STEWARD', 'GUARDIAN']

/** What stands behind a change of governed numbers, by the path and the operation that its event names. */
export class Cause {
  path: string
  operation: Bytes | null = null
  proposal: Bytes | null = null
  step: Bytes | null = null
  tightening: Bytes | null = null

  constructor(event: ethereum.Event, path: i32, named: Bytes) {
    this.path = PATHS[path]
    if (this.path == 'STEWARD') {
      this.step = named
    } else if (this.path == 'GUARDIAN') {
      this.tightening = tighteningOf(event, named)
    } else {
      const operation = TimelockOperation.load(named)
      if (operation != null) {
        this.operation = named
        this.proposal = operation.proposal
      }
    }
  }
}
