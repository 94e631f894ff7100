import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { setSessionNiceness } from '../../src/priority.ts'
import { Failure } from '../failure.ts'

/** A running child process. */
export type Child = {
  readonly name: string
  readonly pid: number
  /** Last lines it printed, for error messages. */
  readonly tail: () => string
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>
  readonly isGone: () => boolean
  /** Over the channel that `onMessage` opens. */
  readonly send: (message: object) => void
  /** Asks it to stop with its own signal, then kills it. */
  readonly stop: () => Promise<void>
}

export type ChildOptions = {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  readonly uid?: number
  readonly gid?: number
  readonly logFile?: string
  /** Opens a channel to a process of Node; told what comes over it. */
  readonly onMessage?: (message: unknown) => void
  /** Runs after everybody else where processors are few. */
  readonly canWait?: boolean
  readonly stopSignal: NodeJS.Signals
  /** Milliseconds before SIGKILL. */
  readonly patience: number
  /** Called when it ends without having been asked to. */
  readonly onDeath?: (child: Child, ending: string) => void
}

const TAIL_LINES = 30
/** Niceness of what nobody waits for. */
const CAN_WAIT = 10
const living = new Set<ChildProcess>()

// The last resort when the program ends without having stopped its children: exit handlers are synchronous.
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL')
})

/** Starts a process in a group of its own, so that Ctrl-C reaches the program alone and it can stop things in order. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const child = spawn(options.command, [...options.args], {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe', ...(options.onMessage === undefined ? [] : (['ipc'] as const))],
    detached: true,
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
  })
  if (options.onMessage !== undefined) child.on('message', options.onMessage)
  const lines: string[] = []
  const log = options.logFile === undefined ? undefined : createWriteStream(options.logFile, { flags: 'a' })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      log?.write(chunk)
      lines.push(...chunk.toString().split('\n').filter(Boolean))
      if (lines.length > TAIL_LINES) lines.splice(0, lines.length - TAIL_LINES)
    })
  }
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (error) =>
      reject(
        new Failure({
          what: `${options.name} could not be started.`,
          why: error.message,
          remedy: `Check that ${options.command} exists and may be executed; \`npm ci\` installs it.`,
          cause: error,
        }),
      ),
    )
  })
  living.add(child)
  // It would else have the priority of this process.
  if (child.pid !== undefined) setSessionNiceness(options.canWait === true ? CAN_WAIT : 0, child.pid)

  let asked = false
  let over = false
  const gone = new Promise<void>((resolve) => {
    child.once('close', (code, signal) => {
      living.delete(child)
      over = true
      log?.end()
      resolve()
      if (!asked) options.onDeath?.(handle, signal === null ? `exit code ${code}` : `signal ${signal}`)
    })
  })
  const handle: Child = {
    name: options.name,
    pid: child.pid ?? 0,
    tail: () => lines.join('\n'),
    gone,
    isGone: () => over,
    send: (message) => {
      // Whoever waits for an answer learns from its end that the process is gone.
      if (child.connected) child.send(message, () => {})
    },
    stop: async () => {
      asked = true
      if (over) return
      child.kill(options.stopSignal)
      const timer = setTimeout(() => child.kill('SIGKILL'), options.patience)
      await gone
      clearTimeout(timer)
    },
  }
  return handle
}
