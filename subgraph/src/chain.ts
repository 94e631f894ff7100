import { BigInt, dataSource } from '@graphprotocol/graph-ts'

/** The chain that this subgraph indexes, where the manifest tells the data source. */
export function thisChain(): BigInt {
  return dataSource.context().getBigInt('chain')
}
