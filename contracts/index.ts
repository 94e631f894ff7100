export { artifact, type ContractName, creationCode, type TypedArtifact } from './artifact.ts'
export * from './generated/abi.ts'
