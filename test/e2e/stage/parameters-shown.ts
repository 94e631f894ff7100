import { artifact, iParameterRulesAbi } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { readNames } from '@gimbal/governance'
import type { Abi } from 'viem'
import { expect, it } from 'vitest'
import { FIELDS } from '../../../governance/src/parameter/key.ts'
import { placesOf } from '../../../governance/src/parameter/places.ts'
import { readSetValue } from '../../../governance/src/parameter/values.ts'
import { SPOKE_DELAY } from '../../../relayer/localnet/setup/dao.ts'
import type { Answers } from './named-query.ts'
import type { Parliament } from './parliament.ts'
import { BAND, RULE, type Session, SPOKE } from './session.ts'

type Parameter = {
  readonly name: string
  readonly market: { readonly name: string } | null
  readonly spoke: { readonly chain: string } | null
  readonly fields: readonly string[]
  readonly values: readonly string[]
  readonly history: readonly {
    readonly old: readonly string[]
    readonly current: readonly string[]
    readonly path: string
    readonly proposal: { readonly number: number } | null
    readonly timestamp: string
  }[]
}

type Rule = {
  readonly name: string
  readonly history: readonly {
    readonly fields: readonly string[]
    readonly old: readonly string[]
    readonly current: readonly string[]
    readonly proposal: { readonly number: number } | null
  }[]
}

/** What subgraphs have to show of governed values, beside what the contracts hold. */
export function itShowsParameters(
  shown: () => { readonly house: Parliament; readonly session: Session; readonly answers: Answers },
): void {
  it('shows every governed field everywhere as the contracts hold it, with a history that leads there', async () => {
    const { house, answers } = shown()
    const [hub] = await answers<{ parameters: readonly Parameter[] }>('parameters')
    const context = { network: house.network, names: await readNames(house.network) }
    for (const field of FIELDS) {
      for (const where of await placesOf(context, field)) {
        const { market, place } = where
        const family = place.venue === undefined ? field.familyName : `venue${place.venue}`
        const found = hub!.parameters.filter(
          (each) =>
            each.name.startsWith(family) &&
            each.fields.includes(field.name) &&
            each.market?.name === market &&
            each.spoke?.chain === (place.spoke === undefined ? undefined : String(place.spoke)),
        )
        expect(found, `${field.familyName}.${field.name}`).toHaveLength(1)
        const value = found[0]!.values[found[0]!.fields.indexOf(field.name)]
        expect(BigInt(value!)).toBe(await readSetValue(house.network, field, place))
      }
    }
    for (const { history, values, name } of hub!.parameters) {
      expect(history.at(-1)?.current, name).toEqual(values)
      for (const [at, { old }] of history.entries()) {
        if (at > 0) expect(old, name).toEqual(history[at - 1]!.current)
      }
    }
  })

  it('names the proposal at every value that was set since the first one', async () => {
    const { session, answers } = shown()
    const [hub] = await answers<{ parameters: readonly Parameter[] }>('parameters')
    const since = hub!.parameters.flatMap(({ name, history }) =>
      history
        .filter(({ timestamp }) => BigInt(timestamp) > session.wiring.voteStart)
        .map(({ path, proposal }) => ({ name, path, proposal })),
    )
    expect(since).toEqual([
      { name: BAND.field.split('.')[0], path: 'VOTE', proposal: { number: session.wiring.number } },
    ])
  })

  it('P8: shows every rule as the contract holds it, and the proposal that changed one', async () => {
    const { house, session, answers } = shown()
    const [hub] = await answers<{ rules: readonly Rule[] }>('rules')
    const { client, deployment } = house.network.hub
    expect(hub!.rules).toHaveLength(FIELDS.length)
    for (const { family, field, familyName, name } of FIELDS) {
      const rules = await client.readContract({
        address: addressOf(deployment, 'ParameterRules'),
        abi: iParameterRulesAbi,
        functionName: 'rulesOf',
        args: [family],
      })
      const { history } = hub!.rules.find((each) => each.name === `${familyName}.${name}`)!
      const { fields, current } = history.at(-1)!
      const held = Object.entries(rules[field]!).map(([part, value]) => [part, String(BigInt(value))])
      const told = fields.map((part, at) => [part, current[at]])
      expect(Object.fromEntries(told), name).toEqual(Object.fromEntries(held))
      expect(history).toHaveLength(`${familyName}.${name}` === RULE.name ? 2 : 1)
    }
    const [first, changed] = hub!.rules.find(({ name }) => name === RULE.name)!.history
    const step = changed!.fields.indexOf('step')
    expect([first!.proposal, changed!.proposal?.number]).toEqual([null, session.wiring.number])
    expect(changed!.old).toEqual(first!.current)
    expect(changed!.current).toEqual(first!.current.with(step, String(RULE.voted)))
  })

  it('shows the delay of a spoke’s timelock and the terms of its executor', async () => {
    const { house, answers } = shown()
    const [, spoke] = await answers<{ parameters: readonly Parameter[] }>('parameters')
    const { client, deployment } = house.siteOf(SPOKE)
    const terms = (await client.readContract({
      address: addressOf(deployment, 'RemoteExecutor'),
      abi: artifact('RemoteExecutor').abi as Abi,
      functionName: 'terms',
    })) as Readonly<Record<string, number>>
    expect(spoke!.parameters).toMatchObject([
      { name: 'remoteTerms', fields: Object.keys(terms), values: Object.values(terms).map(String) },
      { name: 'timelockDelay', fields: ['seconds'], values: [String(SPOKE_DELAY)] },
    ])
  })
}
