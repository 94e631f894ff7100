import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Abi, AbiParameter } from 'viem'
import type { Artifact } from './artifacts.ts'

type AbiError = Extract<Abi[number], { type: 'error' }>

/** `Books` → `books`, `IVenue` → `iVenue`, `ERC1967Proxy` → `erc1967Proxy`. */
export function camel(name: string): string {
  return name.replace(/^[A-Z]+(?=[A-Z][a-z]|\d|$)|^[A-Z]/, (head) => head.toLowerCase())
}

/** A type as it stands in a signature: a tuple is written out. */
function plainType({ type, components }: AbiParameter & { components?: readonly AbiParameter[] }): string {
  return components ? `(${components.map(plainType).join(',')})${type.slice('tuple'.length)}` : type
}

/** Every custom error once: a revert that bubbles up is often another contract's. */
function allErrors(artifacts: readonly Artifact[]): readonly AbiError[] {
  const errors = new Map<string, AbiError>()
  for (const item of artifacts.flatMap(({ abi }) => abi)) {
    if (item.type === 'error') errors.set(`${item.name}(${item.inputs.map(plainType).join(',')})`, item)
  }
  return [...errors].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
}

function abiModule(artifacts: readonly Artifact[]): string {
  const bound = artifacts.filter(({ abi }) => abi.length > 0)
  return [
    '// Written by the build from the compiled contracts. Do not edit.',
    ...bound.map(({ name, abi }) => `export const ${camel(name)}Abi = ${JSON.stringify(abi)} as const`),
    `export const errorsAbi = ${JSON.stringify(allErrors(artifacts))} as const`,
    `export const abis = { ${bound.map(({ name }) => `${name}: ${camel(name)}Abi`).join(', ')} } as const`,
    '',
  ].join('\n')
}

/** Writes through a rename, so that a reader or a second build never sees half a file; keeps an equal one. */
function write(file: string, text: string): void {
  try {
    if (readFileSync(file, 'utf8') === text) return
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const part = `${file}.${process.pid}.part`
  writeFileSync(part, text)
  renameSync(part, file)
}

/** Writes `abi.ts` and one `artifacts/NAME.json` for each contract, and removes those of contracts that are gone. */
export function emit(artifacts: readonly Artifact[], folder: string): void {
  const artifactFolder = join(folder, 'artifacts')
  mkdirSync(artifactFolder, { recursive: true })
  const wanted = new Set(artifacts.map(({ name }) => `${name}.json`))
  for (const file of readdirSync(artifactFolder)) {
    if (!wanted.has(file) && file.endsWith('.json')) rmSync(join(artifactFolder, file), { force: true })
  }
  for (const artifact of artifacts) {
    write(join(artifactFolder, `${artifact.name}.json`), `${JSON.stringify(artifact)}\n`)
  }
  write(join(folder, 'abi.ts'), abiModule(artifacts))
}
