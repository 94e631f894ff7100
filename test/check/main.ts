import { parseArgs } from 'node:util'
import { forge } from '@gimbal/contracts/forge'
import { sourceFolders } from '@gimbal/contracts/paths'
import { command, forgeCommand } from './command.ts'
import { checkGeneratedDocs, writeGeneratedDocs } from './generated-docs.ts'
import { checkAbi, checkRoles, checkStorage, writeGoldens } from './golden/files.ts'
import { checkHouseRules } from './house-rules.ts'
import { ofBuild } from './of-build.ts'
import { checkRules } from './rules.ts'
import { runSteps, type Step } from './step.ts'
import { checkStorageSlots } from './storage-slots.ts'
import { checkUpgradeSafety } from './upgrade-safety.ts'
import { wholeBuild } from './whole-build.ts'

const gasTests = ['--match-test', '^test_gas_']

const steps: readonly Step[] = [
  ofBuild('compiler warnings', ({ warnings }) => warnings),
  ofBuild('golden: ABI', checkAbi),
  ofBuild('golden: storage layout', checkStorage),
  ofBuild('golden: selectors and roles', checkRoles),
  ofBuild('storage slots: ERC-7201', checkStorageSlots),
  ofBuild('upgrades: OpenZeppelin', checkUpgradeSafety),
  command('types: tsc', 'tsc', '--project', '.'),
  command('lint with types: oxlint', 'oxlint', '--type-aware', '--deny-warnings'),
  command('format and lint: biome', 'biome', 'check', '--error-on-warnings', '.'),
  command('format: Solidity', 'forge', 'fmt', '--check', ...sourceFolders, 'test/contracts'),
  forgeCommand('lint: Solidity', 'lint', 'lint', '--deny', 'notes', ...sourceFolders),
  command('golden: gas', 'forge', 'test', ...gasTests, '--gas-snapshot-check', 'true'),
  command('dead code: knip', 'knip', '--no-config-hints'),
  { name: 'rules have tests', run: checkRules },
  { name: 'docs written from code', run: checkGeneratedDocs },
  { name: 'house rules', run: checkHouseRules },
]

async function check(): Promise<void> {
  const results = await runSteps(steps, 2, ({ name, findings, seconds }) => {
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

const { values } = parseArgs({ options: { 'write-golden': { type: 'boolean', default: false } } })
if (values['write-golden']) {
  writeGeneratedDocs()
  writeGoldens(await wholeBuild())
  await forge(['test', ...gasTests, '--gas-snapshot-emit', 'true'])
} else {
  await check()
}
