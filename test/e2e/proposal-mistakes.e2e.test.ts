import { type Network, ProposalError, parseProposal, readNames } from '@gimbal/governance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkProposal } from '../../governance/src/check.ts'
import { buildProposal } from '../../governance/src/proposal.ts'
import { accounts } from '../../relayer/localnet/accounts.ts'
import { type Governed, governedNetwork } from './stage/governed.ts'

let governed: Governed
let network: Network

beforeAll(async () => {
  governed = await governedNetwork()
  ;({ network } = governed)
})

afterAll(() => governed.stop())

/** What is said against actions: line, key, value and words. */
async function told(actions: string): Promise<readonly string[]> {
  try {
    const context = { network, names: await readNames(network) }
    const read = parseProposal('p.yaml', `title: T\ntext: because\nactions:\n${actions}\n`)
    const { problems } = await checkProposal(context, read, await buildProposal(context, read))
    return problems.map(({ line, key, message }) => `p.yaml:${line}: ${key}: ${message}`)
  } catch (error) {
    if (error instanceof ProposalError) return error.message.split('\n')
    throw error
  }
}

const pool = `"${accounts.owner.address}"`
const venue = (id: number, clip: string) =>
  `  - { do: add venue, market: WETH/USDC, spoke: spoke-a, id: ${id}, pool: ${pool}, clip: ${clip} }`
const call = (name: string, args: string) =>
  `  - { do: call, contract: HedgeTransport, function: "${name}", args: ${args} }`

describe('a mistake in a proposal', () => {
  it.each([
    [
      'a venue under an id that is taken',
      venue(21, '0.1 WETH'),
      [
        '4: actions[0]: adds a venue whose id is listed already: take another id, or change the fields of that one with `set`',
      ],
    ],
    [
      'a clip above that of its market',
      venue(23, '9 WETH'),
      ['4: actions[0]: breaks a rule between fields, venue.clip <= limits.clip: 9 and 5.5'],
    ],
    [
      'a lease longer than the longest',
      '  - { do: set, parameter: spokeTerms.lease, spoke: spoke-a, from: 2 h, to: 5 h }',
      ['4: actions[0]: breaks a rule between fields, lease <= maxLease: 5 h and 4 h'],
    ],
    [
      'a scenario of nothing',
      '  - { do: set scenarios, market: WETH/USDC, scenarios: [{ spot: 60 %, vol: up }, { spot: 0, vol: up }] }',
      ['4: actions[0]: has spotMul = 0: it is 0.01 to 10'],
    ],
    [
      'a chain that is there',
      '  - { do: add chain, spoke: spoke-b, market: WETH/USDC, like: spoke-a }',
      ['4: actions[0]: adds chain 31339, which the hub knows already'],
    ],
    [
      'a rule of which nothing is said',
      '  - { do: set rule, parameter: hedgeBand.capShare }',
      [
        '4: actions[0].parameter = hedgeBand.capShare: nothing of its rule is named: give min, max, guardianLimit, step, drift, cooldown, window, ramp, frozen',
      ],
    ],
    [
      'an upgrade of what has no proxy',
      `  - { do: upgrade, contract: GimbalGovernor, implementation: ${pool} }
  - { do: upgrade, spoke: spoke-a, contract: RemoteExecutor, implementation: ${pool} }`,
      [
        '4: actions[0].contract = GimbalGovernor: is no proxy: nothing of it can be upgraded',
        '5: actions[1].contract = RemoteExecutor: is no proxy: nothing of it can be upgraded',
      ],
    ],
    [
      'arguments of another kind or number',
      [
        call('setQuorum(uint8)', '[two]'),
        call('setQuorum(uint8)', '[300]'),
        call('setQuorum(uint8)', '[]'),
        call('setPeer(uint64,address)', '[1, 0x12]'),
      ].join('\n'),
      [
        '4: actions[0].args[0] = two: expected uint8 (k)',
        '5: actions[1].args[0] = 300: expected uint8 (k)',
        '6: actions[2].args: there are 0, and it takes 1: uint8',
        '7: actions[3].args[1] = 0x12: expected address (peer_)',
      ],
    ],
    [
      'a gateway that is no contract',
      `  - { do: rotate gateway, spoke: spoke-a, family: 1, gateway: ${pool} }`,
      ['4: actions[0]: would revert without saying why: mind what it calls, and with what'],
    ],
  ])('is told in words, with its place: %s', async (_, actions, said) => {
    expect(await told(actions)).toEqual(said.map((each) => `p.yaml:${each}`))
  })
})
