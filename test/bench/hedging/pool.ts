import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { BatchRequest, BatchResult } from './batch.ts'

/** Runs batches on `threads` workers; the results are in the order of the requests. */
export async function runBatches(
  requests: readonly BatchRequest[],
  threads: number,
  done: (request: BatchRequest, finished: number) => void,
): Promise<readonly BatchResult[]> {
  const results: BatchResult[] = []
  let next = 0
  let finished = 0
  const work = async () => {
    const worker = new Worker(new URL('./worker-entry.js', import.meta.url))
    try {
      while (next < requests.length) {
        const at = next++
        const request = requests[at]!
        worker.postMessage(request)
        // a broken worker rejects this: `once` listens for errors too
        const [result] = (await once(worker, 'message')) as [BatchResult]
        results[at] = result
        done(request, ++finished)
      }
    } finally {
      await worker.terminate()
    }
  }
  await Promise.all(Array.from({ length: Math.min(threads, requests.length) }, work))
  return results
}
