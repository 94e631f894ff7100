import { formatUnits, getAddress, isAddress, parseUnits } from 'viem'
import { ValueError } from '../problem.ts'
import { formatDuration, parseDuration } from './duration.ts'

/** What a market's amounts are called. */
export type Symbols = {
  readonly base: string
  readonly quote: string
  readonly quoteDecimals: number
}

const WAD_DIGITS = 18
const PER_DAY = 86_400n
const MAGNITUDES: Readonly<Record<string, number>> = { k: 3, M: 6 }
const NUMBER = /^(-?[\d_]+(?:\.\d+)?)\s*([kM])?\s*(.*)$/
const MOST = 2n ** 256n - 1n
const STATUSES = ['none', 'active', 'suspended', 'retired']

/**
 * A value as people write it, in the units of a governed field (`unit` of contracts/risk/parameters.json): `0.35 %`, `35 bp`,
 * `12 h`, `250 WETH`, `5M USDC`, `3M USDC/day`.
 *
 * @throws ValueError that says what the unit expects
 */
export function parseQuantity(text: string, unit: string, symbols?: Symbols): bigint {
  if (unit === 'seconds') return parseDuration(text)
  if (unit === 'address') return parseAddress(text)
  if (unit === 'status' && STATUSES.includes(text)) return BigInt(STATUSES.indexOf(text))
  const [, digits, magnitude, suffix] = NUMBER.exec(text.trim()) ?? []
  if (digits === undefined || suffix === undefined) throw new ValueError(expectation(unit, symbols))
  const [amount, rate] = suffix.split('/').map((part) => part.trim()) as [string, string?]
  const { decimals, divide } = scaleOf(unit, amount, rate, symbols)
  const shift = magnitude === undefined ? 0 : (MAGNITUDES[magnitude] ?? 0)
  const plain = digits.replaceAll('_', '')
  const [, fraction = ''] = plain.split('.')
  if (fraction.length > decimals + shift) {
    throw new ValueError(`has more than ${decimals + shift} digits after the point`)
  }
  const value = parseUnits(plain, decimals + shift)
  if (value < 0n) throw new ValueError('is negative')
  if (value > MOST) throw new ValueError('is more than a contract can hold')
  return value / divide
}

/** The same the other way, short and exact. */
export function formatQuantity(value: bigint, unit: string, symbols?: Symbols): string {
  switch (unit) {
    case 'seconds':
      return formatDuration(value)
    case 'share':
      return `${formatUnits(value, WAD_DIGITS - 2)} %`
    case 'share/day':
    case 'share/year':
      return `${formatUnits(value, WAD_DIGITS - 2)} %${unit.slice(5)}`
    case 'base':
      return `${formatUnits(value, WAD_DIGITS)} ${symbols?.base ?? 'base'}`
    case 'quote':
      return `${formatUnits(value, WAD_DIGITS)} ${symbols?.quote ?? 'quote'}`
    case 'quote units':
      return `${formatUnits(value, symbols?.quoteDecimals ?? 0)} ${symbols?.quote ?? 'units of quote'}`
    case 'base/s':
    case 'quote/s':
      return `${formatUnits(value * PER_DAY, WAD_DIGITS)} ${symbols?.[unit.split('/')[0] as 'base'] ?? unit.split('/')[0]}/day`
    case 'number':
    case 'price':
      return formatUnits(value, WAD_DIGITS)
    case 'address':
      return getAddress(`0x${value.toString(16).padStart(40, '0')}`)
    case 'status':
      return STATUSES[Number(value)] ?? value.toString()
    default:
      return value.toString()
  }
}

type Scale = { readonly decimals: number; readonly divide: bigint }

function scaleOf(unit: string, amount: string, rate: string | undefined, symbols?: Symbols): Scale {
  const [kind, per] = unit.split('/') as [string, string?]
  const divide = per === 's' && rate === 'day' ? PER_DAY : 1n
  if (rate !== undefined && rate !== per && divide === 1n) throw new ValueError(expectation(unit, symbols))
  const wad = { decimals: WAD_DIGITS, divide }
  if (kind === 'share') {
    if (amount === '%') return { decimals: WAD_DIGITS - 2, divide }
    if (amount === 'bp') return { decimals: WAD_DIGITS - 4, divide }
    if (amount === '') return wad
  }
  if (amount === '' && (kind === 'number' || kind === 'price')) return wad
  if (amount === '' && (kind === 'count' || kind === 'kind')) return { decimals: 0, divide }
  if (kind === 'base' && isBase(amount, symbols)) return wad
  if (kind === 'quote' && amount === symbols?.quote) return wad
  if (kind === 'quote units' && symbols !== undefined && amount === symbols.quote) {
    return { decimals: symbols.quoteDecimals, divide }
  }
  throw new ValueError(expectation(unit, symbols))
}

/** A wrapped token goes by its own name and by what it wraps. */
function isBase(amount: string, symbols: Symbols | undefined): boolean {
  return symbols !== undefined && (amount === symbols.base || `W${amount}` === symbols.base)
}

function parseAddress(text: string): bigint {
  if (!isAddress(text, { strict: false })) throw new ValueError('is not an address')
  return BigInt(text)
}

function expectation(unit: string, symbols: Symbols | undefined): string {
  const base = symbols?.base ?? 'BASE'
  const quote = symbols?.quote ?? 'QUOTE'
  const examples: Readonly<Record<string, string>> = {
    share: '`0.35 %`, `35 bp` or `0.0035`',
    'share/day': '`50 %/day`',
    'share/year': '`10 %/year`',
    base: `\`250 ${base}\``,
    quote: `\`5M ${quote}\``,
    'quote units': `\`5M ${quote}\``,
    'quote/s': `\`3M ${quote}/day\` or \`35 ${quote}/s\``,
    'base/s': `\`100 ${base}/day\``,
    status: STATUSES.slice(1)
      .map((status) => `\`${status}\``)
      .join(', '),
  }
  return `expected ${examples[unit] ?? 'a number'}`
}
