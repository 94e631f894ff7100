import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Abi } from 'viem'
import { describe, expect, it } from 'vitest'
import { readAbis } from '../../subgraph/compiler/abis.ts'
import { eventsOf, readTemplate, root } from '../../subgraph/compiler/manifest.ts'

type Ignored = Readonly<Record<string, Readonly<Record<string, string>>>>

async function ignoredEvents(): Promise<Ignored> {
  return JSON.parse(await readFile(join(root, 'ignored-events.json'), 'utf8')) as Ignored
}

function eventNames(abi: Abi): string[] {
  return abi.flatMap((item) => (item.type === 'event' ? [item.name] : []))
}

describe('subgraph manifests', () => {
  for (const role of ['hub', 'spoke'] as const) {
    it(`${role}: every event of an ABI is handled or ignored by name`, async () => {
      const sources = eventsOf(await readTemplate(role))
      const abis = await readAbis(sources.keys())
      const ignored = await ignoredEvents()
      const missing: string[] = []
      for (const [source, handled] of sources) {
        for (const name of eventNames(abis.get(source) ?? [])) {
          const known = handled.includes(name) || ignored['*']?.[name] || ignored[source]?.[name]
          if (!known) missing.push(`${source}.${name}`)
        }
      }
      expect(missing).toEqual([])
    })

    it(`${role}: every handled event stands in the ABI`, async () => {
      const sources = eventsOf(await readTemplate(role))
      const abis = await readAbis(sources.keys())
      for (const [source, handled] of sources) {
        const names = eventNames(abis.get(source) ?? [])
        for (const name of handled) expect(names, `${source}.${name}`).toContain(name)
      }
    })
  }
})
