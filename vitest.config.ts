import { relative } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { longestFiles, waitingFiles } from './test/support/longest-files.data.ts'

// Tests run on the source of every workspace package; nothing is built first.
const conditions = ['@portico/source']

/** Files at once. Homes mostly wait: so many keep two processors busy. */
const LANES = 6

/**
 * Files that mostly wait begin first and leave the processors to the unit tests; then homes, the longest first: none of
 * them is left to run alone at the end.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const places = new Map([...waitingFiles, 'unit', ...longestFiles].map((file, place) => [file, place]))
    const rank = ({ moduleId, project }: TestSpecification): number =>
      places.get(relative(import.meta.dirname, moduleId).replaceAll('\\', '/')) ??
      places.get(project.name) ??
      places.size
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
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{packages,plugins}/*/test/**/*.test.ts'],
          isolate: false,
          // A bound for what hangs, on a busy machine too; speed is measured in bench/.
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: LANES,
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
          maxWorkers: LANES,
          // Each test is a hub, a house and its cameras.
          maxConcurrency: 1,
        },
      },
    ],
  },
})
