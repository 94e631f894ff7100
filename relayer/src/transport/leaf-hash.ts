// SPDX-License-Identifier: MIT
import { iMandateBookAbi, iSpokeControlAbi } from '@gimbal/contracts'
import { type ContractFunctionArgs, encodeAbiParameters, getAbiItem, type Hex, keccak256 } from 'viem'

/** What a book has done on a spoke, cumulative native units. */
export type Ledger = ContractFunctionArgs<typeof iMandateBookAbi, 'nonpayable', 'prove'>[1]
/** What the hub has sent a spoke for a book and wants back, cumulative native units. */
export type FundEntry = ContractFunctionArgs<typeof iSpokeControlAbi, 'view', 'requireFundEntry'>[0]

const ledgerType = getAbiItem({ abi: iMandateBookAbi, name: 'prove' }).inputs[1]
const entryType = getAbiItem({ abi: iSpokeControlAbi, name: 'requireFundEntry' }).inputs[0]

/** Leaves are hashed twice, so that no inner node of a tree can pass for one. */
export function ledgerLeaf(ledger: Ledger): Hex {
  return keccak256(keccak256(encodeAbiParameters([ledgerType], [ledger])))
}

export function fundLeaf(entry: FundEntry): Hex {
  return keccak256(keccak256(encodeAbiParameters([entryType], [entry])))
}
