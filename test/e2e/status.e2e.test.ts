import { addressOf } from '@gimbal/contracts/deploy'
import { acts, carry, type Network, readStatus } from '@gimbal/governance'
import { numberToHex } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Found } from '../../governance/src/lifecycle/find.ts'
import { statusLines } from '../../governance/src/view/lines.ts'
import { delegates } from '../../relayer/localnet/accounts.ts'
import { SPOKE_DELAY } from '../../relayer/localnet/setup/dao.ts'
import type { CarrierHandle } from '../../relayer/src/carrier/options.ts'
import { type Governed, governedNetwork } from './stage/governed.ts'
import { quickCarrier } from './stage/quick-carrier.ts'
import { arriveOn, passOn } from './stage/time.ts'
import { prepareVoters, vote } from './stage/voted.ts'

const DAY = 86_400
/** Code of a gateway that refuses whatever it is given. */
const REFUSES = '0x60006000fd'
/** RemoteExecutor._root */
const ROOT_SLOT = 1
const LOST_ROOT = `0x${'ab'.repeat(32)}`
const [by] = delegates
const CARRY = 'gimbal-gov carry spoke-a'

let governed: Governed
let network: Network
let carrier: CarrierHandle
/** Families whose messages are lost. */
let lost: readonly number[] = []

beforeAll(async () => {
  governed = await governedNetwork()
  ;({ network } = governed)
  const stops = network.sites.map(({ deployment, rpcUrl }) => ({ url: rpcUrl, deployment }))
  carrier = await quickCarrier(stops, ({ family }) => (lost.includes(family) ? { kind: 'drop' } : undefined))
  await prepareVoters(governed)
  await arrive()
})

afterAll(async () => {
  await carrier.stop()
  await governed.stop()
})

/** Lets time go on everywhere. */
function pass(seconds: number): Promise<void> {
  return passOn(governed.chains, seconds)
}

const chain = () => governed.chains.find(({ name }) => name === 'spoke-a')!

/** What comes to a contract of the spoke meanwhile is refused. */
async function whileRefusing(name: string, act: () => Promise<void>): Promise<void> {
  const address = addressOf(spoke().deployment, name)
  const code = await chain().client.getCode({ address })
  await chain().rpc('anvil_setCode', [address, REFUSES])
  await act()
  await chain().rpc('anvil_setCode', [address, code])
}

function arrive(): Promise<void> {
  return arriveOn(governed.chains, carrier)
}

const spoke = () => network.sites.find(({ deployment }) => deployment.name === 'spoke-a')!
const remote = (call: string, args: string) =>
  `  - { do: remote call, spoke: spoke-a, contract: RemoteExecutor, function: "${call}", args: [${args}] }`
const recovery = (digit: string) => remote('setRecovery(address)', `"0x${digit.repeat(40)}"`)

/** The line of a chain, and what is left to do for it. */
async function told(found: Found) {
  const status = await readStatus(network, found)
  const lines = statusLines(status).filter((line) => line.startsWith('   spoke-a: batch'))
  const [{ what, command } = { what: undefined, command: undefined }] = status.todo
  return { status, line: lines[0]?.trim(), what, command }
}

