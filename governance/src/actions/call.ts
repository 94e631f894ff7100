import { artifact, type ContractName } from '@gimbal/contracts'
import type { RemoteCall } from '@gimbal/relayer/remote-batch'
import { type Abi, type Address, encodeFunctionData, type Hex } from 'viem'
import type { Fee } from '../fee/fee.ts'
import type { Names } from '../network/names.ts'
import type { Network, Site } from '../network/network.ts'
import type { Field } from '../parameter/key.ts'
import type { Place } from '../parameter/values.ts'
import type { Symbols } from '../units/quantity.ts'

/** A field that a proposal sets, for its report. */
export type FieldChange = {
  readonly field: Field
  readonly place: Place
  readonly label: string
  readonly symbols?: Symbols
  readonly from: bigint
  readonly to: bigint
  readonly tolerance: bigint
}

/** One call of the timelock. */
export type Call = {
  readonly target: Address
  readonly data: Hex
  /** What it does, in a line. */
  readonly label: string
  readonly changes: readonly FieldChange[]
  /** What it has a spoke do. */
  readonly remote?: { readonly site: Site; readonly calls: readonly RemoteCall[] }
  /** Coins that go with it. */
  readonly value?: bigint
  /** What its actions say of that. */
  readonly fees?: readonly Fee[]
  /** What gateways ask for its messages, where they were asked. */
  readonly asked?: bigint
  /** It builds on a call before it, so that alone it would fail. */
  readonly builds?: true
}

/** A call, and the actions of the file that it is made of, from 0. */
export type PlacedCall = Call & { readonly actions: readonly number[] }

/** What an action may ask. */
export type Context = { readonly network: Network; readonly names: Names }

/** A call of a contract of the hub by its name. */
export function callOf(
  { names }: Context,
  contract: ContractName,
  functionName: string,
  args: readonly unknown[],
  label: string,
): Call {
  const abi: Abi = artifact(contract).abi
  const deployed = contract === 'GimbalTimelock' ? 'Timelock' : contract
  return {
    target: names.contractOf(deployed),
    data: encodeFunctionData({ abi, functionName, args: [...args] }),
    label,
    changes: [],
  }
}
