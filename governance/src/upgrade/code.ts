import { type ContractName, creationCode } from '@gimbal/contracts'
import { storageLayouts } from '@gimbal/contracts/layout'
import { type Address, type Hex, hexToBytes, keccak256 } from 'viem'
import { endpointErrorIn } from '../network/endpoint.ts'
import type { Site } from '../network/network.ts'

/** keccak256("eip1967.proxy.implementation") - 1. */
const IMPLEMENTATION = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc'
const PUSH1 = 0x60
const PUSH32 = 0x7f
const ADDRESS_PADDING = 12

/** The code that a proxy runs; undefined where there is no proxy at the address. */
export async function implementationOf({ client }: Site, proxy: Address): Promise<Address | undefined> {
  const word = await client.getStorageAt({ address: proxy, slot: IMPLEMENTATION })
  return word === undefined || BigInt(word) === 0n ? undefined : `0x${word.slice(-40)}`
}

/**
 * Whose code of this checkout stands at an address, to the byte: what its creation code makes on this very chain. Addresses
 * that a constructor has written into the code are left out. Undefined where it is nobody's.
 *
 * @param first whose it should be
 */
export async function contractAt(site: Site, address: Address, first: string): Promise<string | undefined> {
  const code = await site.client.getCode({ address })
  if (code === undefined) return undefined
  const found = fingerprint(code)
  const names = Object.keys(storageLayouts())
  for (const name of [first, ...names.filter((each) => each !== first)]) {
    const made = await codeOf(site, name)
    if (made !== undefined && fingerprint(made) === found) return name
  }
  return undefined
}

async function codeOf({ client }: Site, name: string): Promise<Hex | undefined> {
  let creation: Hex
  try {
    creation = creationCode(name as ContractName)
  } catch {
    return undefined // needs libraries whose addresses nobody has written down
  }
  try {
    return (await client.call({ data: creation })).data
  } catch (error) {
    const silent = endpointErrorIn(error)
    if (silent !== undefined) throw silent
    return undefined // its constructor wants what this chain does not have
  }
}

/** Digest of code without the addresses that constructors fill in: a PUSH32 of at most twenty bytes. */
export function fingerprint(code: Hex): Hex {
  const bytes = hexToBytes(code)
  for (let at = 0; at < bytes.length; at++) {
    const op = bytes[at] ?? 0
    if (op < PUSH1 || op > PUSH32) continue
    const pushed = bytes.subarray(at + 1, at + 2 + op - PUSH1)
    if (op === PUSH32 && pushed.subarray(0, ADDRESS_PADDING).every((byte) => byte === 0)) pushed.fill(0)
    at += pushed.length
  }
  return keccak256(bytes)
}
