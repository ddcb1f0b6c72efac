// docs/errors.md is written by hand and held to the code: every code once, its words as the catalogue has them, its
// status and exit code as they are. The first tests judge the page and the sources; the others plant one fault each.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { refusalCodes } from '@portico/core'
import { strangerHears } from '@portico/hub'
import { refusalWords } from '@portico/protocol'
import { describe, expect, test } from 'vitest'
import { findPageFaults, knownCodes } from './page-faults.ts'
import { readSources, unlisted } from './source-codes.ts'

const page = readFileSync(resolve(import.meta.dirname, '../../docs/errors.md'), 'utf8')
const sources = readSources()

test('the page of codes says what the code says', () => {
  expect(findPageFaults(page, sources)).toEqual([])
})

test('every code that the sources throw or name stands in a list', () => {
  expect(sources.length).toBeGreaterThan(200)
  expect(unlisted(sources, knownCodes)).toEqual([])
})

test('whoever has no pass hears B, E and H alone', () => {
  for (const code of refusalCodes) {
    const { courier } = refusalWords[code]
    expect([code, strangerHears(code).letter]).toEqual([
      code,
      courier === 'B' || courier === 'E' ? courier : 'H',
    ])
  }
})

describe('a planted fault is found', () => {
  const rowOf = (code: string): string => {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${code}\` |`))
    if (row === undefined) throw new Error(`no row of ${code}`)
    return row
  }
  const edit = (code: string, from: string, to: string): string =>
    page.replace(rowOf(code), rowOf(code).replace(from, to))
  const cases: readonly [string, string, string][] = [
    ['a code that is missing', page.replace(`${rowOf('PASS_USED')}\n`, ''), 'PASS_USED is missing'],
    ['a code that does not exist', edit('PASS_USED', 'PASS_USED', 'PASS_USEE'), 'there is no PASS_USEE'],
    [
      'a code told twice',
      page.replace(rowOf('PASS_USED'), `${rowOf('PASS_USED')}\n${rowOf('PASS_USED')}`),
      'a second time',
    ],
    [
      'a table out of order',
      page
        .replace(rowOf('PASS_USED'), '')
        .replace(rowOf('PARCEL_DONE'), `${rowOf('PASS_USED')}\n${rowOf('PARCEL_DONE')}`),
      'sort the table',
    ],
    [
      'an empty cell',
      edit('HUB_MEDIA_FAULT', 'A fault of Portico, or a broken stream: keep the log.', ''),
      '"what to do" is empty',
    ],
    ["other owner's words", edit('PASS_USED', 'opened once', 'opened twice'), 'PASS_USED: "owner reads"'],
    ['another letter', edit('PASS_USED', '| D |', '| E |'), 'PASS_USED: "courier"'],
    ['a place offered to a saboteur', edit('FRAME_STALE', 'A, heard as F', 'A'), 'FRAME_STALE: "courier"'],
    ['another next step', edit('PASS_USED', 'Make a new pass', 'Do nothing'), 'PASS_USED: "what to do"'],
    [
      'other words of an alarm',
      edit('BOLT_JAMMED', 'stopped half way', 'is fine'),
      'BOLT_JAMMED: "owner reads"',
    ],
    ['another sentence', page.replace('| C | One moment, please. |', '| C | One moment. |'), 'letter C says'],
    ['another fact', edit('PICTURE_UNPROVED', 'not proved to be live', 'live'), 'code PICTURE_UNPROVED says'],
    ['another status', edit('HUB_HTTP_HOST', '| 421 |', '| 400 |'), 'HUB_HTTP_HOST: "HTTP" is "400"'],
    ['a status left out', edit('HUB_HTTP_HOST', '| 421 |', '| – |'), 'HUB_HTTP_HOST: "HTTP" is "–"'],
    ['another exit code', edit('HUB_SETTINGS_FILE', '| 2 |', '| 1 |'), 'HUB_SETTINGS_FILE: "exit" is "1"'],
    ['a close code nobody sends', page.replace('| 4410 |', '| 4411 |'), 'there is no close 4411'],
    ['an exit code left out', page.replace(/\| 130 \|.*\n/, ''), 'exit 130 is missing'],
    ['a code in the text that is none', `${page}\nSee \`HUB_STORE_GONE\`.\n`, 'there is no HUB_STORE_GONE'],
    [
      'a code in use called reserved',
      edit('PASS_USED', '| An unlock', '| Reserved: an unlock'),
      'PASS_USED is in use',
    ],
  ]
  test.each(cases)('%s', (_title, planted, words) => {
    expect(planted).not.toBe(page)
    expect(findPageFaults(planted, sources).join('\n')).toContain(words)
  })

  test('a code that nothing uses any more', () => {
    const unused = sources.map(({ path, text }) => ({ path, text: text.replaceAll("'LEASE_LOST'", "''") }))
    expect(findPageFaults(page, unused)).toContainEqual(
      expect.stringContaining('LEASE_LOST: nothing uses it'),
    )
  })

  const plantedSources = [
    ["throw hubError('HUB_STORE_GONE', 'x')", 'HUB_STORE_GONE'],
    ["throw new HubError('OOPS', 'x')", 'OOPS'],
    ["const code = 'MEDIA_LOST'", 'MEDIA_LOST'],
    ['/** Rejects with `HUB_CAMERA_BROKEN`. */', 'HUB_CAMERA_BROKEN'],
  ] as const
  test.each(plantedSources)('an unlisted code: %s', (text, code) => {
    const path = 'packages/x/src/x.ts'
    expect(unlisted([{ path, text }], knownCodes)).toContain(`${path}:1: no list of codes has ${code}`)
  })
})
