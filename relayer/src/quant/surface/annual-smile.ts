import { type Svi, totalVariance } from './svi.ts'

/** Raw SVI of the annual variance of one expiry, as `VolSurface` keeps it: with b = 0 flat at a. */
export type AnnualSmile = Svi & {
  /** UNIX seconds. */
  readonly expiry: number
}

/** Annual variance at log-moneyness k. */
export function annualVariance(smile: AnnualSmile, k: number): number {
  return smile.b === 0 ? smile.a : totalVariance(smile, k)
}

/**
 * Annual variance of a surface for any expiry, as `VolTerm` has it: total variance linear between expiries still to come,
 * the vol of the first and the last kept beyond them.
 *
 * @param smiles one or more by rising expiry
 * @param time UNIX seconds
 */
export function surfaceVariance(
  smiles: readonly AnnualSmile[],
  expiry: number,
  k: number,
  time: number,
): number {
  const last = smiles.length - 1
  let left = 0
  while (left < last && smiles[left]!.expiry <= time) left++
  if (expiry <= smiles[left]!.expiry) return annualVariance(smiles[left]!, k)
  while (left < last && smiles[left + 1]!.expiry < expiry) left++
  const early = smiles[left]!
  if (left === last) return annualVariance(early, k)
  const late = smiles[left + 1]!
  const share = (expiry - early.expiry) / (late.expiry - early.expiry)
  const total =
    annualVariance(early, k) * (early.expiry - time) * (1 - share) +
    annualVariance(late, k) * (late.expiry - time) * share
  return total / (expiry - time)
}
