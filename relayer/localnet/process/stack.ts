import { reasonOf } from '../failure.ts'

/** Something that was started and has to be stopped. */
export type Service = { readonly stop: () => Promise<void> }

/** Services in the order they were started; they are stopped in reverse. */
export type Stack = {
  readonly start: <T extends Service>(name: string, starter: () => Promise<T>) => Promise<T>
  /** Stops everything once, last started first; failures are reported and do not keep the others from stopping. */
  readonly stop: () => Promise<void>
}

/**
 * @param say told of progress, one line each
 */
export function createStack(say: (line: string) => void): Stack {
  const services: { readonly name: string; readonly service: Service }[] = []
  let stopping: Promise<void> | undefined

  async function stopAll(): Promise<void> {
    for (let last = services.pop(); last !== undefined; last = services.pop()) {
      try {
        await last.service.stop()
      } catch (error) {
        say(`${last.name} did not stop cleanly: ${reasonOf(error)}`)
      }
    }
  }

  return {
    start: async (name, starter) => {
      const began = performance.now()
      const service = await starter()
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
