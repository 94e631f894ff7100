import { storageLayouts } from '@gimbal/contracts/layout'
import { type Address, getAddress, type Hex, hexToString, numberToHex } from 'viem'
import type { Context } from '../../actions/call.ts'
import { contractAt } from '../../network/contracts.ts'
import { unpackKey } from '../../parameter/key.ts'
import type { Fork } from '../chain/fork.ts'
import { createLocator, type Located, type LocatorOptions } from './locate.ts'
import { type ChangedWord, traceOf } from './trace.ts'

/** A variable that the proposal changes, by its name; a slot that has none by its number. */
export type StorageChange = {
  readonly chain: string
  readonly contract: string
  readonly name: string
  readonly old: string
  readonly value: string
}

/** What transactions of a fork changed in storage, in the order of names; a word that several change counts once. */
export async function storageChanges(
  context: Context,
  fork: Fork,
  hashes: readonly Hex[],
): Promise<readonly StorageChange[]> {
  const traces = []
  for (const hash of hashes) traces.push(await traceOf(fork, hash))
  const layouts: Readonly<Record<string, LocatorOptions['layout']>> = storageLayouts()
  const preimages = [...new Set(traces.flatMap((trace) => trace.preimages))]
  const words = merge(traces.flatMap((trace) => trace.words))
  const chain = fork.site.deployment.name
  return [...new Set(words.map(({ address }) => address))]
    .flatMap((address) => {
      const contract = nameOn(fork, address) ?? getAddress(address)
      const layout = layouts[layoutName(contract)] ?? {}
      const keyText = (type: string, key: Hex) => textOfKey(context, type, key)
      const locate = createLocator({ layout, preimages, keyText })
      return words
        .filter((word) => word.address === address)
        .flatMap((word) => named(context, word, locate(BigInt(word.slot))))
        .map((each) => ({ chain, contract, ...each }))
    })
    .toSorted((a, b) => (`${a.contract} ${a.name}` < `${b.contract} ${b.name}` ? -1 : 1))
}

/** First old and last new value of each word. */
function merge(words: readonly ChangedWord[]): readonly ChangedWord[] {
  const merged = new Map<string, ChangedWord>()
  for (const word of words) {
    const key = `${word.address} ${word.slot}`
    merged.set(key, { ...word, old: merged.get(key)?.old ?? word.old })
  }
  return [...merged.values()].filter(({ old, value }) => old !== value)
}

function nameOn({ site }: Fork, address: Address): string | undefined {
  const all = Object.entries(site.deployment.contracts)
  return all.find(([, each]) => each.toLowerCase() === address.toLowerCase())?.[0]
}

function layoutName(contract: string): string {
  const [name = ''] = contract.split(' ')
  return name === 'Timelock' ? 'GimbalTimelock' : name
}

type Named = Pick<StorageChange, 'name' | 'old' | 'value'>

function named(context: Context, { slot, old, value }: ChangedWord, located: readonly Located[]): Named[] {
  const fields = located.map((each) => ({
    name: each.name,
    old: valueText(context, each, BigInt(old)),
    value: valueText(context, each, BigInt(value)),
  }))
  const moved = fields.filter((field) => field.old !== field.value)
  return moved.length > 0 ? moved : [{ name: `slot ${shorten(slot)}`, old, value }]
}

function valueText(context: Context, { shape, offset }: Located, word: bigint): string {
  if (shape.kind !== 'value') return word.toString()
  const bits = BigInt(8 * shape.size)
  const raw = (word >> BigInt(8 * offset)) & ((1n << bits) - 1n)
  const type = shape.type.slice(shape.type.indexOf(':') + 1)
  if (type === 'bool') return String(raw === 1n)
  if (type === 'address') return addressText(context, numberToHex(raw, { size: 20 }))
  if (type.startsWith('enum ')) return type.slice('enum '.length).split(', ')[Number(raw)] ?? raw.toString()
  if (type.startsWith('bytes')) return numberToHex(raw, { size: shape.size })
  return (type.startsWith('int') ? BigInt.asIntN(Number(bits), raw) : raw).toString()
}

function textOfKey(context: Context, type: string, key: Hex): string {
  if (type.startsWith('ParameterKey')) {
    const { field, market, spoke, venue } = unpackKey(key)
    const place = [market, spoke, venue].filter((part) => part !== 0).join(', ')
    return field === undefined ? key : `${field.familyName}.${field.name} of ${place}`
  }
  if (type === 'address' || type.startsWith('contract ')) return addressText(context, `0x${key.slice(-40)}`)
  if (type.startsWith('enum ')) return bodyMember(type, Number(BigInt(key)))
  if (type === 'bytes4') return key.slice(0, 10)
  if (type.includes('bytes')) return shorten(key)
  if (type === 'string') return hexToString(key)
  const number = BigInt(key)
  return number > 1n << 64n ? shorten(key) : number.toString()
}

function bodyMember(type: string, index: number): string {
  const members = type.slice(type.indexOf('{') + 1, type.lastIndexOf('}')).split(', ')
  return members[index] ?? String(index)
}

function addressText(context: Context, address: Address): string {
  return contractAt(context.network, address) ?? getAddress(address)
}

function shorten(hex: Hex): string {
  return `${hex.slice(0, 10)}…${hex.slice(-8)}`
}