describe('the status of a batch', () => {
  it('P10: names the families that have voted for its root, those that have not, and why', async () => {
    const there = network.hub.deployment.gateways.find(({ family }) => family === 2)!
    const code = (await network.hub.client.getCode({ address: there.address }))!
    await governed.hub.rpc('anvil_setCode', [there.address, REFUSES])
    lost = [1]
    const [found] = await vote(network, pass, ['Another recovery', recovery('a')])
    await arrive()
    const first = await told(found!)
    expect(first.status.batches[0]?.stage).toMatchObject({
      kind: 'under way',
      families: 1,
      quorum: 2,
      carriedBy: [0],
      missing: [
        { family: 1, state: 'took', id: expect.stringMatching(/^0x\w{64}$/) as string },
        { family: 2, state: 'refused', why: 'without saying why' },
      ],
    })
    expect(first.line).toBe('spoke-a: batch 1 under way, 1 of 2 families (0); missing 1, 2')
    expect(first.what).toMatch(
      /^batch 1 of spoke-a waits for 1 more of 2 families: family 1 took it on the hub as 0x\w{64} and has not delivered it; the gateway of family 2 refused it on the hub: without saying why$/,
    )
    expect(first.command).toBe(CARRY)
    const printed = await governed.gov(['status', `${found!.number}`])
    expect(printed.out).toContain(`   ${first.line}\n`)
    expect(printed.out).toContain(`   next: ${first.what}: ${CARRY}\n`)

    // With one family silent for good, k others are enough.
    await governed.hub.rpc('anvil_setCode', [there.address, code])
    await carry(network, spoke(), by!)
    await arrive()
    const confirmed = await told(found!)
    expect(confirmed.line).toBe('spoke-a: batch 1 confirmed there by 2 of 2 families (0, 2), not scheduled')
    expect(confirmed).toMatchObject({
      what: 'the root of batch 1 of spoke-a is there; nobody has proven and scheduled it yet',
      command: CARRY,
    })
    lost = []
    await carry(network, spoke(), by!)
    expect(await told(found!)).toMatchObject({
      line: expect.stringMatching(/^spoke-a: batch 1 waits there until 2026-/) as string,
      what: expect.stringMatching(/^the timelock of spoke-a holds batch 1 until 2026-/) as string,
      command: CARRY,
    })
    await pass(SPOKE_DELAY)
    expect(await told(found!)).toMatchObject({
      line: expect.stringMatching(/^spoke-a: batch 1 may be executed there until 2026-/) as string,
      what: expect.stringMatching(
        /^batch 1 of spoke-a waits for its execution there, and lapses at/,
      ) as string,
      command: CARRY,
    })
    await carry(network, spoke(), by!)
    const done = await told(found!)
    expect([done.line, done.status.todo]).toEqual(['spoke-a: batch 1 executed', []])
  })

  it('says what would stop its execution, and that it lapses and expires', async () => {
    const { gateways } = spoke().deployment
    const family = gateways.find((each) => each.family === 2)!
    const off = `  - { do: remote call, spoke: spoke-a, contract: HedgeTransport, function: "setGateway(address,uint8,bool)", args: ["${family.address}", 2, false] }`
    const [shuts, late] = await vote(network, pass, ['Two families of two', off], ['Late', recovery('b')])
    await arrive()
    const [batch] = (await readStatus(network, shuts!)).batches
    expect(batch?.stage.kind).toBe('confirmed')
    await carry(network, spoke(), by!)
    await pass(SPOKE_DELAY)
    const stuck = await told(shuts!)
    expect(stuck.what).toMatch(
      /^batch 2 of spoke-a is stuck: its execution there would revert with BadQuorum\(2, 2\); it lapses at 2026-/,
    )
    expect(stuck.command).toBeUndefined()
    await pass(8 * DAY)
    for (const [found, number] of [
      [shuts!, 2],
      [late!, 3],
    ] as const) {
      expect(await told(found)).toMatchObject({
        line: `spoke-a: batch ${number} lapsed`,
        what: expect.stringMatching(
          /^nobody executed batch \d of spoke-a before 2026-\S+: only a new vote sends it again$/,
        ) as string,
        command: undefined,
      })
    }

    const [forgotten] = await vote(network, pass, ['Forgotten', recovery('c')])
    await arrive()
    await pass(15 * DAY)
    expect(await told(forgotten!)).toMatchObject({
      line: 'spoke-a: batch 4 expired',
      what: expect.stringMatching(
        /^nobody scheduled batch 4 of spoke-a before 2026-\S+: only a new vote/,
      ) as string,
      command: undefined,
    })
  })

  it('says that a spoke does not know what was revoked, which carry tells it', async () => {
    const [found] = await vote(network, pass, ['A mistake', recovery('d')])
    await arrive()
    lost = [1, 2]
    const chain = spoke().deployment.chainId
    const back = `  - { do: call, contract: RemoteOutbox, function: "revoke(uint64,uint64)", args: [${chain}, 5] }`
    await vote(network, pass, ['Taken back', back])
    await arrive()
    const unknown = await told(found!)
    expect(unknown.line).toBe(
      'spoke-a: batch 5 revoked, which the spoke does not know yet: 1 of 2 families (0); missing 1, 2',
    )
    expect(unknown.what).toMatch(
      /^batch 5 of spoke-a is revoked, and until spoke-a knows, anyone may schedule it there: that waits for 1 more/,
    )
    expect(unknown.command).toBe(CARRY)
    lost = []
    expect((await carry(network, spoke(), by!)).map(({ what }) => what)).toEqual([
      'sent the root of all batches again',
    ])
    await arrive()
    const known = await told(found!)
    expect([known.line, known.status.todo]).toEqual(['spoke-a: batch 5 revoked', []])
  })
})

