import { join } from 'node:path'
import { validateUpgradeSafety } from '@openzeppelin/upgrades-core'
import { root } from './command.ts'

/** OpenZeppelin's validator: initialisers, constructors, delegatecalls and storage of every upgradeable contract. */
export async function checkUpgradeSafety(): Promise<readonly string[]> {
  const report = await validateUpgradeSafety(join(root, 'out-check', 'build-info'), undefined, undefined, {
    // Initialisers of unrelated parents may run in any order.
    unsafeAllow: ['incorrect-initializer-order'],
  })
  return report.ok ? [] : [report.explain(false)]
}
