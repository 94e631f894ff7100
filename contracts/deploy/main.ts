import { parseArgs } from 'node:util'
import { isHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { deploy } from './deploy.ts'
import { DeployError } from './errors.ts'
import { readNetwork } from './read-network.ts'

const HELP = `tsx contracts/deploy/main.ts --network FILE [--out DIR]: deploys Gimbal to the chains of a network file

  --network FILE   chains, addresses of others and terms; see contracts/deploy/networks/example.json
  --out DIR        for address files and journals (default deployments/)
  --help           show this

Environment: DEPLOYER_KEY, the private key that pays; it proposes to every Timelock until it hands over.
What is done is recognised on the chains: run it again after an interruption.
`

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        network: { type: 'string' },
        out: { type: 'string', default: 'deployments' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help === true) {
      console.log(HELP)
      return 0
    }
    if (values.network === undefined) throw new DeployError('No network is given.', 'Give --network FILE.')
    const key = process.env.DEPLOYER_KEY
    if (!isHex(key))
      throw new DeployError('No key is given.', 'Set DEPLOYER_KEY to 0x and 64 hexadecimal digits.')
    const all = await deploy({
      network: readNetwork(values.network),
      account: privateKeyToAccount(key),
      folder: values.out,
      say: console.log,
    })
    for (const { name, chainId } of all) console.log(`${name}: ${values.out}/${chainId}.json`)
    return 0
  } catch (error) {
    console.error(error instanceof DeployError ? describe(error) : error)
    return 1
  }
}

function describe(error: DeployError): string {
  const { cause } = error
  return cause instanceof Error ? `${error.message}\n  cause: ${cause.message}` : error.message
}
