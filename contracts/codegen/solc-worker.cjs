// CommonJS, because soljson is: the wrapper of `solc` loads the compiler into this thread.
const { parentPort, workerData } = require('node:worker_threads')

rememberTable()
const solc = require('solc')

parentPort.postMessage(workerData === undefined ? solc.version() : solc.compile(workerData))

/**
 * Whatever may throw is called by soljson through its table of functions, whose `get` leaves JavaScript each time: a sixth
 * of all that compiling costs. Here it leaves once for each function.
 */
function rememberTable() {
  const table = WebAssembly.Table.prototype
  const { get, set } = table
  let last
  let entries
  table.get = function (at) {
    if (this !== last) entries = []
    last = this
    entries[at] ??= get.call(this, at)
    return entries[at]
  }
  table.set = function (at, value) {
    last = undefined
    return set.call(this, at, value)
  }
}
