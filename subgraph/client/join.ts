type Entity = Readonly<Record<string, unknown>>

/** Entities that hub and spoke fill in together, each what it sees; their ids are the same on every chain. */
const SHARED: ReadonlySet<unknown> = new Set(['ConfigVersion', 'Pause', 'RemoteBatch', 'RemoteRoot'])

/**
 * Completes answers of several chains to one document: where a shared entity has a field that its own chain leaves empty, it
 * takes what another chain says. Entities are recognised by `__typename` and `id`, which the document has to ask for.
 */
export function joinAnswers<T>(answers: readonly T[]): readonly T[] {
  const seen = new Map<string, Entity[]>()
  for (const answer of answers) collect(answer, seen)
  return answers.map((answer) => complete(answer, seen, []) as T)
}

function keyOf({ __typename: type, id }: Entity): string | undefined {
  return SHARED.has(type) ? `${String(type)} ${String(id)}` : undefined
}

function isEntity(value: unknown): value is Entity {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}

function collect(value: unknown, seen: Map<string, Entity[]>): void {
  if (Array.isArray(value)) for (const each of value as readonly unknown[]) collect(each, seen)
  if (!isEntity(value)) return
  const key = keyOf(value)
  if (key !== undefined) seen.set(key, [...(seen.get(key) ?? []), value])
  for (const each of Object.values(value)) collect(each, seen)
}

/** @param within entities that are being completed, which are not completed inside themselves again */
function complete(
  value: unknown,
  seen: ReadonlyMap<string, readonly Entity[]>,
  within: readonly string[],
): unknown {
  if (Array.isArray(value)) return (value as readonly unknown[]).map((each) => complete(each, seen, within))
  if (!isEntity(value)) return value
  const key = keyOf(value)
  if (key !== undefined && within.includes(key)) return value
  const others = key === undefined ? [] : (seen.get(key) ?? [])
  const inside = key === undefined ? within : [...within, key]
  const fields = Object.entries(value).map(([field, own]) => {
    const said = isEmpty(own) ? others.find((other) => !isEmpty(other[field])) : undefined
    return [field, complete(said?.[field] ?? own, seen, inside)]
  })
  return Object.fromEntries(fields)
}