describe('the status of what a spoke has refused', () => {
  it('is told for a root, which carry has tried again', async () => {
    const [found] = await vote(network, pass, ['Refused', recovery('e')])
    await whileRefusing('RemoteExecutor', arrive)
    const refused = await told(found!)
    expect(refused.what).toBe('spoke-a has the root of all batches from k families, and refused it')
    expect(refused.command).toBe(CARRY)
    expect((await carry(network, spoke(), by!)).map(({ what }) => what)).toEqual([
      'had the root of all batches tried again',
    ])
    expect((await told(found!)).line).toMatch(/^spoke-a: batch 6 confirmed there/)
  })

  it('P3: is told where it has an epoch for another root, which takes a new epoch', async () => {
    const [found] = await vote(network, pass, ['Overtaken', recovery('f')])
    await arrive()
    const executor = addressOf(spoke().deployment, 'RemoteExecutor')
    // As after a reorganisation of the hub: k families have delivered what it does not know any more.
    await chain().rpc('anvil_setStorageAt', [executor, numberToHex(ROOT_SLOT, { size: 32 }), LOST_ROOT])
    const overtaken = await told(found!)
    expect(overtaken.what).toBe(
      'spoke-a has the epoch of the root of all batches for another one: it needs a new epoch, one a day',
    )
    expect(overtaken.command).toBe(CARRY)
    await pass(DAY)
    expect((await carry(network, spoke(), by!)).map(({ what }) => what)).toEqual([
      'sent the root of all batches under a new epoch',
    ])
    await arrive()
    expect((await told(found!)).line).toMatch(/^spoke-a: batch 7 confirmed there/)
  })
})

describe('the status of a config', () => {
  it('P10: names the families that have delivered it, those that have not, and what is left on every chain', async () => {
    const set = (name: string) =>
      `  - { do: set, parameter: hedgeBand.capShare, market: WETH/USDC, spoke: ${name}, from: 25 %, to: 24 % }`
    const [found] = await vote(network, pass, ['Narrower', `${set('spoke-a')}\n${set('spoke-b')}`])
    const before = await readStatus(network, found!)
    expect(before.todo).toEqual(
      ['spoke-a', 'spoke-b'].map((name) => ({
        what: expect.stringMatching(
          `^${name} is at version \\d+: nobody has sent it version \\d+$`,
        ) as string,
        command: `gimbal-gov send-config ${name}`,
      })),
    )
    expect(before.next).toEqual(before.todo[0])
    lost = [0, 2]
    await acts.sendConfig(network, by!, spoke().deployment.chainId)
    await arrive()
    const status = await readStatus(network, found!)
    const config = status.chains.find(({ chain }) => chain === 'spoke-a')
    expect(config).toMatchObject({
      families: 1,
      quorum: 2,
      carriedBy: [1],
      missing: [
        { family: 0, state: 'took' },
        { family: 2, state: 'took' },
      ],
    })
    expect(statusLines(status)).toContainEqual(
      expect.stringMatching(/^ {3}spoke-a: version \d of \d in force, 1 of 2 families \(1\); missing 0, 2$/),
    )
    expect(status.next?.what).toMatch(
      /waits for 1 more of 2 families: family 0 took it on the hub as 0x\w+ and has not delivered it; family 2 took/,
    )
    lost = [0]
    await acts.sendConfig(network, by!, spoke().deployment.chainId)
    await arrive()
    expect(statusLines(await readStatus(network, found!))).toContainEqual(
      expect.stringMatching(/^ {3}spoke-a: version (\d) of \1 in force, 2 of 2 families \(1, 2\)$/),
    )
  })

  it('tells that its spoke has refused it, and carry has it tried again', async () => {
    const set =
      '  - { do: set, parameter: hedgeBand.capShare, market: WETH/USDC, spoke: spoke-a, from: 24 %, to: 23 % }'
    const [found] = await vote(network, pass, ['Narrower still', set])
    await acts.sendConfig(network, by!, spoke().deployment.chainId)
    await whileRefusing('SpokeControl', arrive)
    const refused = await told(found!)
    expect(refused.what).toMatch(/^spoke-a has version \d+ from k families, and refused it$/)
    expect(refused.command).toBe(CARRY)
    expect((await carry(network, spoke(), by!)).map(({ what }) => what)).toContainEqual(
      expect.stringMatching(/^had version \d+ tried again$/),
    )
    const { todo } = (await told(found!)).status
    expect(todo.filter(({ what }) => what.startsWith('spoke-a'))).toEqual([])
  })
})
