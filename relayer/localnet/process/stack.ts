import { reasonOf } from '../failure.ts'

/** Something that was started and has to be stopped. */
export type Service = { readonly stop: () => Promise<void> }

/** Services in the order they were started; they are stopped in reverse. */
export type Stack = {
  /** The starter's signal is aborted when everything is being stopped: what is coming up need not wait any longer. */
  readonly start: <T extends Service>(
    name: string,
    starter: (stopping: AbortSignal) => Promise<T>,
  ) => Promise<T>
  /**
   * Stops everything once, last started first, and waits for what is still coming up; failures are reported and do not keep
   * the others from stopping.
   */
  readonly stop: () => Promise<void>
}

/**
 * @param say told of progress, one line each
 */
export function createStack(say: (line: string) => void): Stack {
  const services: { readonly name: string; readonly service: Service }[] = []
  const starting = new Set<Promise<unknown>>()
  const aborting = new AbortController()
  let stopping: Promise<void> | undefined

  async function stopAll(): Promise<void> {
    aborting.abort()
    for (let last = services.pop(); last !== undefined; last = services.pop()) {
      try {
        await last.service.stop()
      } catch (error) {
        say(`${last.name} did not stop cleanly: ${reasonOf(error)}`)
      }
    }
    await Promise.allSettled(starting)
  }

  async function up<T extends Service>(starter: (stopping: AbortSignal) => Promise<T>): Promise<T> {
    const coming = starter(aborting.signal)
    starting.add(coming)
    try {
      return await coming
    } finally {
      starting.delete(coming)
    }
  }

  return {
    start: async (name, starter) => {
      const began = performance.now()
      const service = await up(starter)
      if (stopping !== undefined) {
        await service.stop()
        throw new Error(`${name} came up while everything was being stopped`)
      }
      services.push({ name, service })
      say(`${name} is up (${((performance.now() - began) / 1000).toFixed(1)} s)`)
      return service
    },
    stop: () => {
      stopping ??= stopAll()
      return stopping
    },
  }
}
