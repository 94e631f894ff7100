import { afterAll, beforeAll, describe } from 'vitest'
import { itShowsBatches } from './stage/batches-shown.ts'
import { itShowsGateways } from './stage/gateways-shown.ts'
import { type Answers, namedQueries } from './stage/named-query.ts'
import { itShowsParameters } from './stage/parameters-shown.ts'
import { openParliament, type Parliament } from './stage/parliament.ts'
import { itShowsPowers } from './stage/powers-shown.ts'
import { holdSession, type Session } from './stage/session.ts'
import { itShowsVotes } from './stage/votes-shown.ts'

let house: Parliament
let session: Session
let answers: Answers

beforeAll(async () => {
  house = await openParliament()
  session = await holdSession(house)
  await house.indexed()
  answers = namedQueries(house)
}, 600_000)

afterAll(() => house.stop())

describe('subgraphs of a hub and a spoke', () => {
  const shown = () => ({ house, session, answers })
  itShowsVotes(shown)
  itShowsGateways(shown)
  itShowsBatches(shown)
  itShowsPowers(shown)
  itShowsParameters(shown)
})
