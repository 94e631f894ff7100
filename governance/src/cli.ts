import { dirname, join, relative } from 'node:path'
import { loadAccount } from '@gimbal/relayer/account'
import { print, runProgram } from '@gimbal/relayer/terminal'
import { Command, InvalidArgumentError, Option } from 'commander'
import { type Address, formatEther, getAddress, isAddress } from 'viem'
import type { Context } from './actions/call.ts'
import { checkProposal } from './check.ts'
import { readArguments } from './commands/arguments.ts'
import { addGuardianCommands } from './commands/guardian.ts'
import type { Flags } from './commands/shell.ts'
import { addStewardCommands } from './commands/steward.ts'
import { addTransactionCommand, duration } from './commands/transaction.ts'
import { readProposal } from './document/read.ts'
import { schemaText } from './document/schema.ts'
import { template } from './document/template.ts'
import { writeNew } from './document/write.ts'
import * as acts from './lifecycle/acts.ts'
import { type Found, findProposal } from './lifecycle/find.ts'
import { MOST } from './lifecycle/payment.ts'
import type { Sent, Signer } from './lifecycle/send.ts'
import { titleOf } from './lifecycle/title.ts'
import { endpointErrorIn } from './network/endpoint.ts'
import { readNames } from './network/names.ts'
import { type Network, NetworkError, readNetworkFile, type Site } from './network/network.ts'
import { nobody, remoteSigner } from './network/remote-signer.ts'
import { ProposalError, ValueError } from './problem.ts'
import { buildProposal } from './proposal.ts'
import { carry } from './remote/carry.ts'
import {
  isProposed,
  recheckFile,
  recheckProposed,
  type SimulateFlags,
  simulateCommand,
  simulateOptions,
  withKeptLine,
  withKeptValues,
  withSimulation,
} from './simulate/command.ts'
import { recheckLines } from './simulate/recheck.ts'
import { parseCoins } from './units/coins.ts'
import { proposedUpgradeProblems } from './upgrade/proposed.ts'
import { readChanges } from './view/history.ts'
import {
  checkLines,
  executionLines,
  historyLines,
  parameterLines,
  sentLines,
  statusLines,
  warningLines,
} from './view/lines.ts'
import { boundLines, lossBounds } from './view/loss-bound.ts'
import { readParameters } from './view/params.ts'
import { proposedLines, readProposed } from './view/proposed.ts'
import { readStatus } from './view/status.ts'

function readAddress(text: string): Address {
  if (!isAddress(text)) throw new InvalidArgumentError(`${text} is no address`)
  return getAddress(text)
}

/** What gateways of the hub ask for a message. */
function feeOption(): Option {
  const about = 'coins of the hub that go with it for the gateways, such as 0.01; what they leave comes back'
  return new Option('--fee <amount>', about).argParser(readCoins).default(0n, 'none')
}

const SCHEMA = join(import.meta.dirname, '..', 'proposals', 'schema.json')

const WALKTHROUGH = `
From a file to every chain:
  gimbal-gov new p.yaml        a proposal to start from; docs/parameters.md has every number
  gimbal-gov check p.yaml      names, units, bounds and every call, against the chain
  gimbal-gov simulate p.yaml   what it would do, with a report
  gimbal-gov delegate          tokens vote once they are given to an account, and before the vote begins
  gimbal-gov propose p.yaml
  gimbal-gov vote latest for
  gimbal-gov status            what is next on every chain, and the command that does it

The network is a file of addresses and endpoints; npm start prints where its own is. docs/governance.md says the rest.`

function readCoins(text: string): bigint {
  try {
    return parseCoins(text)
  } catch (error) {
    throw error instanceof ValueError ? new InvalidArgumentError(error.message) : error
  }
}

const program = new Command('gimbal-gov')
  .description('Writes, checks, votes and follows proposals on the risk parameters of Gimbal.')
  .option('-n, --network <file>', 'addresses and endpoints, JSON (GIMBAL_NETWORK)')
  .option('-k, --keystore <file>', 'signs with this keystore; else the key is GIMBAL_PRIVATE_KEY')
  .option('--signer <url>', 'a service signs instead: eth_accounts and eth_signTransaction (GIMBAL_SIGNER)')
  .option(
    '--account <address>',
    'which account of that service; with --dry-run whose call is tried, without a key',
    readAddress,
  )
  .option('--dry-run', 'ask the chain whether it would pass, and send nothing')
  .option('--timeout <duration>', 'how long an endpoint may take to answer (default: 10 s)', duration)
  .option('--wait <duration>', 'how long to wait until a transaction is mined (default: 3 min)', duration)
  .option('--json', 'print JSON')
  .configureHelp({ showGlobalOptions: true })
  .showHelpAfterError('(gimbal-gov COMMAND --help says what a command takes)')
  .addHelpText('after', WALKTHROUGH)
  .exitOverride(({ exitCode, message }) => {
    // What is wrong with the command line itself is told before there are flags.
    if (exitCode !== 0 && process.argv.includes('--json')) console.log(JSON.stringify({ error: message }))
    process.exit(exitCode)
  })

