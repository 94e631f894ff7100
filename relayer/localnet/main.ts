import { DeployError } from '@gimbal/contracts/deploy'
import { PriceFileError } from '../src/market/price-file.ts'
import { Failure } from './failure.ts'
import { HELP, readOptions } from './options.ts'
import { createStack } from './process/stack.ts'
import type { Report } from './report/report.ts'
import { runLocalnet } from './run.ts'
import { openScreen } from './view/screen.ts'

/** Exit codes. */
const MISUSE = 2
const FAILED = 1
const INTERRUPTED = 130

const INTERRUPT = new Error('interrupted')

async function main(args: readonly string[]): Promise<number> {
  let options: ReturnType<typeof readOptions>
  try {
    options = readOptions(args)
  } catch (error) {
    console.error(explain(error))
    return MISUSE
  }
  if (options === 'help') {
    console.log(HELP)
    return 0
  }
  const screen = openScreen(process.stdout, options.json)
  const stack = createStack(screen.say)
  const stop = new AbortController()
  try {
    const report = await new Promise<Report>((resolve, reject) => {
      let replaying = false
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
        process.on(signal, () => {
          // Before the replay there is nothing to report, and a second signal does not wait for the report.
          if (!replaying || stop.signal.aborted) reject(INTERRUPT)
          stop.abort()
        })
      }
      const onReplay = () => {
        replaying = true
      }
      const { signal } = stop
      runLocalnet({ options, screen, stack, signal, onReplay, fail: reject }).then(resolve, reject)
    })
    return report.errors.length === 0 ? 0 : FAILED
  } catch (error) {
    if (error === INTERRUPT) return INTERRUPTED
    console.error(explain(error))
    return FAILED
  } finally {
    await stack.stop()
  }
}

/** What a person can act on as it is; anything else with its stack. */
function explain(error: unknown): string {
  const known = error instanceof Failure || error instanceof PriceFileError || error instanceof DeployError
  if (known) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

process.exitCode = await main(process.argv.slice(2))
