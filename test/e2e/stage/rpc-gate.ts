import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An endpoint in front of a node that can be shut, as when a provider goes away, or hang. */
export interface RpcGate {
  readonly url: string
  readonly shut: () => void
  /** Takes requests and answers none of them, until it is opened. */
  readonly hang: () => void
  readonly open: () => void
  /** Passes requests of a method on and drops their answers, once. */
  readonly dropAnswerTo: (method: string) => void
  readonly stop: () => Promise<void>
}

export async function rpcGate(target: string): Promise<RpcGate> {
  let isOpen = true
  let hangs = false
  let dropped: string | undefined
  const server = createServer((request, response) => {
    if (!isOpen) {
      request.socket.destroy()
      return
    }
    if (hangs) return
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const headers = { 'content-type': 'application/json' }
      const pass = async () => {
        const answer = await fetch(target, { method: 'POST', headers, body: Buffer.concat(chunks) })
        const text = await answer.text()
        if (dropped !== undefined && Buffer.concat(chunks).includes(`"${dropped}"`)) {
          dropped = undefined
          request.socket.destroy()
          return
        }
        response.writeHead(answer.status, headers).end(text)
      }
      pass().catch(() => request.socket.destroy())
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    shut: () => {
      isOpen = false
      server.closeAllConnections()
    },
    hang: () => {
      hangs = true
    },
    open: () => {
      if (hangs) server.closeAllConnections()
      hangs = false
      isOpen = true
    },
    dropAnswerTo: (method) => {
      dropped = method
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
