import { z } from 'zod'

/** Values are text as people write it; plain numbers are taken as their text. */
const value = z.union([z.string(), z.number()]).transform(String)
const name = z.string().min(1)
const fee = value
  .optional()
  .describe('for gateways: coins, such as 0.01 ETH, or a share of what they ask now; 200 % unless given')
const parameter = z.string().regex(/^\w+\.\w+$/, 'expected family.field, such as hedgeBand.cap')

const set = z.strictObject({
  do: z.literal('set'),
  parameter: parameter.describe('family.field of docs/parameters.md'),
  market: name.optional(),
  spoke: name.optional(),
  venue: z.int().positive().optional(),
  from: value.describe('what it is now; the batch fails where it has moved by more than the tolerance'),
  to: value,
  tolerance: value.optional().describe('none unless given'),
})

const addVenue = z.strictObject({
  do: z.literal('add venue'),
  market: name,
  spoke: name,
  id: z.int().positive(),
  pool: name,
  adapter: name.optional().describe("the deployment's adapter unless given"),
  clip: value,
})

const setScenarios = z.strictObject({
  do: z.literal('set scenarios'),
  market: name,
  scenarios: z
    .array(z.strictObject({ spot: value, vol: z.enum(['up', 'same', 'down']), damp: value.default('100 %') }))
    .min(2),
})

const setRule = z.strictObject({
  do: z.literal('set rule'),
  parameter,
  min: value.optional(),
  max: value.optional(),
  guardianLimit: value.optional(),
  step: value.optional(),
  drift: value.optional(),
  cooldown: value.optional(),
  window: value.optional(),
  ramp: value.optional(),
  frozen: z.boolean().optional(),
})

const upgrade = z.strictObject({
  do: z.literal('upgrade'),
  contract: name,
  implementation: name,
  spoke: name.optional().describe('the hub unless given'),
  call: z.string().default('0x').describe('call data for the new code, hex'),
  layouts: name
    .optional()
    .describe('contracts/storage-layout.json of the checkout that the code is of, where it is not this one'),
  fee,
})

const setGovernor = z.strictObject({
  do: z.literal('set governor'),
  setting: z.enum(['votingDelay', 'votingPeriod', 'lateExtension', 'quorum', 'threshold', 'guardian']),
  to: value,
})

const setDelays = z.strictObject({
  do: z.literal('set delays'),
  value,
  bounds: value,
  upgrade: value,
})

const call = z.strictObject({
  do: z.literal('call'),
  contract: name,
  function: z.string().describe('signature, such as setQuorum(uint8)'),
  args: z.array(z.unknown()).default([]),
  fee,
})

const pay = z.strictObject({
  do: z.literal('pay'),
  to: name,
  amount: value.describe('of the coins that the timelock has, such as 0.5 ETH'),
})

const remoteCall = z.strictObject({
  do: z.literal('remote call'),
  spoke: name,
  contract: name.describe('as in the address file of the spoke'),
  function: z.string().describe('signature, such as setQuorum(uint8)'),
  args: z.array(z.unknown()).default([]),
  fee,
})

const rotateGateway = z.strictObject({
  do: z.literal('rotate gateway'),
  spoke: name,
  family: z.int().min(0).max(255),
  gateway: name.describe('takes the place of what the family has there'),
  fee,
})

const addChain = z.strictObject({
  do: z.literal('add chain'),
  spoke: name.describe('deployed, with its address file in the folder of the network'),
  market: name,
  like: name.describe('spoke whose terms, band and limits it gets'),
  venues: z.array(z.strictObject({ id: z.int().positive(), clip: value })).default([]),
})

export const actionSchema = z.discriminatedUnion('do', [
  set,
  addVenue,
  setScenarios,
  setRule,
  upgrade,
  setGovernor,
  setDelays,
  call,
  pay,
  remoteCall,
  rotateGateway,
  addChain,
])

/** A proposal as a file has it. */
export const proposalSchema = z.strictObject({
  title: z
    .string()
    .min(1)
    .max(120)
    .regex(/^[^\n\r\u2028\u2029]*$/, 'has to be one line'),
  text: z.string().min(1).describe('Markdown: what it changes, why, and what could go wrong'),
  actions: z.array(actionSchema).min(1).max(32),
})

/** Governed numbers that change without a vote; a title and a text are for people, and reach no chain. */
export const changeFileSchema = z.strictObject({
  title: z.string().optional(),
  text: z.string().optional(),
  actions: z.array(set).min(1).max(16),
})

export type Action = z.output<typeof actionSchema>
export type ActionOf<kind extends Action['do']> = Extract<Action, { do: kind }>

/** The JSON schema of a proposal file, for editors; governance/proposals/schema.json is its text. */
export function jsonSchema(): object {
  return z.toJSONSchema(proposalSchema, { io: 'input' })
}

export function schemaText(): string {
  return `${JSON.stringify(jsonSchema(), null, 2)}\n`
}
