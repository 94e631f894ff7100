// SPDX-License-Identifier: MIT
import express, { type ErrorRequestHandler, type Express } from 'express'
import helmet from 'helmet'
import type { Hex } from 'viem'
import { plain } from '../api/plain.ts'
import { reasonOf } from '../errors.ts'
import type { UpdaterState } from './options.ts'
import { requestSchema, type Update } from './update.ts'

/** What an updater answers to another. */
export type Answer = { readonly signature: Hex } | { readonly refused: string }

export interface UpdaterService {
  readonly state: () => UpdaterState
  readonly sign: (update: Update, signature: Hex) => Promise<Answer>
}

/** The HTTP API: what the updater believes, and its signature under what it agrees with. */
export function createUpdaterApp({ state, sign }: UpdaterService): Express {
  const app = express()
  app.use(helmet())
  app.disable('etag')
  app.use(express.json({ limit: '32kb' }))
  app.get('/health', (_request, response) => {
    response.json(plain(state()))
  })
  app.get('/ready', (_request, response) => {
    const { ready } = state()
    response.status(ready ? 200 : 503).json({ ready })
  })
  app.post('/v1/signatures', async (request, response) => {
    const asked = requestSchema.safeParse(request.body)
    if (!asked.success) {
      response.status(400).json({ error: asked.error.issues.map(({ message }) => message).join('; ') })
      return
    }
    const answer = await sign(asked.data.update, asked.data.signature)
    if ('refused' in answer) response.status(409).json({ error: answer.refused })
    else response.json(answer)
  })
  app.use((_request, response) => {
    response.status(404).json({ error: 'not found' })
  })
  const failed: ErrorRequestHandler = (error: { readonly status?: number }, _request, response, _next) => {
    response.status(error.status ?? 500).json({ error: reasonOf(error) })
  }
  app.use(failed)
  return app
}