const flags = (): Flags => program.opts<Flags>()

function openNetworkFile(): Network {
  const { network, timeout, wait } = flags()
  return readNetworkFile(network ?? (process.env.GIMBAL_NETWORK || 'network.json'), {
    ...(timeout === undefined ? {} : { answer: timeout }),
    ...(wait === undefined ? {} : { mining: wait }),
  })
}

/** By a service where one is named, else by a keystore or a key of this machine. */
async function signer(): Promise<Signer> {
  const { signer: url = process.env.GIMBAL_SIGNER, account, keystore, timeout, dryRun } = flags()
  if (url !== undefined) return remoteSigner(url, account, timeout)
  if (keystore === undefined && !process.env.GIMBAL_PRIVATE_KEY) {
    if (dryRun === true && account !== undefined) return nobody(account)
    throw new NetworkError(
      'nobody signs: set GIMBAL_PRIVATE_KEY, or give --keystore or --signer; a --dry-run needs only --account',
    )
  }
  return loadAccount({ keystore, environment: process.env })
}

async function context(): Promise<Context> {
  const network = openNetworkFile()
  return { network, names: await readNames(network) }
}

/** The chain of an argument. */
function spokeOf(names: Context['names'], spoke: string): Site {
  return readArguments('gimbal-gov', [['spoke', spoke, names.siteOf]])[0]
}

function report(sent: Sent, what: string): void {
  print(flags().json, sent, sentLines(sent, what))
}

/** A command on a proposal of the Governor that a signer sends. */
function act(
  name: string,
  description: string,
  work: (network: Network, signer: Signer, found: Found, dryRun: boolean) => Promise<Sent>,
): void {
  program
    .command(`${name} <proposal>`)
    .description(`${description}; a number, an id or latest`)
    .action(async (which: string) => {
      const network = openNetworkFile()
      const found = await findProposal(network, which)
      report(await work(network, await signer(), found, flags().dryRun === true), `${name} ${found.number}`)
    })
}

program
  .command('new <file>')
  .description('write a proposal to start from')
  .action((file: string) => {
    writeNew(file, template(relative(dirname(file), SCHEMA)))
    print(flags().json, { file }, [`${file} is written: edit it, then run gimbal-gov check ${file}`])
  })
program
  .command('schema')
  .description('print the JSON schema of proposal files')
  .action(() => console.log(schemaText().trimEnd()))
simulateOptions(program.command('check <proposal>'))
  .description(
    'hold a proposal against the chain: a file, with names, units, bounds and every call; or one that is proposed, by its number, id or latest. Does its simulation again; exit code 1 where anything fails',
  )
  .option(
    '--layouts <file>',
    'storage layouts of the checkout that upgraded code is of, where it is not this one',
  )
  .action(async (which: string, options: SimulateFlags & { readonly layouts?: string }) => {
    if (isProposed(which)) {
      const at = await context()
      const found = await findProposal(at.network, which)
      const problems = await proposedUpgradeProblems(at, found, options.layouts)
      if (problems.length > 0) throw new ProposalError(`proposal ${which}`, problems)
      const proposed = await readProposed(at, found)
      const simulation = await recheckProposed(at.network, found, options)
      print(
        flags().json,
        { proposal: found.id, number: found.number, ...proposed, simulation: simulation ?? null },
        [
          `${found.number}. ${titleOf(found.description)}`,
          ...proposedLines(proposed),
          ...(simulation
            ? recheckLines(simulation)
            : [`its description names no simulation: gimbal-gov simulate ${which} makes one`]),
        ],
      )
      if (simulation?.verdict !== 'equal') process.exitCode = 1
      return
    }
    const read = readProposal(which)
    const at = await context()
    const proposal = withKeptValues(which, await buildProposal(at, read), options)
    const check = await checkProposal(at, read, proposal)
    if (check.problems.length > 0) throw new ProposalError(which, check.problems)
    const simulation = await recheckFile(at, which, proposal, options)
    const ok = simulation === undefined || simulation.verdict === 'equal'
    const { id } = withKeptLine(which, proposal, options)
    print(
      flags().json,
      {
        ...proposal,
        id,
        changes: check.changes,
        bounds: check.bounds,
        warnings: check.warnings,
        fees: check.fees,
        simulation: simulation ?? null,
        ok,
      },
      [
        ...checkLines(which, proposal, check),
        ...(simulation
          ? [...recheckLines(simulation), `the Governor would number it ${id}`]
          : [`no simulation of these calls is beside it: gimbal-gov simulate ${which}`]),
      ],
    )
    if (!ok) process.exitCode = 1
  })
