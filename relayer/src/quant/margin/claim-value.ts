/** What a book owns on one spoke as far as the hub can tell: reported, and how far unreported trades may have gone. */
export type UncertainClaim = {
  readonly quote: number
  readonly base: number
  /** Most base bought since the report, and, as a negative number, sold. */
  readonly up: number
  readonly down: number
  readonly priceLow: number
  readonly priceHigh: number
}

/** Its least worth at a spot: bought at the highest price, or sold at the lowest, whichever is worse there. */
export function leastWorth(
  { quote, base, up, down, priceLow, priceHigh }: UncertainClaim,
  spot: number,
): number {
  return quote + base * spot + Math.min(0, up * (spot - priceHigh), down * (spot - priceLow))
}
