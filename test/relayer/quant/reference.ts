import { readFileSync } from 'node:fs'

/** Rows of a file of reference values: inputs with 18 decimals, results with 27. */
export function reference(name: string): readonly Readonly<Record<string, number>>[] {
  const text = readFileSync(new URL(`../../vectors/${name}`, import.meta.url), 'utf8')
  const [header, ...lines] = text.trim().split('\n')
  const keys = header!.split(',')
  const results = new Set(
    keys.includes('price')
      ? ['price', 'delta', 'gamma', 'vega', 'theta', 'rho', 'vanna', 'volga']
      : ['outer', 'inner', 'factor'],
  )
  return lines.map((line) =>
    Object.fromEntries(
      line.split(',').map((cell, i) => {
        const key = keys[i]!
        return [key, key === 'put' ? Number(cell) : exact(cell, results.has(key) ? 27 : 18)]
      }),
    ),
  )
}

/** An integer with `decimals` as the nearest plain number: the decimal point is set in the text, so it rounds once. */
function exact(integer: string, decimals: number): number {
  return Number(`${integer}e-${decimals}`)
}
