/** Builds a Brownian path from normals: the first decides its end, the next its middle, and so on, finer and finer. */
export type BrownianBridge = (normals: Float64Array, path: Float64Array) => void

type Node = { readonly at: number; readonly left: number; readonly right: number }

/** @param times rising, above zero */
export function brownianBridge(times: readonly number[]): BrownianBridge {
  const count = times.length
  const order: Node[] = [{ at: count - 1, left: -1, right: -1 }]
  const spans: (readonly [number, number])[] = [[-1, count - 1]]
  for (let next = spans.shift(); next !== undefined; next = spans.shift()) {
    const [left, right] = next
    if (right - left < 2) continue
    const at = (left + right) >> 1
    order.push({ at, left, right })
    spans.push([left, at], [at, right])
  }
  const time = (i: number): number => (i < 0 ? 0 : times[i]!)
  const steps = order.map(({ at, left, right }) => {
    if (right < 0) return { at, left, right, rightWeight: 0, leftWeight: 0, spread: Math.sqrt(time(at)) }
    const [from, here, to] = [time(left), time(at), time(right)]
    const span = to - from
    const rightWeight = span > 0 ? (here - from) / span : 0
    return {
      at,
      left,
      right,
      rightWeight,
      leftWeight: 1 - rightWeight,
      spread: span > 0 ? Math.sqrt(((here - from) * (to - here)) / span) : 0,
    }
  })
  return (normals, path) => {
    steps.forEach(({ at, left, right, rightWeight, leftWeight, spread }, i) => {
      const before = left < 0 ? 0 : path[left]!
      const after = right < 0 ? 0 : path[right]!
      path[at] = leftWeight * before + rightWeight * after + spread * normals[i]!
    })
  }
}
