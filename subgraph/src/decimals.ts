import { BigDecimal, BigInt } from '@graphprotocol/graph-ts'

const WAD = BigDecimal.fromString('1000000000000000000')

/** 18-decimal fixed point to a decimal. */
export function wad(value: BigInt): BigDecimal {
  return value.toBigDecimal().div(WAD)
}

export function wads(values: BigInt[]): BigDecimal[] {
  const out: BigDecimal[] = []
  for (let i = 0; i < values.length; i++) out.push(wad(values[i]))
  return out
}
