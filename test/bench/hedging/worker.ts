import { parentPort } from 'node:worker_threads'
import { type BatchRequest, runBatch } from './batch.ts'

parentPort?.on('message', (request: BatchRequest) => parentPort?.postMessage(runBatch(request)))
