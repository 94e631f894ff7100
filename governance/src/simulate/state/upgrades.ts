import { layoutBreaks, type Namespaces, storageLayouts } from '@gimbal/contracts/layout'
import type { Address } from 'viem'
import type { Network, Site } from '../../network/network.ts'
import { contractAt } from '../../upgrade/code.ts'
import type { RuleState } from './rules.ts'
import type { MovedSetting } from './settings.ts'

const ENDING = '.implementation'

/** P12 of code that was replaced: whether the new one reads the storage of the old one as it was meant. */
export function upgradeRules(
  { sites }: Network,
  settings: readonly MovedSetting[],
): Promise<readonly RuleState[]> {
  const upgrades = settings.flatMap(({ chain, name, old, value }) => {
    const site = sites.find(({ deployment }) => deployment.name === chain)
    if (site === undefined || !name.endsWith(ENDING) || old === undefined || value === undefined) return []
    return [{ site, contract: name.slice(0, -ENDING.length), old: old as Address, next: value as Address }]
  })
  return Promise.all(
    upgrades.map(async ({ site, contract, old, next }): Promise<RuleState> => {
      const [before, after] = await Promise.all([
        layoutOf(site, contract, old),
        layoutOf(site, contract, next),
      ])
      const breaks = before === undefined || after === undefined ? undefined : layoutBreaks(before, after)
      return {
        rule: 'P12',
        what: `the new code of ${contract} on ${site.deployment.name} keeps the storage of the old one`,
        holds: breaks?.length === 0,
        figures:
          breaks === undefined
            ? 'not known: one of them is not of this checkout'
            : breaks.map(({ namespace, was }) => `${namespace}: ${was}`).join('; ') ||
              'same members, in place',
      }
    }),
  )
}

async function layoutOf(site: Site, contract: string, address: Address): Promise<Namespaces | undefined> {
  const name = await contractAt(site, address, contract)
  return name === undefined ? undefined : (storageLayouts()[name] ?? {})
}
