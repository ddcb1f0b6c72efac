import { relative } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { longestFiles } from './test/support/longest-files.data.ts'

// Tests run on the source of every workspace package; nothing is built first.
const conditions = ['@portico/source']

/** The longest files begin first: none of them is left to run alone at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = longestFiles.indexOf(relative(import.meta.dirname, moduleId).replaceAll('\\', '/'))
      return place < 0 ? longestFiles.length : place
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] },
  ssr: {
    resolve: {
      conditions: [...conditions, 'module', 'node', 'development|production'],
      externalConditions: [...conditions, 'node'],
    },
  },
  test: {
    // What is loaded serves all files of a worker: no test replaces a module or the environment.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{packages,plugins}/*/test/**/*.test.ts'],
          // A bound for what hangs, on a busy machine too; speed is measured in bench/.
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // One more than processors: some of them wait for processes that they started.
          maxWorkers: 3,
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
          expect: { poll: { timeout: 30_000 } },
          // Homes mostly wait. More of them at once would each take longer, and draw their pictures for longer.
          maxWorkers: 5,
          // Each test is a hub, a house and its cameras.
          maxConcurrency: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
