import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { type Address, type Hex, isAddressEqual, parseEther, parseEventLogs } from 'viem'
import { endpointErrorIn } from '../network/endpoint.ts'
import { NetworkError, type Site } from '../network/network.ts'

/** A call, and the coins that go with it. */
export type PaidCall = { readonly target: Address; readonly data: Hex; readonly value: bigint }

/** What came of a call: how many gateways took its messages, and whether one passed a message over. */
export type Tried = { readonly takers: number; readonly refused: boolean }

/** Whoever tries has enough. */
const PURSE = parseEther('1000')

/**
 * Does calls one after another on nothing but the node's own copy of the chain, and says what its live gateways made of them.
 * Gateways share no view that says what they ask (ERC-7786 has none), so they are tried.
 *
 * @throws NetworkError where the endpoint cannot do that
 */
export async function tryCalls(
  { client, deployment }: Site,
  from: Address,
  calls: readonly PaidCall[],
): Promise<readonly Tried[]> {
  const { results } = await client
    .simulateCalls({
      account: from,
      calls: calls.map(({ target, data, value }) => ({ to: target, data, value })),
      stateOverrides: [{ address: from, balance: PURSE }],
    })
    .catch((cause: unknown) => {
      if (endpointErrorIn(cause) !== undefined) throw cause
      throw new NetworkError(
        `${deployment.name} does not try calls (eth_simulateV1), so its gateways cannot be asked what they charge: state the fee of each action that sends, such as 0.01 ETH`,
        { cause },
      )
    })
  const transport = addressOf(deployment, 'HedgeTransport')
  return results.map(({ status, logs = [] }) => {
    const said = parseEventLogs({
      abi: [...artifact('HedgeTransport').abi, ...artifact('RemoteOutbox').abi],
      logs: [...logs],
      eventName: ['GatewayTook', 'GatewayFailed', 'SendFailed'],
    })
    const takers = said.filter(
      ({ eventName, address }) => eventName === 'GatewayTook' && isAddressEqual(address, transport),
    ).length
    return { takers, refused: status === 'failure' || said.length > takers }
  })
}
