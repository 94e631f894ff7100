import { parseArgs } from 'node:util'
import { build } from '@gimbal/contracts/build'
import { sourceFolders } from '@gimbal/contracts/paths'
import { command } from './command.ts'
import { checkAbi, checkRoles, checkStorage, writeGoldens } from './golden/files.ts'
import { checkHouseRules } from './house-rules.ts'
import { checkRules } from './rules.ts'
import { runSteps, type Step } from './step.ts'
import { checkStorageSlots } from './storage-slots.ts'
import { checkUpgradeSafety } from './upgrade-safety.ts'
import { type WholeBuild, wholeBuild } from './whole-build.ts'

function ofBuild(name: string, whole: WholeBuild, check: (whole: WholeBuild) => readonly string[]): Step {
  return { name, run: async () => check(whole) }
}

function stepsOn(whole: WholeBuild): readonly Step[] {
  return [
    command('format: Solidity', 'forge', 'fmt', '--check', ...sourceFolders, 'test/contracts'),
    command('format and lint: biome', 'biome', 'check', '--error-on-warnings', '.'),
    command('lint with types: oxlint', 'oxlint', '--type-aware', '--deny-warnings'),
    command('lint: Solidity', 'forge', 'lint', '--deny', 'notes', ...sourceFolders),
    command('types: tsc', 'tsc', '--project', '.'),
    command('dead code: knip', 'knip'),
    ofBuild('golden: ABI', whole, checkAbi),
    ofBuild('golden: storage layout', whole, checkStorage),
    ofBuild('golden: selectors and roles', whole, checkRoles),
    ofBuild('storage slots: ERC-7201', whole, checkStorageSlots),
    { name: 'upgrades: OpenZeppelin', run: checkUpgradeSafety },
    { name: 'rules have tests', run: checkRules },
    { name: 'house rules', run: checkHouseRules },
  ]
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'write-golden': { type: 'boolean', default: false } } })
  await build()
  const whole = await wholeBuild()
  if (values['write-golden']) {
    writeGoldens(whole)
    return
  }
  const results = await runSteps(stepsOn(whole), 2, ({ name, findings, seconds }) => {
    console.log(`${findings.length === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)`)
    for (const finding of findings) console.log(finding.replaceAll(/^/gm, '     '))
  })
  const failed = results.filter(({ findings }) => findings.length > 0)
  if (failed.length === 0) {
    console.log(`${results.length} checks, all clean`)
    return
  }
  console.error(
    `${failed.length} of ${results.length} checks failed: ${failed.map(({ name }) => name).join(' · ')}`,
  )
  process.exitCode = 1
}

await main()
