// SPDX-License-Identifier: MIT

/** An option series, read from its packed id: market (32) | expiry (40) | strike (128) | zero (55) | put (1). */
export interface Series {
  readonly market: number
  readonly expiry: number
  /** 18 decimals. */
  readonly strike: bigint
  readonly put: boolean
}

export function seriesOf(id: bigint): Series {
  return {
    market: Number(id >> 224n),
    expiry: Number((id >> 184n) & ((1n << 40n) - 1n)),
    strike: (id >> 56n) & ((1n << 128n) - 1n),
    put: (id & 1n) === 1n,
  }
}
