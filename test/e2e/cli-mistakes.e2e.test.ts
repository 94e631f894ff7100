import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { acts, findProposal } from '@gimbal/governance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accounts, delegates, keyOf } from '../../relayer/localnet/accounts.ts'
import { type Governed, governedNetwork } from './stage/governed.ts'
import { prepareVoters } from './stage/voted.ts'

const MINUTE = 60
const stranger = accounts.trader
let governed: Governed

beforeAll(async () => {
  governed = await governedNetwork()
  await prepareVoters(governed)
})

afterAll(() => governed.stop())

const gov = (args: readonly string[], key?: string) => governed.gov(args, key)

function write(name: string, text: string): string {
  const file = join(governed.folder, name)
  writeFileSync(file, text)
  return file
}

/** The network with another endpoint of a chain. */
function networkWith(chain: string, url: string): string {
  const { addresses, rpc } = JSON.parse(readFileSync(join(governed.folder, 'network.json'), 'utf8')) as {
    addresses: string
    rpc: Record<string, string>
  }
  return write(`${chain}.json`, JSON.stringify({ addresses, rpc: { ...rpc, [chain]: url } }))
}

describe('gimbal-gov to someone who has never seen it', () => {
  it.each([
    ...['', 'check', 'simulate', 'propose', 'vote', 'send-config', 'carry', 'transaction'],
    ...['steward propose', 'steward execute', 'guardian tighten', 'guardian stop'],
  ])('explains itself: %s', async (command) => {
    const { code, out, err } = await gov([...command.split(' ').filter(Boolean), '--help'])
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain(`Usage: gimbal-gov ${command}`.trim())
    expect(out).toContain('--network <file>')
  })

  it('says how a file reaches every chain', async () => {
    const { out } = await gov(['--help'])
    const steps = ['new', 'check', 'simulate', 'delegate', 'propose', 'vote', 'status']
    const places = steps.map((step) => out.lastIndexOf(`  gimbal-gov ${step} `))
    expect(places.every((place, i) => place > (places[i - 1] ?? 0))).toBe(true)
  })
})

describe('a mistake on the command line', () => {
  it.each([
    [['nonsense'], "error: unknown command 'nonsense'"],
    [['vote', '1'], "error: missing required argument 'support'"],
    [['--bogus', 'status'], "error: unknown option '--bogus'"],
    [['guardian', 'stop', 'risk'], "error: required option '--for <duration>' not specified"],
    [['--timeout', 'soon', 'params'], 'expected a duration: `90 s`, `15 min`, `12 h` or `3 d`'],
    [['simulate'], "error: missing required argument 'proposal'"],
  ])('is told to people and machines: %s', async (args, message) => {
    const { code, out, err } = await gov(['--json', ...args])
    expect(code).toBe(1)
    expect((JSON.parse(out) as { error: string }).error).toContain(message)
    expect(err).toContain(message)
    expect(err).toContain('(gimbal-gov COMMAND --help says what a command takes)')
  })

  it('names the argument, its value and what there is', async () => {
    const key = keyOf(delegates[0]!)
    for (const command of ['carry', 'send-config']) {
      const { out } = await gov(['--json', command, 'spoke-z'], key)
      expect(JSON.parse(out)).toMatchObject({
        problems: [
          {
            key: 'spoke',
            value: 'spoke-z',
            message: 'no spoke has this name; there are hub, spoke-a, spoke-b',
          },
        ],
      })
    }
  })

  it('in a file is told before the network is looked for', async () => {
    const file = write('typo.yaml', 'title: T\ntext: x\nacions: []\n')
    const { err } = await gov(['--network', '/nowhere.json', 'check', file])
    expect(err).toContain(`${file}:3: acions: is not known here; there are title, text, actions`)
  })
})

describe('a network file', () => {
  it('that is absent or no JSON is told apart', async () => {
    const absent = await gov(['--network', '/nowhere.json', 'params'])
    expect(absent.err).toMatch(/^there is no network file \/nowhere\.json: give one with --network/)
    const file = write('half.json', '{ "addresses": ')
    const half = await gov(['--network', file, 'params'])
    expect(half.err).toMatch(/half\.json is no JSON \(.+\): mend it, or give one with --network/)
  })

  it('that names the endpoint of another chain is refused before anything is read or sent', async () => {
    const [hub, spoke] = governed.chains
    const file = networkWith('hub', spoke!.url)
    const before = await spoke!.client.getBlockNumber()
    const sent = await gov(['--network', file, 'delegate'], keyOf(stranger))
    expect([sent.code, sent.err.trim()]).toEqual([
      1,
      `the endpoint of hub, ${spoke!.url}, is of chain 31338, and hub is chain 31337. Another one is named as rpc.hub in the network file. Nothing was sent`,
    ])
    expect(await spoke!.client.getBlockNumber()).toBe(before)
    for (const command of [['params'], ['status'], ['history'], ['risk']]) {
      const { code, err } = await gov(['--network', file, ...command])
      expect([code, err]).toEqual([1, expect.stringContaining('is of chain 31338, and hub is chain 31337')])
    }
    const spokes = networkWith('spoke-a', hub!.url)
    const { err } = await gov(['--network', spokes, 'carry', 'spoke-a'], keyOf(stranger))
    expect(err).toContain('rpc.spoke-a in the network file')
  })
})

describe('a key', () => {
  it('is not needed for a dry run, and for nothing else is its account enough', async () => {
    const account = ['--account', stranger.address]
    const dry = await gov(['--json', '--dry-run', ...account, 'delegate'])
    expect(JSON.parse(dry.out)).toMatchObject({ kind: 'dry run' })
    const wet = await gov([...account, 'delegate'])
    expect([wet.code, wet.err]).toEqual([1, expect.stringMatching(/^nobody signs: set GIMBAL_PRIVATE_KEY/)])
  })

  it('without votes does not vote, which would count for nothing and could not be made good', async () => {
    const file = write(
      'band.yaml',
      'title: A band\ntext: because\nactions:\n  - { do: set, parameter: hedgeBand.capShare, market: WETH/USDC, spoke: spoke-a, from: 25 %, to: 26 % }\n',
    )
    const { network } = governed
    await gov(['propose', '--no-simulation', file], keyOf(delegates[0]!))
    const early = await gov(['vote', 'latest', 'for'], keyOf(stranger))
    expect(early.err).toContain('the proposal is pending, and has to be active')
    await governed.pass(6 * MINUTE)
    const { code, err } = await gov(['vote', 'latest', 'for'], keyOf(stranger))
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(
        new RegExp(
          `^${stranger.address} has no votes here: it had been given none when the vote began, at 2026-`,
        ),
      ),
    ])
    expect(err).toContain('gimbal-gov delegate')
    const found = await findProposal(network, 'latest')
    await acts.vote(network, delegates[0]!, found, 'for', '')

    // What others have put forward without a simulation can be simulated by anyone, and is the same.
    const none = await gov(['check', `${found.number}`])
    expect([none.code, none.out]).toEqual([
      1,
      expect.stringContaining(`names no simulation: gimbal-gov simulate ${found.number} makes one\n`),
    ])
    const digests = []
    for (const which of [`${found.number}`, file]) {
      const { out, err } = await gov(['--json', 'simulate', which, '--no-replay'])
      expect(out, err).not.toBe('')
      digests.push((JSON.parse(out) as { digest: string }).digest)
    }
    expect(digests[0]).toBe(digests[1])
  })
})
