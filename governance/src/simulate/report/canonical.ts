import { type Hex, keccak256, stringToHex } from 'viem'

/** JSON with sorted keys and no blank, so that equal reports are equal bytes. Large integers are text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value))
}

/** What a report is known by. */
export function digestOf(report: object): Hex {
  return keccak256(stringToHex(canonicalJson(report)))
}

function sorted(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number' && !Number.isFinite(value)) return null
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]),
  )
}
