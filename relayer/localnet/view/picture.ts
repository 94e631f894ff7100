import type { BookStatus, Status } from './status.ts'

/** One line that tells how a run goes on. */
export function lineOf({ time, start, price, hedges, books, pace }: Status): string {
  const nets = books.map(({ id, net, outer }) => `${id}: ${signed(net)} of ±${outer.toFixed(1)}`).join('  ')
  return `${clock(time - start)}  ${price.toFixed(2)}  ${hedges} hedges  ${nets}  (${Math.round(pace)}x)`
}

/** The live view, line by line. */
export function pictureOf(status: Status): string[] {
  const { time, start, end, price, books, chains } = status
  const until = end === undefined ? '' : ` of ${clock(end - start)}`
  const moment = new Date(time * 1_000).toISOString().slice(0, 19)
  return [
    '',
    `${moment}Z   ${clock(time - start)}${until}   ${Math.round(status.pace)}x   WETH ${price.toFixed(2)} USDC`,
    '',
    row(['book', 'net delta', 'band ±a', 'hedges', 'last'], 'now'),
    ...books.map((book) => bookRow(book, time)),
    '',
    row(['chain', 'block', 'epoch', 'lease', 'report'], 'lag'),
    ...chains.map((chain) => chainRow(chain, time)),
    '',
    `${status.hedges} hedges, ${status.errors} errors   (Ctrl-C: report and stop)`,
  ]
}

function bookRow({ id, name, net, outer, hedges, lastHedge, reason }: BookStatus, time: number): string {
  const last = lastHedge === undefined ? '–' : `-${clock(time - lastHedge)}`
  return row([`${id} ${name}`, signed(net), outer.toFixed(2), String(hedges), last], reason)
}

function chainRow(chain: Status['chains'][number], time: number): string {
  const { id, name, block, epoch, leaseEnd, lastReport, pending, healthy } = chain
  const report = lastReport === 0 ? '–' : `-${clock(Math.max(0, chain.time - lastReport))}`
  const notes = [
    `${Math.max(0, time - chain.time)} s`,
    ...(pending > 0 ? [`${pending} pending`] : []),
    ...(healthy ? [] : ['unreachable']),
  ]
  const lease = clock(Math.max(0, leaseEnd - chain.time))
  return row([`${name} (${id})`, String(block), epoch, lease, report], notes.join(', '))
}

const WIDTHS = [26, 11, 9, 8, 9]

function row(cells: readonly string[], last: string): string {
  const padded = cells.map((cell, at) => (at === 0 ? cell.padEnd(WIDTHS[0]!) : cell.padStart(WIDTHS[at]!)))
  return `${padded.join('')}   ${last}`
}

/** Seconds as hours and minutes. */
function clock(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}

function signed(value: number): string {
  return `${value >= 0 ? '+' : ''}${value.toFixed(2)}`
}
