import { defineConfig } from 'vitest/config'

// Tests run on the source of every workspace package; nothing is built first.
const conditions = ['@portico/source']

export default defineConfig({
  resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] },
  ssr: {
    resolve: {
      conditions: [...conditions, 'module', 'node', 'development|production'],
      externalConditions: [...conditions, 'node'],
    },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{packages,plugins}/*/test/**/*.test.ts'],
          isolate: false,
          // A bound for what hangs, on a busy machine too; speed is measured in bench/.
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          // A page on a busy machine may take more than the second that is given by default.
          expect: { poll: { timeout: 15_000 } },
          maxWorkers: 2,
          // Each of them is a hub, a house and its cameras.
          maxConcurrency: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
