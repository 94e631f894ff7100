import { artifact, type ContractName } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { getAbiItem } from 'viem'
import { type Network, read } from '../network/network.ts'
import { type Field, keyOf } from './key.ts'

/** Where a field is: numbers as the contracts have them. */
export type Place = { readonly market?: number; readonly spoke?: number; readonly venue?: number }

type Struct = Readonly<Record<string, unknown>>

/** Views of RiskParameters that read a family whole; some live where they are used. */
const VIEWS: Readonly<Record<string, string>> = {
  hedgeBand: 'hedgeBand',
  hedgeLimits: 'hedgeLimits',
  oracle: 'oracleTerms',
  settlement: 'settlementTerms',
  spokeTerms: 'spokeTerms',
  exit: 'exitTerms',
  thresholds: 'thresholds',
  mandate: 'mandateTerms',
  venue: 'venues',
  gamma: 'termsOf',
  surface: 'termsOf',
}
const KEEPERS: Readonly<Record<string, ContractName>> = { gamma: 'GammaLimit', surface: 'VolSurface' }

/** What a field is now; undefined for a venue that is not listed. */
export async function readValue({ hub }: Network, field: Field, place: Place): Promise<bigint | undefined> {
  const args = field.scope
    .filter((part) => part !== 'venue')
    .map((part) => (part === 'market' ? (place.market ?? 0) : BigInt(place.spoke ?? 0)))
  const answer = await read<Struct | readonly Struct[]>(
    hub,
    KEEPERS[field.familyName] ?? 'RiskParameters',
    VIEWS[field.familyName] ?? field.familyName,
    args,
  )
  const struct = Array.isArray(answer)
    ? (answer as readonly Struct[]).find(({ id }) => Number(id) === place.venue)
    : (answer as Struct)
  const value = struct?.[field.name]
  return value === undefined ? undefined : BigInt(value as bigint | number | string)
}

/**
 * What a field is set to, and a change of it is held against: thresholds of liquidation are on their way there for days, and
 * `readValue` says how far they have come.
 */
export async function readSetValue(
  network: Network,
  field: Field,
  place: Place,
): Promise<bigint | undefined> {
  if (field.familyName !== 'thresholds') return readValue(network, field, place)
  const { client, deployment } = network.hub
  const logs = await client.getLogs({
    address: addressOf(deployment, 'RiskParameters'),
    event: getAbiItem({ abi: artifact('RiskParameters').abi, name: 'TermsSet' }),
    args: { terms: keyOf({ ...field, field: 0 }, place) },
    fromBlock: BigInt(deployment.startBlock),
    strict: true,
  })
  return logs.at(-1)?.args.current[field.field]
}
