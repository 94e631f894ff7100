import { readFileSync } from 'node:fs'
import type { Address, Hex } from 'viem'
import type { Artifact } from './codegen/artifacts.ts'
import { abis } from './generated/abi.ts'

/** A contract, library or interface of the build. */
export type ContractName = keyof typeof abis

/** An artifact whose ABI keeps its literal type. */
export type TypedArtifact<name extends ContractName> = Omit<Artifact, 'abi'> & {
  readonly abi: (typeof abis)[name]
}

/** The ABI and creation code of `name`. */
export function artifact<const name extends ContractName>(name: name): TypedArtifact<name> {
  const file = new URL(`./generated/artifacts/${name}.json`, import.meta.url)
  return { ...(JSON.parse(readFileSync(file, 'utf8')) as Artifact), abi: abis[name] }
}

/**
 * The creation code of `name` with the addresses of its libraries filled in.
 * Throws when it needs a library that is not given, or cannot be deployed at all.
 */
export function creationCode(name: ContractName, libraries: Readonly<Record<string, Address>> = {}): Hex {
  const { bytecode, links } = artifact(name)
  if (bytecode === '0x') throw new Error(`${name} is abstract: it has no creation code`)
  let code: string = bytecode
  for (const [library, places] of Object.entries(links)) {
    const address = libraries[library]
    if (!address) throw new Error(`${name} needs the address of its library ${library}`)
    for (const { start, length } of places) {
      const at = 2 + 2 * start
      code = code.slice(0, at) + address.slice(2).toLowerCase() + code.slice(at + 2 * length)
    }
  }
  return code as Hex
}
