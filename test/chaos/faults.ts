import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { artifact } from '@gimbal/contracts'
import { accounts } from '../../relayer/localnet/accounts.ts'
import type { Actor } from '../../relayer/localnet/conductor/actor.ts'
import type { Site } from '../../relayer/localnet/setup/local-network.ts'
import type { Stage } from '../../relayer/localnet/stage.ts'
import { planLiquidity } from '../../relayer/localnet/venues/uniswap.ts'
import type { CarrierConfigInput } from '../../relayer/src/carrier/schema.ts'
import type { RpcGate } from '../e2e/stage/rpc-gate.ts'
import type { RelayerProcess } from './relayer-process.ts'
import type { Fault } from './schedule.ts'

/** What faults can reach. */
export interface Victims {
  readonly stage: Stage
  readonly relayer: RelayerProcess
  /** Endpoints of the relayer, by chain. */
  readonly gates: ReadonlyMap<number, RpcGate>
  readonly say: (line: string) => void
}

/** The stage as the replay sees it, and who breaks it. */
export interface Chaos {
  readonly stage: Stage
  readonly actor: Actor
}

/** Milliseconds into a step within which a relayer that is killed in one dies. */
const WITHIN = 400
/** Per cent of a pool's liquidity that goes. */
const GONE = 95n

type End = () => Promise<unknown>

/** Begins and ends the faults of a schedule as the market's time passes; one that lasts no time lives for a step. */
export function chaosOn(victims: Victims, schedule: readonly Fault[]): Chaos {
  const { stage, say } = victims
  const begun: { readonly fault: Fault; readonly end: End }[] = []
  let next = 0
  let stalls = 0
  const stall = (): End => {
    stalls += 1
    return async () => {
      stalls -= 1
    }
  }
  const actor: Actor = {
    act: async ({ time }) => {
      const now = time - stage.path.start
      for (const [at, { fault, end }] of [...begun.entries()].toReversed()) {
        if (fault.at + fault.lasts > now) continue
        begun.splice(at, 1)
        await end()
        say(`${clock(now)} over: ${fault.kind}`)
      }
      for (let fault = schedule[next]; fault && fault.at <= now; fault = schedule[next]) {
        next += 1
        say(`${clock(now)} begins: ${fault.kind}`)
        begun.push({ fault, end: await begin(victims, fault, stall) })
      }
    },
  }
  const { carrier } = stage
  const still = { ...carrier.stats(), awaiting: [] }
  const tick = async () => (stalls > 0 ? still : carrier.tick())
  return { stage: { ...stage, carrier: { ...carrier, tick } }, actor }
}

async function begin(victims: Victims, fault: Fault, stall: () => End): Promise<End> {
  const { stage, relayer, gates } = victims
  const { kind, choice } = fault
  const pick = <T>(list: readonly T[]): T => list[Math.floor(choice * list.length)]!
  switch (kind) {
    case 'relayer-killed':
      relayer.kill(choice < 0.5 ? undefined : 2 * (choice - 0.5) * WITHIN)
      return async () => relayer.revive()
    case 'carrier-killed':
      killCarrier(stage)
      return stall()
    case 'bridge-stalled':
      return stall()
    case 'family-silent':
      return silence(stage, choice)
    case 'liquidity-gone':
      return drain(stage, pick(stage.sites))
    case 'rpc-hung': {
      const gate = pick([...gates.values()])
      gate.hang()
      return async () => gate.open()
    }
    case 'graph-node-frozen': {
      const { node } = pick(await stage.indexers)
      process.kill(node.pid, 'SIGSTOP')
      return async () => process.kill(node.pid, 'SIGCONT')
    }
    case 'price-gap':
      break
  }
  // the path has the gap already
  return async () => {}
}

/** Leaves a family out of what the carrier carries; it begins anew with the rest, and later with all. */
function silence(stage: Stage, choice: number): End {
  const file = join(stage.folder, 'carrier.json')
  const whole = readFileSync(file, 'utf8')
  const config = JSON.parse(whole) as CarrierConfigInput
  const silent = Math.floor(choice * config.families.length)
  const families = config.families.filter((_, at) => at !== silent)
  const restart = (text: string) => {
    writeFileSync(file, text)
    killCarrier(stage)
  }
  restart(JSON.stringify({ ...config, families }))
  return async () => restart(whole)
}

const killed = new Set<number>()

/** A process that was killed and has not been started again is dead already, and its number may be another's. */
function killCarrier({ carrier }: Stage): void {
  const pid = carrier.pid()
  if (killed.has(pid)) return
  killed.add(pid)
  process.kill(pid, 'SIGKILL')
}

/** Takes nearly all liquidity out of the pools of a chain, and puts it back. */
async function drain({ first }: Stage, { chain, externals, pools }: Site): Promise<End> {
  const { abi } = artifact('LocalTrader')
  const move = async (what: 'withdraw' | 'provide') => {
    for (const pool of pools) {
      const { lowTick, highTick, liquidity } = planLiquidity(pool, first.price)
      const args = [pool.address, lowTick, highTick, (liquidity * GONE) / 100n]
      await chain.submit(accounts.trader.address, externals.trader, abi, what, args)
    }
  }
  await move('withdraw')
  return () => move('provide')
}

/** Hours and minutes since the first price. */
export function clock(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}
