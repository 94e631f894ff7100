const { readFileSync, writeSync } = require('node:fs')
const { availableParallelism } = require('node:os')
const { join } = require('node:path')
const { Worker } = require('node:worker_threads')
const { merged, partsOf } = require('./solc-parts.cjs')

/** More would analyse everything once more for little. */
const MOST = 4
/** What one takes of all tests, bytes. */
const MEMORY = 1.3e9
/** Solc descends into what is nested; the stack of a thread is set here, that of the process is the system's. */
const STACK_MB = 64

/** Writes all of `text`: a pipe takes 64 kB at a time and process.exit would cut the rest. */
function print(text) {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at)
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error
    }
  }
}

/** What solc says to an input, in a thread of its own; its version without one. */
function ask(input) {
  const worker = new Worker(join(__dirname, 'solc-worker.cjs'), {
    workerData: input,
    resourceLimits: { stackSizeMb: STACK_MB },
  })
  return new Promise((resolve, reject) => {
    worker.once('message', resolve).once('error', reject)
    worker.once('exit', (code) => reject(new Error(`solc ended with ${code}`)))
  })
}

async function compile(text) {
  const room = Math.floor(process.availableMemory() / MEMORY)
  const parts = partsOf(JSON.parse(text), Math.min(MOST, availableParallelism(), room))
  if (parts.length === 1) return ask(text)
  const outputs = await Promise.all(parts.map((part) => ask(JSON.stringify(part))))
  return JSON.stringify(merged(outputs.map((output) => JSON.parse(output))))
}

async function main() {
  if (process.argv.includes('--version')) {
    print(`solc, the solidity compiler commandline interface\nVersion: ${await ask()}\n`)
  } else if (process.argv.includes('--standard-json')) {
    print(await compile(readFileSync(0, 'utf8')))
  } else {
    process.stderr.write('solc: only --version and --standard-json are supported\n')
    process.exitCode = 1
  }
}

void main()
