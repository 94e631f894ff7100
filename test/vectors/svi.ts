import { durrleman, totalVariance } from '../../relayer/src/quant/surface/svi.ts'

/** Raw SVI of annual variance as the contract takes it, log-moneyness and years; 18 decimals. */
type SviPoint = {
  readonly a: bigint
  readonly b: bigint
  readonly rho: bigint
  readonly m: bigint
  readonly sigma: bigint
  readonly k: bigint
  readonly years: bigint
}

const WAD = 10 ** 18
const NODES = 33
/** A g nearer to zero than this has a sign in neither implementation. */
const UNSURE = 1e-9

/** Raw SVI as published for a smile with a butterfly (Axel Vogt, wilmott.com, 2006), of one year. */
const VOGT = { a: -0.041, b: 0.1331, rho: 0.306, m: 0.3586, sigma: 0.4153, years: 1 }

/** Numbers with six decimals, so that both implementations start from the same ones. */
function exact(x: number): bigint {
  return BigInt(Math.round(x * 1e6)) * 10n ** 12n
}

function scrambled(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function smiles(count: number): readonly Omit<SviPoint, 'k'>[] {
  const random = scrambled(7)
  const between = (low: number, high: number): number => low + (high - low) * random()
  const list = Array.from({ length: count }, () => {
    const years = exact(10 ** between(-2.5, 0.3))
    const rho = between(-0.95, 0.95)
    const wing = 10 ** between(-2, Math.log10(1.99))
    const b = wing / (1 + Math.abs(rho)) / (Number(years) / WAD)
    const sigma = 10 ** between(-1.5, 0.3)
    const a = between(0.01, 1) ** 2 - b * sigma * Math.sqrt(1 - rho * rho)
    return {
      a: exact(a),
      b: exact(b),
      rho: exact(rho),
      m: exact(between(-0.5, 0.5)),
      sigma: exact(sigma),
      years,
    }
  })
  const { a, b, rho, m, sigma, years } = VOGT
  return [
    { a: exact(a), b: exact(b), rho: exact(rho), m: exact(m), sigma: exact(sigma), years: exact(years) },
    ...list,
  ]
}

function reference({ a, b, rho, m, sigma, k, years }: SviPoint) {
  const [at, t] = [Number(k) / WAD, Number(years) / WAD]
  const total = {
    a: (Number(a) / WAD) * t,
    b: (Number(b) / WAD) * t,
    rho: Number(rho) / WAD,
    m: Number(m) / WAD,
    sigma: Number(sigma) / WAD,
  }
  return { variance: totalVariance(total, at) / t, g: durrleman(total, at) }
}

/**
 * Annual variance and Durrleman's g at every node of k from -1 to 1, by the relayer's reference: 33 lines a smile. Smiles
 * with a node where the sign of g is a matter of rounding are left out.
 */
export function sviTable(count: number): string {
  const lines: string[] = ['a,b,rho,m,sigma,years,k,variance,g']
  for (const smile of smiles(count)) {
    const nodes = Array.from({ length: NODES }, (_, i) => {
      const point = { ...smile, k: exact(-1 + i / 16) }
      return { point, ...reference(point) }
    })
    if (nodes.some(({ g, variance }) => Math.abs(g) < UNSURE || variance < 1e-4 || !Number.isFinite(g)))
      continue
    for (const { point, variance, g } of nodes) {
      const { a, b, rho, m, sigma, years, k } = point
      lines.push([a, b, rho, m, sigma, years, k, ...[variance, g].map((x) => decimals(x))].join(','))
    }
  }
  return `${lines.join('\n')}\n`
}

/** 18 decimals of a float, as an integer. */
function decimals(x: number): bigint {
  return BigInt(Math.round(x * 1e9)) * 10n ** 9n
}
