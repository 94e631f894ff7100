import { register } from 'tsx/esm/api'

// Node 20 starts workers without the loader of their parent.
register()
await import('./worker.ts')
