#!/usr/bin/env -S npx tsx
// SPDX-License-Identifier: MIT
import { Command } from 'commander'
import { loadAccount } from './config/account.ts'
import { loadConfig } from './config/load.ts'
import type { RelayerState } from './handle.ts'
import { createLogger } from './logger.ts'
import { setNiceness } from './priority.ts'
import { startRelayer } from './run.ts'
import {
  aborted,
  apiUrl,
  askHealth,
  logLevelOption,
  print,
  runProgram,
  serviceFlags,
  stopSignal,
} from './terminal.ts'

interface Flags {
  readonly config?: string
  readonly json?: boolean
  readonly apiPort?: string
  readonly journal?: string
  readonly logLevel?: string
  readonly url?: string
}

function configOf({ config, journal, ...flags }: Flags) {
  return loadConfig({
    file: config,
    environment: process.env,
    flags: {
      ...serviceFlags(flags),
      ...(journal === undefined ? {} : { journal: { file: journal } }),
    },
  })
}

async function run(flags: Flags): Promise<void> {
  const config = configOf(flags)
  const account = loadAccount({ keystore: config.keystore, environment: process.env })
  const logger = createLogger(config.logLevel)
  const { signal } = stopSignal()
  if (!setNiceness(config.nice)) logger.info({ nice: config.nice }, 'the system does not grant this priority')
  const relayer = await startRelayer({ config, account, logger })
  logger.info({ account: account.address, api: relayer.apiUrl }, 'the relayer works')
  await aborted(signal)
  await relayer.stop()
}

async function status(flags: Flags): Promise<void> {
  const url = flags.url ?? apiUrl(configOf(flags).api)
  const state = await askHealth<RelayerState>(url)
  print(flags.json, state, [
    `ready: ${state.ready}   books: ${state.books}   last tick: ${state.lastTick}`,
    ...state.chains.map(
      ({ name, block, epoch, leaseEnd, time, pending, healthy }) =>
        `${name}: block ${block}, epoch ${epoch}, lease ${leaseEnd - time} s left, ${pending} pending${healthy ? '' : ', unreachable'}`,
    ),
  ])
  process.exitCode = state.ready ? 0 : 1
}

function checkConfig(flags: Flags): void {
  const config = configOf(flags)
  const chains = config.chains.map(({ id, name, rpc }) => ({ id, name, endpoints: rpc.length }))
  print(flags.json, { ok: true, hub: config.hub, chains, policy: config.policy }, [
    'the configuration is valid',
    ...chains.map(({ id, name, endpoints }) => `${name} (${id}): ${endpoints} endpoint(s)`),
  ])
}

const program = new Command('gimbal-relayer')
  .description('Keeps books of options level across chains.')
  .option('-c, --config <file>', 'configuration file, JSON (GIMBAL_CONFIG)')
  .option('--json', 'print JSON')
  .option('--api-port <port>', 'port of the HTTP API (GIMBAL_API_PORT)')
  .option('--journal <file>', 'journal file (GIMBAL_JOURNAL; DATABASE_URL for Postgres)')
  .addOption(logLevelOption())
const flags = (): Flags => program.opts<Flags>()

program
  .command('run')
  .description('follow the chains and hedge until stopped; the key is GIMBAL_PRIVATE_KEY or a keystore')
  .action(() => run(flags()))
program
  .command('status')
  .description('ask a running relayer; exit code 1 when it is not ready')
  .option('--url <url>', 'where its API is')
  .action((own: Flags) => status({ ...flags(), ...own }))
program
  .command('check-config')
  .description('check a configuration and name everything that is wrong')
  .action(() => checkConfig(flags()))

await runProgram(program)
