import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { acts, carry } from '@gimbal/governance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accounts, delegates } from '../../relayer/localnet/accounts.ts'
import { SPOKE_DELAY } from '../../relayer/localnet/setup/dao.ts'
import type { CarrierHandle } from '../../relayer/src/carrier/options.ts'
import { type Governed, governedNetwork } from './stage/governed.ts'
import { quickCarrier } from './stage/quick-carrier.ts'
import { arriveOn, passOn } from './stage/time.ts'
import { prepareVoters, vote } from './stage/voted.ts'

const WAD = 10n ** 18n
const [by] = delegates
const at = 'market: WETH/USDC, spoke: spoke-a'
const status = (venue: number, from: string, to: string) =>
  `  - { do: set, parameter: venue.status, ${at}, venue: ${venue}, from: ${from}, to: ${to} }`
const ADDED = `  - { do: add venue, ${at}, id: 23, pool: "${accounts.owner.address}", clip: 0.5 WETH }`

let governed: Governed
let carrier: CarrierHandle

beforeAll(async () => {
  governed = await governedNetwork()
  const stops = governed.network.sites.map(({ deployment, rpcUrl }) => ({ url: rpcUrl, deployment }))
  carrier = await quickCarrier(stops, () => undefined)
  await prepareVoters(governed)
  await arrive()
})

afterAll(async () => {
  await carrier.stop()
  await governed.stop()
})

function pass(seconds: number): Promise<void> {
  return passOn(governed.chains, seconds)
}

function arrive(): Promise<void> {
  return arriveOn(governed.chains, carrier)
}

function write(name: string, actions: string): string {
  const file = join(governed.folder, `${name}.yaml`)
  writeFileSync(file, `title: ${name}\ntext: because\nactions:\n${actions}\n`)
  return file
}

type Checked = { readonly warnings: readonly { readonly clips: Record<string, string> }[] }

async function warningsOf(name: string, actions: string): Promise<Checked['warnings']> {
  const { code, out, err } = await governed.gov(['--json', 'check', write(name, actions)])
  expect([code, err]).toEqual([0, ''])
  return (JSON.parse(out) as Checked).warnings
}

/** What one hedge may trade on the spoke, in all venues that are in force there. */
async function tradable(): Promise<string> {
  const { client, deployment } = governed.network.sites.find(
    ({ deployment: { name } }) => name === 'spoke-a',
  )!
  const { venues } = await client.readContract({
    address: addressOf(deployment, 'SpokeControl'),
    abi: artifact('SpokeControl').abi,
    functionName: 'marketConfig',
    args: [1],
  })
  return String(venues.reduce((all, { status: is, clip }) => (is === 1 ? all + clip : all), 0n))
}

describe('a venue for another in one vote', () => {
  it('is warned of with market, spoke, venues, the time and the remedy, and is what happens', async () => {
    const before = await tradable()
    const actions = `${ADDED}\n${status(22, 'active', 'suspended')}`
    const file = write('swap', actions)
    const { code, out } = await governed.gov(['check', file])
    expect(code).toBe(0)
    const shown = (clip: string) => `${Number((BigInt(clip) * 1_000_000n) / WAD) / 1e6} WETH`
    const [warning] = await warningsOf('swap', actions)
    expect(warning).toMatchObject({
      market: 'WETH/USDC',
      spoke: 'spoke-a',
      stops: [22],
      waits: [23],
      wait: String(SPOKE_DELAY),
      line: 5,
      key: 'actions[1].to',
      value: 'suspended',
    })
    const { clips } = warning!
    expect(clips.before).toBe(before)
    expect(out).toContain(
      `warning: ${file}:5: actions[1].to = suspended: WETH/USDC on spoke-a: what it takes from venue 22 ends as soon as the config arrives, and what it gives to venue 23 waits for 20 min in the timelock of spoke-a; meanwhile a hedge there trades ${shown(clips.meanwhile!)} at most, against ${shown(clips.before!)} before and ${shown(clips.after!)} after. Let venue 23 in first, by an earlier proposal\n`,
    )

    // The same on chain, whoever has put it forward; then it comes as it was said.
    const { network } = governed
    const [found] = await vote(network, pass, ['swap', actions])
    const again = await governed.gov(['check', `${found!.number}`])
    expect(again.out).toContain('  warning: WETH/USDC on spoke-a: what it takes from venue 22 ends as soon')
    const site = network.sites.find(({ deployment }) => deployment.name === 'spoke-a')!
    await acts.sendConfig(network, by!, site.deployment.chainId)
    await arrive()
    expect(await tradable()).toBe(clips.meanwhile)
    await pass(SPOKE_DELAY)
    await carry(network, site, by!)
    expect(await tradable()).toBe(clips.after)
  })

  it('is not warned of where each goes alone, nor on the hub, which has waited', async () => {
    expect(await warningsOf('out', status(21, 'active', 'suspended'))).toEqual([])
    expect(await warningsOf('in', status(22, 'suspended', 'active'))).toEqual([])
    const onHub = `${ADDED}\n${status(12, 'active', 'suspended')}`
      .replaceAll('spoke-a', 'hub')
      .replace('id: 23', 'id: 13')
    expect(await warningsOf('hub', onHub)).toEqual([])
  })

  it('says that fills alone hedge where every venue that trades is replaced', async () => {
    const other = `"${accounts.guardian.address}"`
    const pool = (id: number, now: string) =>
      `  - { do: set, parameter: venue.pool, ${at}, venue: ${id}, from: "${now}", to: ${other} }`
    const { client, deployment } = governed.network.hub
    const venues = await client.readContract({
      address: addressOf(deployment, 'RiskParameters'),
      abi: artifact('RiskParameters').abi,
      functionName: 'venues',
      args: [1, 31_338n],
    })
    const moved = venues.filter(({ status: is }) => is === 1).map(({ id, pool: now }) => pool(id, now))
    const [warning] = await warningsOf('moved', moved.join('\n'))
    expect(warning).toMatchObject({ stops: [21, 23], waits: [21, 23], clips: { meanwhile: '0' } })
    expect(warning).toMatchObject({
      message: expect.stringMatching(
        /meanwhile no venue trades there and fills alone hedge\. List what replaces venues 21 and 23 under an id of its own/,
      ) as string,
    })
  })
})
