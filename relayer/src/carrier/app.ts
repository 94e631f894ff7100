// SPDX-License-Identifier: MIT
import express, { type Express } from 'express'
import helmet from 'helmet'
import type { CarrierState } from './options.ts'

/** The read-only HTTP API: whether it works, and what is on its way. */
export function createCarrierApp(state: () => CarrierState): Express {
  const app = express()
  app.use(helmet())
  app.disable('etag')
  app.get('/health', (_request, response) => {
    response.json(state())
  })
  app.get('/ready', (_request, response) => {
    const { ready } = state()
    response.status(ready ? 200 : 503).json({ ready })
  })
  app.use((_request, response) => {
    response.status(404).json({ error: 'not found' })
  })
  return app
}
