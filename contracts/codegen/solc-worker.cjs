// CommonJS, because soljson is: the wrapper of `solc` loads the compiler into this thread.
const { parentPort, workerData } = require('node:worker_threads')
const solc = require('solc')

parentPort.postMessage(workerData === undefined ? solc.version() : solc.compile(workerData))
