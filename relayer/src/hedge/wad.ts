// SPDX-License-Identifier: MIT

const WAD = 10n ** 18n

/** 18-decimal fixed point as a plain number. */
export function fromWad(value: bigint): number {
  return Number(value / WAD) + Number(value % WAD) / 1e18
}

/** A plain number as 18-decimal fixed point, to about 15 digits. */
export function toWad(value: number): bigint {
  const whole = Math.trunc(value)
  return BigInt(whole) * WAD + BigInt(Math.round((value - whole) * 1e18))
}

/** Native token units as a plain number. */
export function fromNative(amount: bigint, decimals: number): number {
  const unit = 10n ** BigInt(decimals)
  return Number(amount / unit) + Number(amount % unit) / 10 ** decimals
}

/** A plain number in native token units, rounded towards zero. */
export function toNativeDown(value: number, decimals: number): bigint {
  const whole = Math.trunc(value)
  return BigInt(whole) * 10n ** BigInt(decimals) + BigInt(Math.trunc((value - whole) * 10 ** decimals))
}
