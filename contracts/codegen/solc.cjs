// CommonJS, because soljson is: the wrapper of `solc` loads the compiler into this process.
const { readFileSync, writeSync } = require('node:fs')
const solc = require('solc')

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

if (process.argv.includes('--version')) {
  print(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}\n`)
} else if (process.argv.includes('--standard-json')) {
  print(solc.compile(readFileSync(0, 'utf8')))
} else {
  process.stderr.write('solc: only --version and --standard-json are supported\n')
  process.exitCode = 1
}
