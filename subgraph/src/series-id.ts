import { BigInt } from '@graphprotocol/graph-ts'

/** The fields of a packed SeriesId: market (32) | expiry (40) | strike (128) | zero (55) | put (1). */
export class SeriesFields {
  constructor(
    public market: BigInt,
    public expiry: BigInt,
    public strike: BigInt,
    public isPut: boolean,
  ) {}
}

function field(id: BigInt, shift: u8, width: u8): BigInt {
  const shifted = id.rightShift(shift)
  return shifted.minus(shifted.rightShift(width).leftShift(width))
}

export function decodeSeries(id: BigInt): SeriesFields {
  return new SeriesFields(
    id.rightShift(224),
    field(id, 184, 40),
    field(id, 56, 128),
    field(id, 0, 1).equals(BigInt.fromI32(1)),
  )
}
