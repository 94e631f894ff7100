import { type Hex, hexToString } from 'viem'
import { NO_VENUE } from '../actions/venue.ts'
import { formatDuration } from '../units/duration.ts'
import { formatQuantity } from '../units/quantity.ts'

/** Counts and bytes stay below it, amounts and shares with 18 decimals above. */
const MOST_COUNT = 10n ** 9n

/** Words for what RiskParameters refuses of a batch as a whole, by the name of the error. */
export const PARAMETER_WORDS: Readonly<Record<string, (args: never) => string>> = {
  CrossRule: ([rule, left, right]: readonly [Hex, bigint, bigint]) => {
    const name = nameIn(rule)
    const shown = (value: bigint): string =>
      /lease|pause|delay/i.test(name) ? formatDuration(value) : sized(value, left > right ? left : right)
    return `breaks a rule between fields, ${name}: ${shown(left)} and ${shown(right)}`
  },
  OutOfRange: ([key, value, min, max]: readonly [Hex, bigint, bigint, bigint]) =>
    `has ${nameIn(key)} = ${sized(value, max)}: it is ${sized(min, max)} to ${sized(max, max)}`,
  StructMoved: ([, expected]: readonly [Hex, Hex]) =>
    expected === NO_VENUE
      ? 'adds a venue whose id is listed already: take another id, or change the fields of that one with `set`'
      : 'replaces what is no longer there: it has been changed meanwhile',
  SpokeExists: ([spoke]: readonly [bigint]) => `adds chain ${spoke}, which the hub knows already`,
}

function nameIn(word: Hex): string {
  return hexToString(word, { size: 32 })
}

/** With 18 decimals where the largest of what is compared has them. */
function sized(value: bigint, largest: bigint): string {
  return largest < MOST_COUNT ? value.toString() : formatQuantity(value, 'number')
}
