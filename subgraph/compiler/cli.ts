import { buildSubgraphs } from './build.ts'

const changed = await buildSubgraphs()
console.log(changed ? 'subgraph: compiled hub and spoke' : 'subgraph: up to date')
