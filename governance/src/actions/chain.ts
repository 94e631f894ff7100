import { artifact, type ContractName } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { type Abi, encodeFunctionData } from 'viem'
import type { At } from '../document/place.ts'
import type { ActionOf } from '../document/schema.ts'
import { read } from '../network/network.ts'
import { ValueError } from '../problem.ts'
import { parseQuantity } from '../units/quantity.ts'
import { type Call, type Context, callOf } from './call.ts'
import { LISTED } from './venue.ts'

type Terms = { readonly maxEpochJump: number }

/**
 * Makes the hub know a spoke that was deployed and has its address file: peer, gateways, bridge, vault, then the terms of
 * another spoke, which sets of a later proposal may change.
 */
export async function addChainCalls(
  context: Context,
  action: ActionOf<'add chain'>,
  at: At,
): Promise<readonly Call[]> {
  const { names, network } = context
  const { deployment } = at('spoke', () => names.siteOf(action.spoke))
  const market = at('market', () => names.marketOf(action.market))
  const like = at('like', () => names.siteOf(action.like)).deployment
  const { hub } = network
  const id = BigInt(deployment.chainId)
  const model = [market.id, BigInt(like.chainId)] as const
  const [terms, exit, band, limits, liquidity] = await Promise.all([
    read<Terms>(hub, 'RiskParameters', 'spokeTerms', [model[1]]),
    read<unknown>(hub, 'RiskParameters', 'exitTerms', [model[1]]),
    read<unknown>(hub, 'RiskParameters', 'hedgeBand', model),
    read<unknown>(hub, 'RiskParameters', 'hedgeLimits', model),
    read<unknown>(hub, 'RiskParameters', 'liquidity', model),
  ])
  const venues = action.venues.map(({ id: venue, clip }, i) => ({
    ...at(`venues.${i}.id`, () => venueOf(deployment.venues, venue)),
    ...LISTED,
    clip: at(`venues.${i}.clip`, () => parseQuantity(clip, 'base', market.symbols)),
  }))
  const call = (contract: ContractName, functionName: string, args: readonly unknown[], what: string) =>
    callOf(context, contract, functionName, args, `${what} ${deployment.name}`)
  const gateways = hub.deployment.gateways.map(({ family, address }): Call => {
    const remote = deployment.gateways.find((each) => each.family === family)
    if (remote === undefined) throw new ValueError(`${deployment.name} has no gateway of family ${family}`)
    const abi: Abi = artifact('LocalGateway').abi
    const data = encodeFunctionData({ abi, functionName: 'setRemote', args: [id, remote.address] })
    return { target: address, data, label: `gateway ${family} to ${deployment.name}`, changes: [] }
  })
  return [
    call('HedgeTransport', 'setPeer', [id, addressOf(deployment, 'HedgeTransport')], 'take messages of'),
    call('HedgeTransport', 'setMaxEpochJump', [id, terms.maxEpochJump], 'bound epochs of'),
    ...gateways,
    call('HubBridge', 'setLink', [id, addressOf(deployment, 'SpokeBridge')], 'link the bridge to'),
    call('Funding', 'setSpokeVault', [id, addressOf(deployment, 'SpokeVault')], 'name the vault of'),
    call('RiskParameters', 'addSpoke', [id, terms, exit], `terms of ${like.name} for`),
    {
      ...call(
        'RiskParameters',
        'listMarket',
        [market.id, id, band, limits, liquidity, venues],
        `${market.name} as on ${like.name} for`,
      ),
      builds: true,
    },
  ]
}

type Venue = { readonly id: number; readonly adapter: string; readonly pool: string }

function venueOf(venues: readonly Venue[], id: number): Venue {
  const found = venues.find((venue) => venue.id === id)
  if (found === undefined) {
    throw new ValueError(`the deployment has ${venues.map((venue) => venue.id).join(', ') || 'no venues'}`)
  }
  return found
}
