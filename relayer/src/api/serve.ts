// SPDX-License-Identifier: MIT
import type { AddressInfo } from 'node:net'
import type { Express } from 'express'

export interface Served {
  readonly url: string
  readonly close: () => Promise<void>
}

/** Listens; port 0 takes a free one. */
export async function serve(app: Express, { host, port }: { host: string; port: number }): Promise<Served> {
  const server = app.listen(port, host)
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}
