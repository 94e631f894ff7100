/** Needs of the books of one netted trade, by side. */
export type Totals = { readonly buys: number; readonly sells: number }

/** Part of a need that is traded: the smaller side crosses whole, the larger shares that and what goes to venues. */
export function partOf(need: number, { buys, sells }: Totals, clip: number): number {
  const [own, other] = need > 0 ? [buys, sells] : [sells, buys]
  return own <= other ? 1 : (other + Math.min(clip, own - other)) / own
}
