import { abis, artifact, type ContractName } from '@gimbal/contracts'
import {
  type Abi,
  type AbiFunction,
  type Address,
  encodeAbiParameters,
  getAddress,
  type Hex,
  isAddress,
  isHex,
  parseAbiItem,
  toFunctionSignature,
} from 'viem'
import type { At } from '../document/place.ts'
import type { ActionOf } from '../document/schema.ts'
import { type Fee, parseFee } from '../fee/fee.ts'
import { ValueError } from '../problem.ts'
import { parseDuration } from '../units/duration.ts'
import { type Call, type Context, callOf } from './call.ts'

/** New code behind a proxy. */
export function upgradeCall(context: Context, action: ActionOf<'upgrade'>, at: At): Call {
  at('contract', () => {
    context.names.contractOf(action.contract)
    requireProxy(action.contract)
  })
  const implementation = at('implementation', () => addressOf(action.implementation))
  const call = at('call', () => hexOf(action.call))
  at('fee', () => {
    if (action.fee !== undefined) throw new ValueError('pays for the message to a spoke: name one')
  })
  const label = `upgrade ${action.contract} to ${implementation}`
  return callOf(context, action.contract as ContractName, 'upgradeToAndCall', [implementation, call], label)
}

/** How long values, bounds and upgrades wait. */
export function delaysCall(context: Context, action: ActionOf<'set delays'>, at: At): Call {
  const seconds = (key: 'value' | 'bounds' | 'upgrade') => Number(at(key, () => parseDuration(action[key])))
  const delays = { value: seconds('value'), bounds: seconds('bounds'), upgrade: seconds('upgrade') }
  const label = `set delays: values ${action.value}, bounds ${action.bounds}, upgrades ${action.upgrade}`
  return callOf(context, 'GimbalTimelock', 'setDelays', [delays], label)
}

/** Any function of a contract of the hub, for what has no action of its own. */
export function anyCall(context: Context, action: ActionOf<'call'>, at: At): Call {
  at('contract', () => context.names.contractOf(action.contract))
  const contract = (action.contract === 'Timelock' ? 'GimbalTimelock' : action.contract) as ContractName
  const functionName = at('function', () => functionOf(contract, action.function))
  const label = `call ${action.contract}.${action.function} with ${JSON.stringify(action.args)}`
  const { fee } = action
  const fees = fee === undefined ? {} : { fees: [at('fee', () => feeOf(contract, functionName, fee))] }
  requireArguments(artifact(contract).abi, functionName, action.args, at)
  return { ...callOf(context, contract, functionName, action.args, label), ...fees }
}

/** @throws ValueError for what has no code to be replaced */
export function requireProxy(contract: string): void {
  const known: Readonly<Record<string, Abi | undefined>> = abis
  const isProxy = known[contract]?.some(
    (item) => item.type === 'function' && item.name === 'upgradeToAndCall',
  )
  if (isProxy !== true) throw new ValueError('is no proxy: nothing of it can be upgraded')
}

/** Holds each argument against its type. */
export function requireArguments(abi: Abi, functionName: string, args: readonly unknown[], at: At): void {
  const item = abi.find((each) => each.type === 'function' && each.name === functionName)
  const inputs = item?.type === 'function' ? item.inputs : []
  at('args', () => {
    if (args.length === inputs.length) return
    const types = inputs.map(({ type }) => type).join(', ') || 'none'
    throw new ValueError(`there are ${args.length}, and it takes ${inputs.length}: ${types}`)
  })
  for (const [i, input] of inputs.entries()) {
    at(`args.${i}`, () => {
      try {
        encodeAbiParameters([input], [args[i]])
      } catch {
        throw new ValueError(`expected ${input.type}${input.name ? ` (${input.name})` : ''}`)
      }
    })
  }
}

function feeOf(contract: ContractName, functionName: string, fee: string): Fee {
  const abi: Abi = artifact(contract).abi
  const takes = abi.some(
    (item) => item.type === 'function' && item.name === functionName && item.stateMutability === 'payable',
  )
  if (!takes) throw new ValueError(`${contract}.${functionName} takes no coins`)
  return parseFee(fee)
}

export function functionOf(contract: ContractName, signature: string): string {
  let asked: AbiFunction
  try {
    asked = parseAbiItem(`function ${signature}` as 'function f()')
  } catch {
    throw new ValueError('is not the signature of a function, such as setQuorum(uint8)')
  }
  const abi: Abi = artifact(contract).abi
  const named = abi.filter((item) => item.type === 'function').filter(({ name }) => name === asked.name)
  if (named.length === 0) throw new ValueError(`${contract} has no such function`)
  const known = named.map((item) => toFunctionSignature(item))
  if (!known.includes(toFunctionSignature(asked))) {
    throw new ValueError(`${contract} has no such function; there is ${known.join(', ')}`)
  }
  return asked.name
}

export function addressOf(text: string): Address {
  if (!isAddress(text, { strict: false })) throw new ValueError('is not an address')
  return getAddress(text)
}

export function hexOf(text: string): Hex {
  if (!isHex(text)) throw new ValueError('is not hex')
  return text
}
