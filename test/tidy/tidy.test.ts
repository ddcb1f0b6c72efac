// The house rules as a test: who imports whom, no circles, sizes, names, banned words. The first test judges the
// workspace; the others plant one fault each in a made-up workspace and see it found.
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findFaults } from './find-faults.ts'
import { type Workspace, parseSource, readWorkspace } from './sources.ts'

test('the workspace keeps the house rules', () => {
  expect(findFaults(readWorkspace(resolve(import.meta.dirname, '../..')))).toEqual([])
})

function workspaceOf(files: Record<string, string>): Workspace {
  return {
    files: Object.entries(files).map(([path, text]) => parseSource(path, text)),
    entries: new Map([
      ['@portico/core', 'packages/core/src/index.ts'],
      ['@portico/runtime', 'packages/runtime/src/index.ts'],
    ]),
  }
}

const index = { 'packages/core/src/index.ts': `export { a } from './a.ts'\n` }

describe('a planted fault is found', () => {
  const cases: readonly [string, Record<string, string>, string][] = [
    [
      'an arrow up',
      {
        ...index,
        'packages/core/src/a.ts': `// a\nimport '@portico/runtime'\nexport const a = 1\n`,
        'packages/runtime/src/index.ts': 'export {}\n',
      },
      'may not import packages/runtime',
    ],
    [
      'an arrow up, taken at run time',
      { ...index, 'packages/core/src/a.ts': `// a\nexport const a = import('@portico/runtime')\n` },
      'may not import packages/runtime',
    ],
    [
      'a Node module in the core',
      { ...index, 'packages/core/src/a.ts': `// a\nimport 'node:fs'\nexport const a = 1\n` },
      'may not import node:fs',
    ],
    [
      'the clock in the core',
      { ...index, 'packages/core/src/a.ts': '// a\nexport const a = Date.now()\n' },
      'the core is pure',
    ],
    [
      'a circle, types included',
      {
        ...index,
        'packages/core/src/a.ts': `// a\nimport type { B } from './b.ts'\nexport const a: B = 1\n`,
        'packages/core/src/b.ts': `// b\nimport type { a } from './a.ts'\nexport type B = typeof a\n`,
      },
      'circle: ',
    ],
    [
      'a long file',
      { ...index, 'packages/core/src/a.ts': `// a\nexport const a = 1\n${'// x\n'.repeat(500)}` },
      'over 500',
    ],
    [
      'a long function',
      { ...index, 'packages/core/src/a.ts': `// a\nexport function a() {\n${'  a()\n'.repeat(70)}}\n` },
      'function of 72 lines',
    ],
    [
      'an empty name',
      { ...index, 'packages/core/src/utils.ts': '// u\nexport const a = 1\n' },
      'the name "utils" says nothing',
    ],
    [
      'an orphan',
      {
        ...index,
        'packages/core/src/b.ts': '// b\nexport const b = 1\n',
        'packages/core/src/a.ts': '// a\nexport const a = 1\n',
      },
      'nobody imports this file',
    ],
    [
      'the inside of another package',
      {
        'packages/core/src/index.ts': 'export {}\n',
        'packages/runtime/src/index.ts': `export { a } from '../../core/src/a.ts'\n`,
        'packages/core/src/a.ts': '// a\nexport const a = 1\n',
      },
      'reaches inside packages/core',
    ],
    [
      'a test in a bench',
      {
        'bench/a.ts': `import { b } from '../test/end-to-end/b.ts'\n`,
        'test/end-to-end/b.ts': `export const b = 1\n`,
      },
      'reaches inside test',
    ],
  ]
  test.each(cases)('%s', (_title, files, words) => {
    expect(findFaults(workspaceOf(files)).join('\n')).toContain(words)
  })
})
