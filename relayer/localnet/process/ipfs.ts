import { createServer } from 'node:http'

/** A stand-in for IPFS: graph-node asks one for its version at boot and reads everything else from disk. */
export async function startIpfs(
  port: number,
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.method === 'HEAD') response.writeHead(412).end()
    else if (request.url?.startsWith('/api/v0/version') === true) {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"Version":"0.30.0"}')
    } else response.writeHead(404).end()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
