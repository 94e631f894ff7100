import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { forge } from '@gimbal/contracts/forge'
import { root } from '@gimbal/contracts/paths'
import {
  type Abi,
  createTestClient,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  http,
  publicActions,
} from 'viem'
import { foundry } from 'viem/chains'
import { startAnvil } from '../../relayer/localnet/process/anvil.ts'
import { portSource } from '../../relayer/localnet/process/ports.ts'

/** The contracts' libraries on an anvil chain of their own. */
export interface Batch {
  /** One result for each point. Throws with the point at which the contract reverts. */
  readonly at: (name: 'options' | 'lists' | 'bands', points: readonly object[]) => Promise<readonly unknown[]>
  /** What calls to code from elsewhere give and cost; the gas is that of calls from outside, of warm code. */
  readonly metered: (code: Hex, calls: readonly Hex[]) => Promise<readonly Metered[]>
  readonly stop: () => Promise<void>
}

export interface Metered {
  readonly gas: bigint
  readonly succeeded: boolean
  readonly result: Hex
}

const SOURCE = 'test/contracts/pricing/support/PointBatch.sol'
const ADDRESS = '0x00000000000000000000000000000000ba7c4000'
const ELSEWHERE = '0x00000000000000000000000000000000ba7c4001'
/** Points of one call: 250 lists of 16 series take some 9 M gas. */
const AT_ONCE = 250
const GAS = 50_000_000n

/** Compiles the harness, starts a chain and puts it there. */
export async function startBatch(): Promise<Batch> {
  await forge(['build', SOURCE], { profile: 'points' })
  const file = join(root, 'out-points/PointBatch.sol/PointBatch.json')
  const { abi, deployedBytecode } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly abi: Abi
    readonly deployedBytecode: { readonly object: Hex }
  }
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-points-'))
  const discard = () => rmSync(folder, { recursive: true, force: true })
  try {
    const port = await portSource().next('the chain of points')
    const anvil = await startAnvil({ chainId: foundry.id, port, genesis: 1_767_225_600, folder })
    const client = createTestClient({ chain: foundry, mode: 'anvil', transport: http(anvil.url) }).extend(
      publicActions,
    )
    await client.setCode({ address: ADDRESS, bytecode: deployedBytecode.object })
    const read = async (functionName: string, args: readonly unknown[]) => {
      const data = encodeFunctionData({ abi, functionName, args })
      const { data: result } = await client.call({ to: ADDRESS, data, gas: GAS })
      return decodeFunctionResult({ abi, functionName, data: result ?? '0x' }) as readonly unknown[]
    }
    const call = async (name: string, points: readonly object[]): Promise<readonly unknown[]> => {
      try {
        return await read(name, [points])
      } catch (cause) {
        if (points.length === 1) throw new Error(`${name} reverts at ${shown(points[0])}`, { cause })
        const half = points.length >> 1
        return [...(await call(name, points.slice(0, half))), ...(await call(name, points.slice(half)))]
      }
    }
    return {
      at: async (name, points) => {
        const results: unknown[] = []
        for (let i = 0; i < points.length; i += AT_ONCE) {
          results.push(...(await call(name, points.slice(i, i + AT_ONCE))))
        }
        return results
      },
      metered: async (code, calls) => {
        await client.setCode({ address: ELSEWHERE, bytecode: code })
        return (await read('metered', [ELSEWHERE, calls])) as readonly Metered[]
      },
      stop: async () => {
        await anvil.stop()
        discard()
      },
    }
  } catch (error) {
    discard()
    throw error
  }
}

/** A point as a reader can take it over. */
export function shown(point: unknown): string {
  return JSON.stringify(point, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}
