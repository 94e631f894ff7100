import { type Deployable, deployables, type WholeBuild } from '../whole-build.ts'
import { goldenAbis } from './abi.ts'
import { compareGolden, readGolden, writeGolden } from './file.ts'
import { readRoleTable, type SelectorRoles, selectorRoles } from './roles.ts'
import { brokenNamespaces, goldenStorage } from './storage.ts'

const ABI = 'test/golden/abi.json'
const ROLES = 'test/golden/selector-roles.json'
/** The tools of governance compare an upgrade with it. */
const STORAGE = 'contracts/storage-layout.json'

function roles(build: WholeBuild, contracts: readonly Deployable[]) {
  return selectorRoles(build, contracts, readRoleTable())
}

/** Rewrites every golden file from the build. */
export function writeGoldens(build: WholeBuild): void {
  const contracts = deployables(build)
  writeGolden(ABI, goldenAbis(contracts))
  writeGolden(STORAGE, goldenStorage(build, contracts))
  writeGolden(ROLES, roles(build, contracts).golden)
}

export function checkAbi(build: WholeBuild): readonly string[] {
  return compareGolden(ABI, goldenAbis(deployables(build)))
}

export function checkStorage(build: WholeBuild): readonly string[] {
  const built = goldenStorage(build, deployables(build))
  const kept = (readGolden(STORAGE) ?? {}) as typeof built
  const broken = brokenNamespaces(kept, built).map(
    (space) => `${space}: a kept member changed or moved, so an upgrade would misread storage (P12)`,
  )
  return [...compareGolden(STORAGE, built), ...broken]
}

export function checkRoles(build: WholeBuild): readonly string[] {
  const { findings, golden } = roles(build, deployables(build))
  return [...findings, ...compareGolden(ROLES, golden satisfies SelectorRoles)]
}
