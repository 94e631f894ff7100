import { print } from '@gimbal/relayer/terminal'
import { type Command, InvalidArgumentError } from 'commander'
import { isHash } from 'viem'
import { type Network, NetworkError } from '../network/network.ts'
import { parseDuration } from '../units/duration.ts'
import { readTransaction, transactionLines } from '../view/transaction.ts'
import type { Flags } from './shell.ts'

/** `gimbal-gov transaction`: what became of one that was sent. */
export function addTransactionCommand(program: Command, open: () => Network, flags: () => Flags): void {
  program
    .command('transaction <hash>')
    .description('whether a transaction that was sent is mined')
    .option('--chain <name>', 'where it was sent; the hub unless given')
    .action(async (hash: string, { chain }: { readonly chain?: string }) => {
      if (!isHash(hash)) throw new NetworkError(`hash = ${hash}: is not the hash of a transaction`)
      const { hub, sites } = open()
      const site = chain === undefined ? hub : sites.find(({ deployment }) => deployment.name === chain)
      if (site === undefined) {
        const names = sites.map(({ deployment }) => deployment.name)
        throw new NetworkError(`--chain = ${chain}: no chain has this name; there are ${names.join(', ')}`)
      }
      const found = await readTransaction(site, hash)
      print(flags().json, found, transactionLines(found))
    })
}

/** A duration of a flag, in seconds. */
export function duration(text: string): bigint {
  try {
    return parseDuration(text)
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error))
  }
}
