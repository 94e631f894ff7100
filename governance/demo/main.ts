import { parseArgs } from 'node:util'
import { createStack } from '../../relayer/localnet/process/stack.ts'
import { type DemoResult, runDemo } from './run.ts'

const HELP = `npm run gov:demo -- [options]: a proposal from its file to the hedges under it, on the local network

  --seed N   seed of the market (default 1)
  --keep DIR keep logs, addresses and the proposal in DIR
  --json     end with one JSON object
  --help     show this

Checks, proposes, votes, queues and executes a YAML proposal that widens a hedge band and adds a venue on one spoke, follows
it to the chains, waits until the relayer hedges under it, and prints what the subgraph says of all that. Ends with 1 when any
of it fails.`

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      keep: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    console.log(HELP)
    return 0
  }
  const say = (line: string): void => (values.json ? console.error(line) : console.log(line))
  const stack = createStack(say)
  const stop = new AbortController()
  try {
    const result = await new Promise<DemoResult>((resolve, reject) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.once(signal, () => {
          stop.abort()
          reject(new Error('interrupted'))
        })
      }
      const args = ['--seed', values.seed, ...(values.keep === undefined ? [] : ['--keep', values.keep])]
      runDemo({ args, stack, say, signal: stop.signal, fail: reject }).then(resolve, reject)
    })
    console.log(JSON.stringify(result, null, values.json ? undefined : 2))
    return result.hedgesUnderNewVersion > 0 ? 0 : 1
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return 1
  } finally {
    stop.abort()
    await stack.stop()
  }
}

process.exitCode = await main()
