import { BigInt, ByteArray, Bytes, crypto } from '@graphprotocol/graph-ts'

/** The roles of contracts/access/roles.json, number and name; a test compares them. */
const ROLES = [
  '0 ADMIN',
  '1 RELAYER',
  '3 GUARDIAN',
  '4 CONFIG',
  '5 CLEARING',
  '6 SETTLEMENT',
  '7 FUNDING',
  '8 SENDER',
  '9 TRANSPORT',
  '10 BRIDGE',
  '11 EXECUTOR',
  '12 PARAMETERS',
  '13 CHANGER',
  '14 GOVERNOR',
  '15 COUNCIL',
  '16 VETO',
]
const ROLE_BYTES = 32
const OF_TIMELOCK = ['PROPOSER_ROLE', 'EXECUTOR_ROLE', 'CANCELLER_ROLE']

/** Name of a role of the AccessManager; its number where the table does not know it. */
export function roleName(role: BigInt): string {
  for (let i = 0; i < ROLES.length; i++) {
    const parts = ROLES[i].split(' ')
    if (parts[0] == role.toString()) return parts[1]
  }
  return role.toString()
}

export function timelockRoleName(role: Bytes): string {
  for (let i = 0; i < OF_TIMELOCK.length; i++) {
    if (crypto.keccak256(ByteArray.fromUTF8(OF_TIMELOCK[i])) == role) return OF_TIMELOCK[i]
  }
  return role == new Bytes(ROLE_BYTES) ? 'DEFAULT_ADMIN_ROLE' : role.toHexString()
}
