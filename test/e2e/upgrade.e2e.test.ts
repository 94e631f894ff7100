import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { creationCode } from '@gimbal/contracts'
import { type Layouts, storageLayouts } from '@gimbal/contracts/layout'
import { acts, buildProposal, checkProposal, parseProposal } from '@gimbal/governance'
import { getAddress, type Hex, toEventSelector } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accounts, delegates } from '../../relayer/localnet/accounts.ts'
import { type Governed, governedNetwork } from './stage/governed.ts'

const SPACE = 'erc7201:gimbal.storage.Guardian'

let governed: Governed

beforeAll(async () => {
  governed = await governedNetwork()
})

afterAll(() => governed.stop())

function deploy(code: Hex) {
  return governed.hub.create(accounts.deployer.address, code)
}

/** The Guardian from other sources: one of its events has another name. */
function renamed(): Hex {
  const topic = toEventSelector('StopEnded(uint48)').slice(2)
  const other = toEventSelector('StopOver(uint48)').slice(2)
  const code = creationCode('Guardian')
  expect(code).toContain(topic)
  return code.replace(topic, other) as Hex
}

/** The layouts of a checkout in which the Guardian's storage is another. */
function layoutsFile(name: string, change: (members: readonly string[]) => readonly string[]): string {
  const layouts = storageLayouts()
  const { [SPACE]: members = [], ...others } = layouts.Guardian ?? {}
  const changed: Layouts = { ...layouts, Guardian: { ...others, [SPACE]: change(members) } }
  const file = join(governed.folder, name)
  writeFileSync(file, JSON.stringify(changed))
  return file
}

async function problemsOf(action: string): Promise<readonly string[]> {
  const context = await governed.context()
  const read = parseProposal('p.yaml', `title: An upgrade\ntext: because\nactions:\n  - ${action}\n`)
  const { problems } = await checkProposal(context, read, await buildProposal(context, read))
  return problems.map(({ key, message }) => `${key}: ${message}`)
}

function upgrade(implementation: Hex, layouts?: string): string {
  const more = layouts === undefined ? '' : `, layouts: "${layouts}"`
  return `{ do: upgrade, contract: Guardian, implementation: "${implementation}"${more} }`
}

describe('an upgrade whose storage does not fit', () => {
  it('P12: passes where the code is that of this checkout, wherever it stands', async () => {
    expect(await problemsOf(upgrade(await deploy(creationCode('Guardian'))))).toEqual([])
  })

  it('P12: is refused where the code is that of another contract', async () => {
    const [problem, ...others] = await problemsOf(upgrade(await deploy(creationCode('RiskSteward'))))
    expect(others).toEqual([])
    expect(problem).toBe(
      `actions[0].implementation: would misread storage (P12): ${SPACE} has "contract IRiskParameters parameters" where the new code has nothing`,
    )
  })

  it('P12: is refused where nobody knows what storage the code has', async () => {
    expect(await problemsOf(upgrade(await deploy(renamed())))).toEqual([
      'actions[0].implementation: this code is not of this checkout, so its storage cannot be compared: name the contracts/storage-layout.json of the checkout that it is of as layouts',
    ])
    expect(await problemsOf(upgrade(accounts.owner.address))).toEqual([
      'actions[0].implementation: there is no code at this address',
    ])
  })

  it('P12: is refused where a member was put before a kept one, and named', async () => {
    const broken = layoutsFile('broken.json', (members) => ['bool paused', ...members])
    expect(await problemsOf(upgrade(await deploy(renamed()), broken))).toEqual([
      `actions[0].implementation: would misread storage (P12): ${SPACE} has "contract IRiskParameters parameters" where the new code has "bool paused"`,
    ])
  })

  it('P12: passes where storage grew at its end', async () => {
    const grown = layoutsFile('grown.json', (members) => [...members, 'bool paused'])
    expect(await problemsOf(upgrade(await deploy(renamed()), grown))).toEqual([])
  })

  it('P12: is compared on the chain that it is for', async () => {
    const spoke = governed.chains.find(({ name }) => name === 'spoke-a')!
    const implementation = await spoke.create(accounts.deployer.address, creationCode('SpokeControl'))
    const action = (contract: string) =>
      `{ do: upgrade, spoke: spoke-a, contract: ${contract}, implementation: "${implementation}" }`
    expect(await problemsOf(action('SpokeControl'))).toEqual([])
    const [problem] = await problemsOf(action('SpokeVault'))
    expect(problem).toContain('would misread storage (P12): erc7201:gimbal.storage.SpokeVault has')
  })

  it('P12: is found in a proposal that somebody else has put forward, also for a spoke', async () => {
    const { hub, network } = governed
    const [lead] = delegates
    await hub.give(accounts.deployer.address, lead!.address, 10n ** 18n)
    await acts.delegate(network, lead!, lead!.address)
    await governed.pass(1)
    const implementation = await deploy(creationCode('RiskSteward'))
    const spoke = governed.chains.find(({ name }) => name === 'spoke-a')!
    const there = await spoke.create(accounts.deployer.address, creationCode('SpokeControl'))
    const text = `title: A trap\ntext: because\nactions:\n  - ${upgrade(implementation)}\n  - { do: upgrade, spoke: spoke-a, contract: SpokeVault, implementation: "${there}" }\n`
    const context = await governed.context()
    await acts.propose(network, lead!, await buildProposal(context, parseProposal('p.yaml', text)))
    const { code, err } = await governed.gov(['check', 'latest'])
    expect(code).toBe(1)
    expect(err).toContain(
      `proposal latest: calls[0] = upgrade of Guardian on hub to ${getAddress(implementation)}: would misread storage (P12): ${SPACE} has`,
    )
    expect(err).toContain(
      `proposal latest: calls[1].calls[0] = upgrade of SpokeVault on spoke-a to ${getAddress(there)}: would`,
    )
  })

  it('P12: does not pass as a bare call', async () => {
    const implementation = await deploy(creationCode('RiskSteward'))
    const rest = `contract: SpokeControl, function: "upgradeToAndCall(address,bytes)", args: ["${implementation}", "0x"] }`
    for (const call of [`{ do: call, ${rest}`, `{ do: remote call, spoke: spoke-a, ${rest}`]) {
      expect(await problemsOf(call)).toEqual([
        'actions[0].function: is an action of its own, `upgrade`, which compares storage',
      ])
    }
  })
})
