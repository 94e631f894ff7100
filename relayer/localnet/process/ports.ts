import { createServer } from 'node:net'
import { Failure } from '../failure.ts'

const HOST = '127.0.0.1'

/** Hands out local ports: consecutive ones from a base, or whatever the system has free. */
export type PortSource = { readonly next: (purpose: string) => Promise<number> }

/**
 * Ports from `base` upwards, each checked to be free, or free ports of the system's choice without a base.
 *
 * @example const ports = portSource(9000); await ports.next('the hub chain') // 9000
 */
export function portSource(base?: number): PortSource {
  const taken = new Set<number>()
  let following = base
  return {
    next: async (purpose) => {
      if (following === undefined) {
        for (;;) {
          const port = await probe(0)
          if (taken.has(port)) continue
          taken.add(port)
          return port
        }
      }
      const port = following
      following += 1
      try {
        return await probe(port)
      } catch (error) {
        throw new Failure({
          what: `Port ${port} for ${purpose} cannot be used.`,
          why:
            (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
              ? 'Another process listens there.'
              : String(error),
          remedy: 'Give another --ports BASE, or leave --ports out to take free ones.',
          cause: error,
        })
      }
    },
  }
}

function probe(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host: HOST, exclusive: true }, () => {
      const address = server.address()
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port)
        else reject(new Error('the system gave no port'))
      })
    })
  })
}
