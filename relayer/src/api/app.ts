// SPDX-License-Identifier: MIT
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express'
import helmet from 'helmet'
import { z } from 'zod'
import type { Metrics } from './metrics.ts'
import { plain } from './plain.ts'
import type { RelayerView } from './view.ts'

const limit = z.coerce.number().int().min(1).max(1_000).default(100)
const book = z
  .string()
  .regex(/^\d{1,20}$/, 'must be a book id')
  .optional()
const spoke = z.coerce.number().int().positive().optional()

const booksQuery = z.strictObject({ book })
const hedgesQuery = z.strictObject({ book, spoke, limit })
const decisionsQuery = z.strictObject({ book, spoke, reason: z.string().max(40).optional(), limit })

/** Checks a query; answers 400 with what is wrong and returns undefined. */
function query<output>(schema: z.ZodType<output>, request: Request, response: Response): output | undefined {
  const parsed = schema.safeParse(request.query)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => ({ key: path.join('.'), message }))
  response.status(400).json({ error: 'bad query', problems })
  return undefined
}

const failed: ErrorRequestHandler = (_error, _request, response, _next) => {
  response.status(500).json({ error: 'internal error' })
}

/** The read-only HTTP API. */
export function createApp(view: RelayerView, metrics: Metrics): Express {
  const app = express()
  app.use(helmet())
  app.disable('etag')

  app.get('/health', (_request, response) => {
    response.json(view.state())
  })
  app.get('/ready', (_request, response) => {
    const { ready, late, chains } = view.state()
    const unreachable = chains.filter(({ healthy }) => !healthy).map(({ name }) => name)
    response.status(ready ? 200 : 503).json({ ready, unreachable, late })
  })
  app.get('/metrics', async (_request, response) => {
    metrics.state(view.state())
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  app.get('/v1/books', (request, response) => {
    const wanted = query(booksQuery, request, response)
    if (!wanted) return
    const standing = view.standing()
    const books = view
      .books()
      .filter(({ id }) => wanted.book === undefined || String(id) === wanted.book)
      .map((entry) => ({
        ...entry,
        positions: [...entry.positions].map(([series, size]) => ({ series, size })),
        spokes: standing.filter((decision) => decision.book === String(entry.id)),
      }))
    response.json(plain({ books }))
  })
  app.get('/v1/hedges', (request, response) => {
    const wanted = query(hedgesQuery, request, response)
    if (!wanted) return
    const hedges = view
      .hedges()
      .filter(
        (hedge) =>
          (wanted.book === undefined || String(hedge.book) === wanted.book) &&
          (wanted.spoke === undefined || hedge.spoke === wanted.spoke),
      )
      .slice(0, wanted.limit)
    response.json(plain({ hedges }))
  })
  app.get('/v1/decisions', async (request, response) => {
    const wanted = query(decisionsQuery, request, response)
    if (!wanted) return
    response.json(plain({ decisions: await view.decisions(wanted) }))
  })
  app.use((_request, response) => {
    response.status(404).json({ error: 'not found' })
  })
  app.use(failed)
  return app
}
