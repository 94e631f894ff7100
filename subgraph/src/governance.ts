import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { Governance } from '../generated/schema'

/** Who governs, of this chain. */
export function governance(): Governance {
  const id = Bytes.fromUTF8('governance')
  let head = Governance.load(id)
  if (head == null) {
    head = new Governance(id)
    head.proposals = 0
    head.supply = BigInt.zero()
    head.quorumShare = BigInt.zero()
    head.upcoming = []
    head.proposalGuardian = nobody()
    head.guardianUntil = BigInt.zero()
    head.steward = nobody()
    head.guardian = nobody()
    head.steps = 0
  }
  return head
}

function nobody(): Bytes {
  return Bytes.fromHexString('0x0000000000000000000000000000000000000000')
}