program.addCommand(simulateCommand({ context, json: () => flags().json }).copyInheritedSettings(program))
simulateOptions(program.command('propose <file>'))
  .description('check it, then put it to the vote with the digest of its simulation in its description')
  .option('--no-simulation', 'leave the digest out')
  .action(async (file: string, options: SimulateFlags & { readonly simulation: boolean }) => {
    const read = readProposal(file)
    const at = await context()
    const built = await buildProposal(at, read)
    const plain = options.simulation ? withKeptValues(file, built, options) : built
    const { problems, warnings, fees } = await checkProposal(at, read, plain)
    if (problems.length > 0) throw new ProposalError(file, problems)
    const proposal = options.simulation ? await withSimulation(at, file, plain, options) : plain
    const sent = await acts.propose(at.network, await signer(), proposal, flags().dryRun)
    print(flags().json, { ...sent, proposal: proposal.id, warnings, fees }, [
      ...warningLines(file, warnings, fees),
      ...sentLines(sent, `proposal ${proposal.id}`),
    ])
  })
program
  .command('delegate [to]')
  .description('give your votes to an account; to yourself unless one is named')
  .action(async (to: string | undefined) => {
    const account = await signer()
    if (to !== undefined && !isAddress(to)) throw new NetworkError(`to = ${to}: is not an address`)
    const target = getAddress(to ?? account.address)
    report(await acts.delegate(openNetworkFile(), account, target, flags().dryRun), `delegate to ${target}`)
  })
program
  .command('vote <proposal> <support>')
  .description('for, against or abstain')
  .option('-r, --reason <text>', 'why', '')
  .action(async (which: string, support: string, { reason }: { reason: string }) => {
    if (support !== 'for' && support !== 'against' && support !== 'abstain') {
      throw new Error(`support = ${support}: expected for, against or abstain`)
    }
    const network = openNetworkFile()
    const found = await findProposal(network, which)
    const sent = await acts.vote(network, await signer(), found, support, reason, flags().dryRun)
    report(sent, `vote ${support} ${found.number}`)
  })
act('queue', 'hand what was voted to the timelock', (network, by, found, dry) =>
  acts.queue(network, by, found, dry),
)
program
  .command('execute <proposal>')
  .description('do what was voted, once the timelock lets it; a number, an id or latest')
  .option(
    '--most <amount>',
    `coins of yours that may go with it, where its calls carry more than the timelock has; what gateways leave of them is the timelock's (default: ${formatEther(MOST)})`,
    readCoins,
  )
  .action(async (which: string, { most }: { readonly most?: bigint }) => {
    const network = openNetworkFile()
    const found = await findProposal(network, which)
    const sent = await acts.execute(network, await signer(), found, flags().dryRun, most)
    print(flags().json, sent, executionLines(sent, `execute ${found.number}`))
  })
act(
  'cancel',
  'the guardian at any time, the proposer before the vote, anyone once it is overdue',
  (network, by, found, dry) => acts.cancel(network, by, found, dry),
)
program
  .command('send-config <spoke>')
  .description('send a spoke the config that the hub has for it; anyone may')
  .addOption(feeOption())
  .action(async (spoke: string, { fee }: { readonly fee: bigint }) => {
    const { network, names } = await context()
    const { chainId } = spokeOf(names, spoke).deployment
    const sent = await acts.sendConfig(network, await signer(), chainId, flags().dryRun, fee)
    report(sent, `config to ${spoke}`)
  })
program
  .command('carry <spoke>')
  .description('bring a spoke what was voted, as far as anyone can now: send again, schedule, execute')
  .addOption(feeOption())
  .action(async (spoke: string, { fee }: { readonly fee: bigint }) => {
    const { network, names } = await context()
    const steps = await carry(network, spokeOf(names, spoke), await signer(), flags().dryRun, fee)
    const lines = steps.flatMap(({ what, sent }) => sentLines(sent, what))
    print(
      flags().json,
      { steps },
      steps.length === 0 ? [`${spoke} has nothing that anyone could do now`] : lines,
    )
  })
program
  .command('status [proposal]')
  .description('follow a proposal from its vote to every chain; the latest unless one is named')
  .action(async (which = 'latest') => {
    const network = openNetworkFile()
    const status = await readStatus(network, await findProposal(network, which))
    print(flags().json, status, statusLines(status))
  })
program
  .command('params [name]')
  .description('governed numbers with their bounds, those whose name begins so')
  .action(async (name: string | undefined) => {
    const parameters = await readParameters(await context(), name)
    print(flags().json, { parameters }, parameterLines(parameters))
  })
program
  .command('risk')
  .description('what a hostile relayer can cost the books of each market and spoke within a day')
  .action(async () => {
    const bounds = await lossBounds(await context())
    print(flags().json, { bounds }, boundLines(bounds))
  })
program
  .command('history [name]')
  .description('what changed, when, and by whom')
  .action(async (name: string | undefined) => {
    const changes = await readChanges(await context(), name)
    print(flags().json, { changes }, historyLines(changes))
  })

addStewardCommands(program, { context, signer, flags })
addTransactionCommand(program, openNetworkFile, flags)
addGuardianCommands(program, { context, signer, flags })

await runProgram(
  program,
  // What was thrown around it says whether anything was sent.
  (error) => (error instanceof NetworkError ? undefined : endpointErrorIn(error)?.message),
  (error, message) => {
    console.error(message)
    const problems = error instanceof ProposalError ? { problems: error.problems } : {}
    if (flags().json) console.log(JSON.stringify({ error: message, ...problems }))
  },
)
