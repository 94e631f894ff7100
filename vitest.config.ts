import { defineConfig } from 'vitest/config'

// unit: pure and quick, next to nothing started; e2e: real anvil chains, Postgres and graph-node, two files at a time, since a
// file waits for blocks about as long as it computes.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{contracts,relayer,governance,subgraph,test}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.e2e.test.ts'],
          maxWorkers: 2,
          testTimeout: 60_000,
          setupFiles: ['test/runner/draws.ts'],
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['{contracts,relayer,governance,subgraph,test}/**/*.e2e.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 2,
          setupFiles: ['test/runner/draws.ts'],
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['relayer/src/**', 'contracts/codegen/**', 'contracts/deploy/**', 'governance/**'],
    },
  },
})
