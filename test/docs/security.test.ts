// docs/security.md is held to the tests: every rule T1–T26 has one row, and every test that a row names is there. The last
// tests plant one fault each.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Row, rowsIn } from './tables.ts'

const root = resolve(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/security.md'), 'utf8')

const RULES = 26
/** `file` *title* */
const NAMED = /`([^`]+\.test\.ts)` \*([^*]+)\*/g

interface NamedTest {
  readonly file: string
  readonly title: string
}

const named = (cell: string | undefined): readonly NamedTest[] =>
  [...(cell ?? '').matchAll(NAMED)].map(([, file = '', title = '']) => ({ file, title }))

/** Paths begin at `packages/` unless they begin with another room. */
function textOf(file: string): string {
  const place = join(root, /^(plugins|test)\//.test(file) ? file : join('packages', file))
  return existsSync(place) ? readFileSync(place, 'utf8') : ''
}

/** As the title of a test or of a group, in any kind of quotes. */
const hasTest = ({ file, title }: NamedTest): boolean =>
  ["'", '"', '`'].some((quote) => textOf(file).includes(`${quote}${title}${quote}`))

function faultsIn(text: string): readonly string[] {
  const rows = rowsIn(text)
  const rules = rows.filter(({ section }) => section === 'Rules')
  const missing = Array.from({ length: RULES }, (_, n) => `T${n + 1}`).filter(
    (rule) => rules.filter(({ cells }) => cells['rule'] === rule).length !== 1,
  )
  const bare = rules.filter(({ cells }) => named(cells['tests']).length === 0 && cells['open'] === '')
  const astray = (row: Row): readonly string[] =>
    named(row.cells['tests'])
      .filter((each) => !hasTest(each))
      .map(({ file, title }) => `line ${row.line}: no test "${title}" in ${file}`)
  const foreign = rules.flatMap(({ line, cells }) =>
    named(cells['tests'])
      .filter(({ title }) => !title.startsWith(`${cells['rule']}: `))
      .map(({ title }) => `line ${line}: "${title}" is not named after ${cells['rule']}`),
  )
  return [
    ...missing.map((rule) => `${rule} has not one row`),
    ...bare.map(({ cells }) => `${cells['rule']} has neither a test nor what it waits for`),
    ...rows.flatMap(astray),
    ...foreign,
  ]
}

test('every rule has its row, and every test that is named is there', () => {
  expect(faultsIn(page)).toEqual([])
})

test('what may go wrong at once names its tests, too', () => {
  const rows = rowsIn(page).filter(({ section }) => section === 'Bad input')
  expect(rows.length).toBeGreaterThan(5)
  for (const { cells } of rows)
    expect([cells['what'], named(cells['tests']).length > 0]).toEqual([cells['what'], true])
})

describe('a planted fault is found', () => {
  const [row = ''] = page.split('\n').filter((line) => line.startsWith('| T9 |'))

  test.each([
    ['a rule without a row', page.replace(row, ''), 'T9 has not one row'],
    ['a rule with two rows', page.replace(row, `${row}\n${row}`), 'T9 has not one row'],
    [
      'a test that is not there',
      page.replace('T9: a proxy on the wire', 'T9: a proxy'),
      'no test "T9: a proxy"',
    ],
    [
      'a file that is not there',
      page.replace('edge/test/links', 'edge/test/lines'),
      'in edge/test/lines.test.ts',
    ],
    ['a test of another rule', page.replace('*T9: a proxy', '*T8: a proxy'), 'is not named after T9'],
    [
      'a rule with nothing',
      page.replace(row, '| T9 | x | y | | |'),
      'T9 has neither a test nor what it waits for',
    ],
  ])('%s', (_, text, fault) => {
    expect(text).not.toBe(page)
    expect(faultsIn(text).join('\n')).toContain(fault)
  })
})
