// Whether the tests of a bug's layer notice it: the same test files on sources into which the bug is planted.
import { join } from 'node:path'
import { startVitest } from 'vitest/node'
import { type PlantedBug, plant } from './planted-bug.ts'
import { fileOf, root } from './root.ts'

export type TableAnswer =
  | { readonly kind: 'failed'; readonly test: string }
  | { readonly kind: 'passed' }
  | { readonly kind: 'misfit'; readonly why: string }

/** The decider tables: layer 1. */
const DECIDER = ['packages/core/test/door']
const conditions = ['@portico/source', 'module', 'node', 'development|production']

/** Runs the tables of a bug until one test fails. */
export async function runTables({ edits, tables = DECIDER }: PlantedBug): Promise<TableAnswer> {
  const misfits: string[] = []
  const planting = {
    name: 'plant',
    enforce: 'pre' as const,
    transform(code: string, id: string): string | null {
      const file = fileOf(id.split('?')[0] ?? '')
      if (file === null || !edits.some((edit) => edit.file === file)) return null
      try {
        return plant(file, code, edits)
      } catch (error) {
        misfits.push(String(error))
        throw error
      }
    },
  }
  const vitest = await startVitest(
    'test',
    [...tables],
    {
      ...{ root, config: false, run: true, watch: false, reporters: [], bail: 1, maxWorkers: 1 },
      ...{ include: ['{packages,plugins}/*/test/**/*.test.ts'], isolate: false, testTimeout: 30_000 },
      exclude: ['**/node_modules/**', '**/dist/**', join(root, 'packages/simulator/**')],
      // What was planted for one bug must not be remembered for the next: the cache knows files, not what a plugin did.
      fsModuleCache: false,
    },
    {
      plugins: [planting],
      resolve: { conditions },
      ssr: { resolve: { conditions, externalConditions: ['@portico/source', 'node'] } },
      logLevel: 'silent',
    },
  )
  try {
    if (misfits.length > 0) return { kind: 'misfit', why: misfits[0] ?? '' }
    for (const module of vitest.state.getTestModules()) {
      for (const test of module.children.allTests('failed')) return { kind: 'failed', test: test.fullName }
      if (module.errors().length > 0) return { kind: 'failed', test: module.moduleId.split('/').at(-1) ?? '' }
    }
    return vitest.state.getUnhandledErrors().length > 0
      ? { kind: 'failed', test: 'an error outside any test' }
      : { kind: 'passed' }
  } finally {
    await vitest.close()
  }
}

/** The first test that fails with no bug planted, or null: only sound tables say anything about a bug. */
export async function soundTables(bugs: readonly PlantedBug[]): Promise<string | null> {
  const files = [...new Set(bugs.flatMap(({ tables = DECIDER }) => tables))]
  const answer = await runTables({ id: '', what: '', fires: [], edits: [], tables: files })
  return answer.kind === 'passed' ? null : answer.kind === 'failed' ? answer.test : answer.why
}
