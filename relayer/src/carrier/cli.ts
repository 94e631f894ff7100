#!/usr/bin/env -S npx tsx
// SPDX-License-Identifier: MIT
import { Command } from 'commander'
import { serve } from '../api/serve.ts'
import { loadAccount } from '../config/account.ts'
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
import { carrierChains } from './addresses.ts'
import { createCarrierApp } from './app.ts'
import { loadAttesters } from './attesters.ts'
import { messageDelay } from './delay.ts'
import { loadCarrierConfig } from './load.ts'
import type { CarrierOptions, CarrierState } from './options.ts'
import { startCarrier } from './start.ts'
import { stepByParent } from './stepped.ts'

interface Flags {
  readonly config?: string
  readonly addresses?: string
  readonly json?: boolean
  readonly apiPort?: string
  readonly logLevel?: string
  readonly url?: string
  readonly stepped?: boolean
}

function configOf({ config, addresses, ...flags }: Flags) {
  return loadCarrierConfig({
    file: config,
    environment: process.env,
    flags: {
      ...serviceFlags(flags),
      ...(addresses === undefined ? {} : { addresses }),
    },
  })
}

/** Everything that a carrier is started with, checked. */
function optionsOf(flags: Flags) {
  const config = configOf(flags)
  const options = {
    chains: carrierChains(config),
    attesters: loadAttesters(config, process.env),
    account: loadAccount({
      keystore: config.keystore,
      environment: process.env,
      prefix: 'GIMBAL_CARRIER',
    }),
    latency: config.delay ? messageDelay(config.delay) : () => 0,
  } satisfies Partial<CarrierOptions>
  return { config, options }
}

async function run(flags: Flags): Promise<void> {
  const { config, options } = optionsOf(flags)
  const logger = createLogger(config.logLevel)
  const stopping = stopSignal()
  const carrier = await startCarrier({ ...options, drive: flags.stepped ? 'manual' : config.pollMs, logger })
  try {
    const served = await serve(createCarrierApp(carrier.state), config.api)
    try {
      const families = [...options.attesters.keys()]
      logger.info({ account: options.account.address, families, api: served.url }, 'the carrier works')
      if (flags.stepped) stepByParent(carrier, () => stopping.abort())
      await aborted(stopping.signal)
    } finally {
      await served.close()
    }
  } finally {
    await carrier.stop()
    // an open channel would keep the process
    if (process.connected) process.disconnect()
  }
}

async function status(flags: Flags): Promise<void> {
  const url = flags.url ?? apiUrl(configOf(flags).api)
  const state = await askHealth<CarrierState>(url)
  const { seen, delivered, waiting } = state.messages
  print(flags.json, state, [
    `ready: ${state.ready}   families: ${state.families.join(', ')}   messages: ${seen} seen, ${delivered} delivered, ${waiting} waiting`,
    ...state.chains.map(
      ({ name, block, pending, healthy }) =>
        `${name}: block ${block}, ${pending} pending${healthy ? '' : ', unreachable'}`,
    ),
  ])
  process.exitCode = state.ready ? 0 : 1
}

function checkConfig(flags: Flags): void {
  const { options } = optionsOf(flags)
  const chains = options.chains.map(({ id, name, rpc, gateways }) => ({
    id,
    name,
    endpoints: rpc.length,
    gateways,
  }))
  const families = [...options.attesters].map(([family, attesters]) => ({
    family,
    attesters: attesters.map(({ address }) => address),
  }))
  const account = options.account.address
  print(flags.json, { ok: true, account, chains, families }, [
    `the configuration is valid; ${account} pays`,
    ...chains.map(
      ({ id, name, endpoints, gateways }) =>
        `${name} (${id}): ${endpoints} endpoint(s), ${gateways.length} gateway(s)`,
    ),
    ...families.map(({ family, attesters }) => `family ${family}: ${attesters.join(', ')}`),
  ])
}

const program = new Command('gimbal-carrier')
  .description('Signs and delivers the messages of the local gateway families.')
  .option('-c, --config <file>', 'configuration file, JSON (GIMBAL_CARRIER_CONFIG)')
  .option('-a, --addresses <folder>', "folder of the deployment's address files (GIMBAL_ADDRESSES)")
  .option('--json', 'print JSON')
  .option('--api-port <port>', 'port of the HTTP API (GIMBAL_CARRIER_API_PORT)')
  .addOption(logLevelOption())
  .addHelpText(
    'after',
    `
Keys: GIMBAL_CARRIER_PRIVATE_KEY pays, or keystore with GIMBAL_CARRIER_KEYSTORE_PASSWORD;
GIMBAL_ATTESTERS_<family> holds the keys of a family, commas between, or keystores with
GIMBAL_ATTESTERS_<family>_PASSWORD. GIMBAL_RPC_<chain> replaces the endpoints of a chain.`,
  )
const flags = (): Flags => program.opts<Flags>()

program
  .command('run')
  .description('follow the gateways and deliver until stopped')
  .option('--stepped', 'step only when the parent process says so, over its IPC channel')
  .action((own: Flags) => run({ ...flags(), ...own }))
program
  .command('status')
  .description('ask a running carrier; exit code 1 when it is not ready')
  .option('--url <url>', 'where its API is')
  .action((own: Flags) => status({ ...flags(), ...own }))
program
  .command('check-config')
  .description('check configuration, address files and keys, and name what is wrong')
  .action(() => checkConfig(flags()))

await runProgram(program)
