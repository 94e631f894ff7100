#!/usr/bin/env -S npx tsx
// SPDX-License-Identifier: MIT
import { Command } from 'commander'
import { loadAccount } from '../config/account.ts'
import { GimbalError } from '../errors.ts'
import { createLogger } from '../logger.ts'
import {
  aborted,
  apiUrl,
  askHealth,
  logLevelOption,
  print,
  runProgram,
  serviceFlags,
  stopSignal,
} from '../terminal.ts'
import { openHistory } from './history-file.ts'
import { loadUpdaterConfig } from './load.ts'
import type { UpdaterState } from './options.ts'
import { startUpdater } from './start.ts'

interface Flags {
  readonly config?: string
  readonly json?: boolean
  readonly apiPort?: string
  readonly logLevel?: string
  readonly url?: string
}

function configOf({ config, ...flags }: Flags) {
  return loadUpdaterConfig({
    file: config,
    environment: process.env,
    flags: {
      ...serviceFlags(flags),
    },
  })
}

function accountOf(keystore: string | undefined) {
  return loadAccount({ keystore, environment: process.env, prefix: 'GIMBAL_UPDATER' })
}

async function run(flags: Flags): Promise<void> {
  const config = configOf(flags)
  if (config.market.prices === undefined)
    throw new GimbalError('market.prices is not set: no price would come')
  const account = accountOf(config.keystore)
  const logger = createLogger(config.logLevel)
  const { signal } = stopSignal()
  const updater = await startUpdater({ config, account, logger })
  logger.info({ updater: account.address, api: updater.apiUrl }, 'the updater works')
  await aborted(signal)
  await updater.stop()
}

async function status(flags: Flags): Promise<void> {
  const state = await askHealth<UpdaterState>(flags.url ?? apiUrl(configOf(flags).api))
  print(flags.json, state, [
    `ready: ${state.ready}   ${state.updater}   ${state.hours} hours of history, ${state.model ?? 'no forecast'}`,
    `surface ${state.nonce} of ${state.updatedAt}   ${state.submitted} submitted, ${state.signed} signed for others`,
    ...state.wanted.map(
      ({ expiry, vol }) => `${new Date(expiry * 1_000).toISOString()}: ${(100 * vol).toFixed(1)} %`,
    ),
    ...(state.trouble === undefined ? [] : [`trouble: ${state.trouble}`]),
  ])
  process.exitCode = state.ready ? 0 : 1
}

function checkConfig(flags: Flags): void {
  const config = configOf(flags)
  const { address } = accountOf(config.keystore)
  const hours = openHistory(config.history).past.length
  print(flags.json, { ok: true, updater: address, hours, peers: config.peers.length }, [
    `the configuration is valid; ${address} signs and pays`,
    `${hours} hours of history, ${config.peers.length} peer(s)`,
  ])
}

const program = new Command('gimbal-updater')
  .description('Forecasts vol and keeps the vol surface up to date, with others who must agree.')
  .option('-c, --config <file>', 'configuration file, JSON (GIMBAL_UPDATER_CONFIG)')
  .option('--json', 'print JSON')
  .option('--api-port <port>', 'port of the HTTP API (GIMBAL_UPDATER_API_PORT)')
  .addOption(logLevelOption())
  .addHelpText(
    'after',
    `
Key: GIMBAL_UPDATER_PRIVATE_KEY signs and pays, or keystore with GIMBAL_UPDATER_KEYSTORE_PASSWORD.
GIMBAL_UPDATER_PEERS names the others, commas between; GIMBAL_RPC_<chain> the endpoints.`,
  )
const flags = (): Flags => program.opts<Flags>()

program
  .command('run')
  .description('forecast, propose and sign until stopped')
  .action(() => run(flags()))
program
  .command('status')
  .description('ask a running updater; exit code 1 when it is not ready')
  .option('--url <url>', 'where its API is')
  .action((own: Flags) => status({ ...flags(), ...own }))
program
  .command('check-config')
  .description('check configuration, key and history, and name what is wrong')
  .action(() => checkConfig(flags()))

await runProgram(program)
