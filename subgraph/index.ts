export { buildSubgraphs } from './compiler/build.ts'
export { builtFolder, type Role } from './compiler/manifest.ts'
export { type PrepareOptions, prepareManifest } from './compiler/prepare.ts'
