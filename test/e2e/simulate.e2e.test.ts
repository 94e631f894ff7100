import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { artifact, creationCode } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import {
  acts,
  buildProposal,
  findProposal,
  type Network,
  parseProposal,
  readNames,
  readNetworkFile,
  readStatus,
} from '@gimbal/governance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Proposal, proposalOf } from '../../governance/src/proposal.ts'
import { carry } from '../../governance/src/remote/carry.ts'
import { recheck, recheckLines } from '../../governance/src/simulate/recheck.ts'
import { digestOf } from '../../governance/src/simulate/report/canonical.ts'
import { writeReport } from '../../governance/src/simulate/report/file.ts'
import { findLine, type SimulationLine, withLine } from '../../governance/src/simulate/report/line.ts'
import { markdownOf } from '../../governance/src/simulate/report/markdown.ts'
import type { Report } from '../../governance/src/simulate/report/report.ts'
import { simulate } from '../../governance/src/simulate/simulate.ts'
import { accounts, delegates, keyOf } from '../../relayer/localnet/accounts.ts'
import { networkFile } from '../../relayer/localnet/setup/local-network.ts'
import { raiseStage, type Stage } from './stage/stage.ts'
import { passOn } from './stage/time.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const MINUTE = 60
const SPOKE = 31_338n

const folder = mkdtempSync(join(tmpdir(), 'gimbal-simulate-test-'))
let stage: Stage
let network: Network
const [lead] = delegates

beforeAll(async () => {
  stage = await raiseStage()
  network = readNetworkFile(networkFile(stage.ground.folder))
  await Promise.all(stage.sites.map(({ chain }) => chain.automine(true)))
  for (const voter of delegates) {
    await stage.sites[0]!.chain.give(accounts.deployer.address, voter.address, 10n ** 18n)
    await acts.delegate(network, voter, voter.address)
  }
  await pass(1)
})

