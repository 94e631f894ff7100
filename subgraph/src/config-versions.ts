import { BigInt } from '@graphprotocol/graph-ts'
import { ConfigVersion } from '../generated/schema'
import { spokeHead } from './heads'
import { chainKey } from './keys'

/** A version of a spoke's config: hub and spoke each fill in what they see of its way. */
export function versionHead(chain: BigInt, version: BigInt): ConfigVersion {
  const id = chainKey(chain).concat(chainKey(version))
  let head = ConfigVersion.load(id)
  if (head == null) {
    head = new ConfigVersion(id)
    head.spoke = spokeHead(chain).id
    head.version = version
  }
  return head
}
