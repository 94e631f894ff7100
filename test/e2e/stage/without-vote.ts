import { setTimeout as sleep } from 'node:timers/promises'
import {
  changesOfFlags,
  findStep,
  guardian,
  type Network,
  readNames,
  readNetworkFile,
  type Step,
  steward,
} from '@gimbal/governance'
import { type Hex, numberToHex, pad, stringToHex } from 'viem'
import { fieldOf } from '../../../governance/src/parameter/key.ts'
import { readValue } from '../../../governance/src/parameter/values.ts'
import { formatQuantity } from '../../../governance/src/units/quantity.ts'
import { accounts, council, delegates } from '../../../relayer/localnet/accounts.ts'
import { networkFile } from '../../../relayer/localnet/setup/local-network.ts'

export const SPOKE = 'spoke-b'
export const STORM = pad(stringToHex('storm'), { dir: 'right', size: 32 })
const PATIENCE = 120_000
const HALF_AN_HOUR = 1_800n

/** What steward and guardian have done on a running network. */
export type Acts = {
  readonly executed: Step
  readonly vetoed: Step
  readonly tightened: Hex
  readonly stopped: Hex
}

/** One step carried out by a stranger and one vetoed; a tightening, and a stop that is ended early. */
export async function actWithoutVote(folder: string): Promise<Acts> {
  const network = readNetworkFile(networkFile(folder))
  const context = { network, names: await readNames(network) }
  const params = [council.address, numberToHex(10n ** 18n)]
  await network.hub.client.request({ method: 'anvil_setBalance', params } as never)
  const propose = async (set: string, to: string): Promise<Step> => {
    const flags = { set, market: 'WETH/USDC', spoke: SPOKE, to }
    const changes = await changesOfFlags(context, 'step', flags)
    const { id } = await steward.propose(context, council, changes, numberToHex(1, { size: 32 }))
    return findStep(network, id)
  }
  const first = await propose('hedgeBand.capShare', '26 %')
  const second = await propose('hedgeBand.costRate', await aTenthMore(network))
  await steward.veto(context, accounts.guardian, second)

  const flags = { set: 'thresholds.initial', market: 'WETH/USDC', to: '1.31' }
  const tightened = await guardian.tighten(
    context,
    accounts.guardian,
    await changesOfFlags(context, 'tighten', flags),
    STORM,
  )
  const stopped = await guardian.stop(context, accounts.guardian, ['series', 'deposits'], HALF_AN_HOUR)
  await guardian.resume(context, accounts.guardian)

  const deadline = Date.now() + PATIENCE
  while ((await findStep(network, first.id)).state === 'waiting') {
    if (Date.now() > deadline) throw new Error(`step ${first.id} still waits`)
    await sleep(500)
  }
  await steward.execute(context, delegates[0]!, first)
  return {
    executed: await findStep(network, first.id),
    vetoed: await findStep(network, second.id),
    tightened: hashOf(tightened),
    stopped: hashOf(stopped),
  }
}

/** The cost rate of the spoke's band, a tenth higher. */
async function aTenthMore(network: Network): Promise<string> {
  const field = fieldOf('hedgeBand.costRate')
  const spoke = network.sites.find(({ deployment }) => deployment.name === SPOKE)?.deployment.chainId ?? 0
  const rate = (await readValue(network, field, { market: 1, spoke })) ?? 0n
  return formatQuantity((rate * 11n) / 10n, field.unit)
}

function hashOf(sent: Awaited<ReturnType<typeof guardian.tighten>>): Hex {
  if (sent.kind !== 'sent') throw new Error('nothing was sent')
  return sent.hash
}