afterAll(async () => {
  await stage.stack.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Lets time go on everywhere. */
function pass(seconds: number): Promise<void> {
  return passOn(
    stage.sites.map(({ chain }) => chain),
    seconds,
  )
}

type Ending = { readonly code: number; readonly out: string; readonly err: string }

function gov(args: readonly string[]): Promise<Ending> {
  return new Promise((resolve) => {
    const env = { ...process.env, GIMBAL_PRIVATE_KEY: keyOf(lead!) }
    const file = networkFile(stage.ground.folder)
    execFile(
      process.execPath,
      [join(ROOT, 'governance/bin/gimbal-gov.js'), '--network', file, '--json', ...args],
      { cwd: folder, env, maxBuffer: 1 << 24 },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}

function write(name: string, actions: string): string {
  const file = join(folder, `${name}.yaml`)
  writeFileSync(file, `title: ${name}\ntext: because\nactions:\n${actions}\n`)
  return file
}

function reportOf(name: string): Report {
  const file = join(folder, `${name}.simulation`, 'report.json')
  return JSON.parse(readFileSync(file, 'utf8')) as Report
}

const capShare = (from: string, to: string) =>
  `  - { do: set, parameter: hedgeBand.capShare, market: WETH/USDC, spoke: spoke-a, from: ${from}, to: ${to} }`

async function built(name: string, actions: string): Promise<Proposal> {
  const text = readFileSync(write(name, actions), 'utf8')
  return buildProposal({ network, names: await readNames(network) }, parseProposal('p.yaml', text))
}

async function simulated(name: string, actions: string): Promise<readonly [Proposal, SimulationLine]> {
  const proposal = await built(name, actions)
  const report = await simulate(network, { title: name, batch: proposal })
  return [proposal, writeReport(join(folder, name), report).line]
}

/** Votes what is proposed last through, up to the timelock. */
async function queueLatest() {
  const found = await findProposal(network, 'latest')
  await pass(6 * MINUTE)
  for (const voter of delegates) await acts.vote(network, voter, found, 'for', '')
  await pass(45 * MINUTE)
  await acts.queue(network, lead!, found)
  return found
}

async function executeLatest() {
  const found = await findProposal(network, 'latest')
  const { eta, now } = await readStatus(network, found)
  await pass(Number(eta - now))
  await acts.execute(network, lead!, found)
  return readStatus(network, found)
}

function view<result>(functionName: string, args: readonly unknown[]): Promise<result> {
  const { client, deployment } = network.hub
  const { abi } = artifact('RiskParameters')
  const address = addressOf(deployment, 'RiskParameters')
  return client.readContract({ address, abi, functionName, args } as never) as Promise<result>
}

describe('a simulation', () => {
  it('says what the chains have once the proposal is voted, executed and delivered', async () => {
    const site = stage.sites.find(({ chain }) => BigInt(chain.id) === SPOKE)!
    const pool = site.pools[site.plan.pools.length]!
    const file = write(
      'band and venue',
      `${capShare('25 %', '31 %')}
  - { do: add venue, market: WETH/USDC, spoke: spoke-a, id: 23, pool: "${pool.address}", clip: 1 WETH }`,
    )
    const told = await gov(['simulate', file, '--paths', '12', '--days', '2'])
    expect(told.code, told.err).toBe(0)
    const { digest } = JSON.parse(told.out) as { digest: string }
    expect(await gov(['propose', file])).toMatchObject({ code: 0 })
    const { description } = await findProposal(network, 'latest')
    expect(findLine(description)?.digest).toBe(digest)

    const report = reportOf('band and venue')
    const moved = report.values.find(({ name }) => name === 'hedgeBand.capShare')
    expect(moved).toMatchObject({ old: '25 %', value: '31 %', spoke: 'spoke-a' })
    expect(
      report.values.filter(({ venue }) => venue === 23).map(({ name, value }) => [name, value]),
    ).toContainEqual(['venue.clip', '1 WETH'])
    expect(
      report.storage.map(({ contract, name, old, value }) => [contract, name, old, value]),
    ).toContainEqual([
      'RiskParameters',
      'spoke[31338].listings[1].band.capShare',
      String(25n * 10n ** 16n),
      String(31n * 10n ** 16n),
    ])
    expect(report.rules.filter(({ holds }) => !holds)).toEqual([])
    expect(new Set(report.rules.map(({ rule }) => rule))).toEqual(
      new Set(['P4', 'P5', 'P8', 'P10', 'P12', 'P14']),
    )
    expect(report.hedging?.skipped).toEqual([])
    const [hedging] = report.hedging!.markets
    expect(hedging!.books.map(({ name }) => name)).toEqual(['book 2', 'book 3', 'book 4', 'book 5'])
    expect(hedging!.total.hedges.old).toBeGreaterThan(0)
    expect(readFileSync(join(folder, 'band and venue.simulation', 'hedging.svg'), 'utf8')).toContain(
      '<circle',
    )

    await queueLatest()
    const status = await executeLatest()
    await acts.sendConfig(network, lead!, Number(SPOKE))
    await pass(1)
    await stage.carrier.tick()
    // The looser config waits on the spoke, in truth as in the simulation.
    await pass(20 * MINUTE)
    const spoke = network.sites.find(({ deployment }) => BigInt(deployment.chainId) === SPOKE)!
    await carry(network, spoke, accounts.guardian)
    const band = await view<{ capShare: bigint }>('hedgeBand', [1, SPOKE])
    expect(String(moved?.raw.value)).toBe(String(band.capShare))
    for (const { chain, applied } of report.deliveries) {
      const real = (await readStatus(network, await findProposal(network, 'latest'))).chains.find(
        (each) => each.chain === chain,
      )
      expect([applied.digest, String(applied.version)]).toEqual([
        real?.applied.digest,
        String(real?.applied.version),
      ])
    }
    expect(status.state).toBe('executed')
  })

  it('is what anyone gets who does it again, and a digest that nobody gets is told from it', async () => {
    const [plain, honest] = await simulated('again', capShare('31 %', '33 %'))
    const forged = { ...honest, digest: `0x${'ab'.repeat(32)}` } as const
    const told = await recheck(network, forged, { title: 'again', batch: plain })
    expect(told).toMatchObject({ verdict: 'differs', digest: honest.digest })
    expect(recheckLines(told)[0]).toContain('differs')

    const text = withLine(plain.description, honest)
    await acts.propose(network, lead!, proposalOf(plain.title, text, plain.calls))
    const found = await findProposal(network, 'latest')
    const line = findLine(found.description)!
    expect(line).toEqual(honest)
    expect(await recheck(network, line, { title: 'again', batch: found })).toMatchObject({
      verdict: 'equal',
      since: [],
    })
  })

  it('lets what is queued go first, in order, and says that it makes a proposal fail', async () => {
    await queueLatest()
    const proposal = await built('too late', capShare('31 %', '40 %'))
    const report = await simulate(network, { title: 'too late', batch: proposal })
    expect(report.queued.map(({ title, why }) => [title, why])).toEqual([['again', undefined]])
    expect(report.execution.done).toBe(false)
    expect(report.execution.why).toBe(
      'would change hedgeBand.capShare of WETH/USDC, spoke-a from 31 %: it is 33 % now, further off than the tolerance of 0 %',
    )
    expect(report.values).toEqual([])
    expect(markdownOf(report, '')).toContain('**It fails**: would change hedgeBand.capShare')
    writeReport(join(folder, 'too late.simulation'), report)
    const { code, err } = await gov(['propose', join(folder, 'too late.yaml')])
    expect([code, err]).toEqual([1, expect.stringMatching(/^its simulation fails: would change hedgeBand/)])
  })

  it('P12: says that new code keeps the storage of the old one', async () => {
    const hub = stage.sites[0]!.chain
    const code = await hub.create(accounts.deployer.address, creationCode('GammaLimit'))
    const proposal = await built(
      'new code',
      `  - { do: upgrade, contract: GammaLimit, implementation: "${code}" }`,
    )
    const report = await simulate(network, { title: 'new code', batch: proposal })
    expect(report.execution).toMatchObject({ done: true })
    expect(report.settings.map(({ name, value }) => [name, value?.toLowerCase()])).toEqual([
      ['GammaLimit.implementation', code.toLowerCase()],
    ])
    expect(report.rules.filter(({ what }) => what.startsWith('the new code'))).toMatchObject([
      { rule: 'P12', holds: true },
    ])
  })

  it('no longer holds once the chain has moved on, and says why', async () => {
    const [proposal, line] = await simulated('next', capShare('33 %', '34 %'))
    await executeLatest()
    const told = await recheck(network, line, { title: 'next', batch: proposal })
    expect(told).toMatchObject({ verdict: 'equal', since: ['queued before it: again, now nothing'] })
    const fresh = await simulate(network, { title: 'next', batch: proposal })
    expect(digestOf(fresh)).not.toBe(line.digest)
  })
})
