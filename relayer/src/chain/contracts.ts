// SPDX-License-Identifier: MIT
import {
  iAllocationBookAbi,
  iBooksAbi,
  iFundingAbi,
  iHedgeExecutorAbi,
  iHedgeTransportAbi,
  iMandateBookAbi,
  iRemoteExecutorAbi,
  iRemoteOutboxAbi,
  iRiskParametersAbi,
  iSettlementAbi,
  iSpokeControlAbi,
  iSpokeVaultAbi,
  iVolSurfaceAbi,
  timelockControllerAbi,
} from '@gimbal/contracts'
import type { Address } from 'viem'
import type { HubContracts, SpokeContracts } from '../config/schema.ts'

/** Contracts whose events the relayer lives on, with the ABI they are read by. */
export const watchedAbis = {
  allocationBook: iAllocationBookAbi,
  books: iBooksAbi,
  funding: iFundingAbi,
  mandateBook: iMandateBookAbi,
  remoteOutbox: iRemoteOutboxAbi,
  riskParameters: iRiskParametersAbi,
  settlement: iSettlementAbi,
  volSurface: iVolSurfaceAbi,
  hedgeExecutor: iHedgeExecutorAbi,
  hedgeTransport: iHedgeTransportAbi,
  remoteExecutor: iRemoteExecutorAbi,
  spokeControl: iSpokeControlAbi,
  spokeVault: iSpokeVaultAbi,
  timelock: timelockControllerAbi,
} as const

export type WatchedContract = keyof typeof watchedAbis

/** Who is who at the addresses of one chain. */
export type AddressBook = ReadonlyMap<string, WatchedContract>

/** The contracts to watch on a chain; `hub` is given on the home chain only. Keys are lower-case addresses. */
export function addressBook(spoke: SpokeContracts, hub?: HubContracts): AddressBook {
  const entries: [Address, WatchedContract][] = [
    [spoke.hedgeExecutor, 'hedgeExecutor'],
    [spoke.hedgeTransport, 'hedgeTransport'],
    [spoke.spokeControl, 'spokeControl'],
    [spoke.spokeVault, 'spokeVault'],
  ]
  if (spoke.remote) {
    entries.push([spoke.remote.executor, 'remoteExecutor'], [spoke.remote.timelock, 'timelock'])
  }
  if (hub) {
    entries.push(
      [hub.allocationBook, 'allocationBook'],
      [hub.books, 'books'],
      [hub.funding, 'funding'],
      [hub.mandateBook, 'mandateBook'],
      [hub.remoteOutbox, 'remoteOutbox'],
      [hub.riskParameters, 'riskParameters'],
      [hub.settlement, 'settlement'],
      [hub.volSurface, 'volSurface'],
    )
  }
  return new Map(entries.map(([address, contract]) => [address.toLowerCase(), contract]))
}
