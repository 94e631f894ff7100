import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Network, parseProposal, readNames, readNetworkFile } from '@gimbal/governance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProposal } from '../../governance/src/proposal.ts'
import { recheck } from '../../governance/src/simulate/recheck.ts'
import { writeReport } from '../../governance/src/simulate/report/file.ts'
import { simulate } from '../../governance/src/simulate/simulate.ts'
import { networkFile } from '../../relayer/localnet/setup/local-network.ts'
import { type RpcGate, rpcGate } from './stage/rpc-gate.ts'
import { raiseStage, type Stage } from './stage/stage.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const FILES = ['report.json', 'report.md', 'hedging.svg'] as const
const PROPOSAL = `title: A wider band
text: because
actions:
  - { do: set, parameter: hedgeBand.capShare, market: WETH/USDC, spoke: spoke-a, from: 25 %, to: 31 % }
`
/** A clock that is a year and some hours ahead. */
const CLOCK = `const now = Date.now.bind(Date)
const Real = Date
const ahead = 33_333_333_333
globalThis.Date = class extends Real {
  constructor(...args) { super(...(args.length === 0 ? [now() + ahead] : args)) }
  static now() { return now() + ahead }
}
`

const folder = mkdtempSync(join(tmpdir(), 'gimbal-bytes-test-'))
let stage: Stage
let network: Network
const gates: RpcGate[] = []

beforeAll(async () => {
  stage = await raiseStage()
  network = readNetworkFile(networkFile(stage.ground.folder))
  await Promise.all(stage.sites.map(({ chain }) => chain.automine(true)))
})

afterAll(async () => {
  for (const gate of gates) await gate.stop()
  await stage.stack.stop()
  rmSync(folder, { recursive: true, force: true })
})

type Ending = { readonly code: number; readonly out: string; readonly err: string }

function gov(
  cwd: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Ending> {
  const all = ['--network', networkFile(stage.ground.folder), '--json', ...args]
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(ROOT, 'governance/bin/gimbal-gov.js'), ...all],
      { cwd, env: { ...process.env, ...environment }, maxBuffer: 1 << 24 },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}

/** A folder with the proposal, of which the reports are then. */
function room(name: string): string {
  const path = join(folder, name)
  mkdirSync(path)
  writeFileSync(join(path, 'p.yaml'), PROPOSAL)
  return path
}

const bytesIn = (path: string) =>
  FILES.map((file) => readFileSync(join(path, 'p.simulation', file)).toString('base64'))

describe('a simulation of the same calls after the same blocks', () => {
  const flags = ['simulate', 'p.yaml', '--paths', '6', '--days', '2']

  it('is the same bytes through other ports, at another time, in another place and language', async () => {
    const [here, elsewhere] = [room('here'), room('elsewhere')]
    const first = await gov(here, flags)
    expect(first.code, first.err).toBe(0)
    const forks: string[] = []
    for (const { deployment, rpcUrl } of network.sites) {
      const gate = await rpcGate(rpcUrl)
      gates.push(gate)
      forks.push('--fork', `${deployment.name}=${gate.url}`)
    }
    writeFileSync(join(folder, 'clock.mjs'), CLOCK)
    const second = await gov(elsewhere, [...flags, ...forks], {
      TZ: 'Asia/Kathmandu',
      LC_ALL: 'tr_TR.UTF-8',
      LANG: 'tr_TR.UTF-8',
      NODE_OPTIONS: `--import ${join(folder, 'clock.mjs')}`,
    })
    expect(second.code, second.err).toBe(0)
    expect(bytesIn(elsewhere)).toEqual(bytesIn(here))
    expect(readFileSync(join(here, 'p.simulation', 'hedging.svg'), 'utf8')).toContain('<circle')
  })

  it('is done again by check, also once the chain has gone on, and a report that was touched is told', async () => {
    const here = join(folder, 'here')
    const equal = await gov(here, ['check', 'p.yaml'])
    expect(equal.code, equal.err).toBe(0)
    expect(JSON.parse(equal.out)).toMatchObject({ ok: true, simulation: { verdict: 'equal', since: [] } })

    const { chain } = stage.sites[0]!
    await chain.mine(Number((await chain.client.getBlock()).timestamp) + 30)
    const later = await gov(here, ['check', 'p.yaml'])
    expect(later.code, later.err).toBe(0)
    expect(JSON.parse(later.out)).toMatchObject({ simulation: { verdict: 'equal', since: [] } })

    const file = join(here, 'p.simulation', 'report.json')
    const touched = readFileSync(file, 'utf8').replace(/"gas":"\d+"/, '"gas":"1"')
    writeFileSync(file, touched)
    const { code, out } = await gov(here, ['check', 'p.yaml'])
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ ok: false, simulation: { verdict: 'differs' } })
  })

  it('does not depend on chains that whoever does it again knows besides, and says which it misses', async () => {
    const context = { network, names: await readNames(network) }
    const batch = await buildProposal(context, parseProposal('p.yaml', PROPOSAL))
    const what = { title: 'A wider band', batch }
    const fewer = {
      ...network,
      sites: network.sites.filter(({ deployment: { name } }) => name !== 'spoke-b'),
    }
    const [ofTwo, ofThree] = [await simulate(fewer, what), await simulate(network, what)].map(
      (report, i) => writeReport(join(folder, String(i)), report).line,
    )
    expect(await recheck(network, ofTwo!, what)).toMatchObject({ verdict: 'equal', since: [] })
    expect(await recheck(fewer, ofThree!, what)).toMatchObject({
      verdict: 'unknown',
      why: 'it is of spoke-b too, which the network file does not have',
    })
  })
})
