import { type Deployable, deployables, type WholeBuild } from '../whole-build.ts'
import { goldenAbis } from './abi.ts'
import { compareGolden, readGolden, writeGolden } from './file.ts'
import { readRoleTable, type SelectorRoles, selectorRoles } from './roles.ts'
import { brokenNamespaces, goldenStorage } from './storage.ts'

function roles(build: WholeBuild, contracts: readonly Deployable[]) {
  return selectorRoles(build, contracts, readRoleTable())
}

/** Rewrites every golden file from the build. */
export function writeGoldens(build: WholeBuild): void {
  const contracts = deployables(build)
  writeGolden('abi.json', goldenAbis(contracts))
  writeGolden('storage-layout.json', goldenStorage(build, contracts))
  writeGolden('selector-roles.json', roles(build, contracts).golden)
}

export function checkAbi(build: WholeBuild): readonly string[] {
  return compareGolden('abi.json', goldenAbis(deployables(build)))
}

export function checkStorage(build: WholeBuild): readonly string[] {
  const built = goldenStorage(build, deployables(build))
  const kept = (readGolden('storage-layout.json') ?? {}) as typeof built
  const broken = brokenNamespaces(kept, built).map(
    (space) => `${space}: a kept member changed or moved, so an upgrade would misread storage (P12)`,
  )
  return [...compareGolden('storage-layout.json', built), ...broken]
}

export function checkRoles(build: WholeBuild): readonly string[] {
  const { findings, golden } = roles(build, deployables(build))
  return [...findings, ...compareGolden('selector-roles.json', golden satisfies SelectorRoles)]
}
