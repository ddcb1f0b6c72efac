// Goal: what portico journal prints is the journal to the letter, so that portico verify finds it sound, and names the
// first line that is not as it was written. Method: a real journal, exported, then changed in each way.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HomeJournal } from '@portico/runtime'
import { HOME, openHome } from '../../src/start/open-home.ts'
import { systemClock } from '../../src/start/system-clock.ts'
import { type Said, TypedHome, typed } from './typed.ts'

const home = new TypedHome()
let lines: readonly string[] = []

beforeAll(async () => {
  for (const name of ['one', 'two', 'three']) await home.type('token', 'create', name, '--scope', 'read')
  lines = (await typed('journal', 'export', '--data', home.data)).out
})
afterAll(() => {
  home[Symbol.dispose]()
})

const seqOf = (line: string): number => (JSON.parse(line) as { seq: number }).seq // cast: a line of the journal

function verify(changed: readonly string[], ...more: readonly string[]): Promise<Said> {
  return typed('verify', home.put('journal.jsonl', `${changed.join('\n')}\n`), ...more)
}

const altered = (line: string | undefined): string =>
  (line ?? '').replace('"token-created"', '"token-revoked"')

describe('portico journal export', () => {
  it('prints every line from the first on, in order', () => {
    expect(lines.length).toBeGreaterThanOrEqual(4)
    expect(lines.map(seqOf)).toEqual(lines.map((_, at) => at))
    expect(lines.filter((line) => line.includes('token-created'))).toHaveLength(3)
  })

  it('goes on behind a number', async () => {
    const { code, out } = await typed('journal', 'export', '--data', home.data, '--after', '1')
    expect({ code, out }).toEqual({ code: 0, out: lines.slice(2) })
    expect((await typed('journal', 'export', '--data', home.data, '--after', '999')).out).toEqual([])
  })

  it('prints a long one to its last line', async () => {
    using long = new TypedHome()
    {
      const clock = systemClock()
      await using opened = await openHome(long, clock)
      const { store } = opened
      const journal = new HomeJournal({
        home: HOME,
        journal: store,
        clock,
        epoch: store.epoch,
        writer: 'sim',
      })
      const line = {
        door: null,
        session: null,
        type: 'Audit',
        cause: 'runtime',
        data: { what: 'looked', by: null },
      }
      await journal.append({ lines: Array(2_500).fill(line) })
    }
    const { code, out } = await typed('journal', 'export', '--data', long.data)
    expect(code).toBe(0)
    expect(out.map(seqOf)).toEqual(Array.from({ length: 2_500 }, (_, at) => at))
    expect((await typed('verify', long.put('journal.jsonl', `${out.join('\n')}\n`))).code).toBe(0)
  })

  it('leaves out what belongs to no door or to another session', async () => {
    const of = async (...which: readonly string[]): Promise<readonly string[]> =>
      (await typed('journal', 'export', '--data', home.data, ...which)).out
    expect(await of('--door', 'front')).toEqual([])
    expect(await of('--session', 's_none')).toEqual([])
  })

  it('asks for the number of a line', async () => {
    expect(await typed('journal', 'export', '--data', home.data, '--after', 'last')).toEqual({
      code: 2,
      out: [],
      err: ['portico: --after must be the number of a line, not "last" [HUB_COMMAND_USAGE]'],
    })
  })

  it('finds no journal where none is', async () => {
    const nowhere = join(home.folder, 'nowhere')
    expect(await typed('journal', 'export', '--data', nowhere)).toMatchObject({
      code: 1,
      out: [],
      err: [
        expect.stringMatching(/there is no such file: is this the data folder\? \[HUB_STORE_UNREADABLE\]$/),
      ],
    })
  })
})

describe('portico verify', () => {
  it('finds an export sound, and names its last hash', async () => {
    const { code, out } = await verify(lines)
    const last = JSON.parse(lines.at(-1) ?? '') as { hash: string } // cast: a line of the journal
    expect(code).toBe(0)
    expect(out).toEqual([
      `${home.folder}/journal.jsonl: sound: ${lines.length} lines (0 to ${lines.length - 1}), last hash ${last.hash}`,
    ])
  })

  it.each<[how: string, change: (all: readonly string[]) => readonly string[], place: string]>([
    ['changed', (all) => all.map((line, at) => (at === 2 ? altered(line) : line)), 'line 3, number 2'],
    ['changed twice', (all) => all.map((line, at) => (at >= 1 ? altered(line) : line)), 'line 2, number 1'],
    ['taken out', (all) => all.filter((_, at) => at !== 1), 'line 2'],
    ['put in twice', (all) => [...all.slice(0, 2), ...all.slice(1)], 'line 3'],
    [
      'in another order',
      (all) => [...all.slice(0, 1), ...all.slice(1, 3).toReversed(), ...all.slice(3)],
      'line 2',
    ],
    ['cut short', (all) => [...all.slice(0, -1), (all.at(-1) ?? '').slice(0, -20)], 'line '],
  ])('names the first line that is %s, and ends with 1', async (_, change, place) => {
    const { code, out } = await verify(change(lines))
    expect(code).toBe(1)
    expect(out).toHaveLength(1)
    expect(out[0]).toContain(`journal.jsonl: changed: ${place}`)
  })

  it('gives the same verdict as JSON', async () => {
    const changed = lines.map((line, at) => (at === 2 ? altered(line) : line))
    const { code, out } = await verify(changed, '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ verdict: 'changed', at: { line: 3, seq: 2 } })
    expect(JSON.parse((await verify(lines, '--json')).out[0] ?? '')).toMatchObject({ verdict: 'sound' })
  })

  it.each([
    ['it is empty', ''],
    ['neither an evidence file nor a journal', 'Dear diary'],
    ['neither an evidence file nor a journal', '{"name":"portico"}\n'],
  ])('says that a file is no evidence, and ends with 2: %s', async (why, text) => {
    const file = home.put('other.txt', text)
    expect(await typed('verify', file)).toEqual({ code: 2, out: [`${file}: not evidence: ${why}`], err: [] })
  })

  it.each(['missing.jsonl', '.'])('cannot judge what is no file: %s', async (name) => {
    const file = join(home.folder, name)
    expect(await typed('verify', file)).toEqual({
      code: 1,
      out: [],
      err: [`portico: ${file} cannot be read: name the file to judge [HUB_COMMAND_FILE]`],
    })
  })
})

describe('the journal on the disk', () => {
  it('is what was exported, so that an export can be compared with a copy', () => {
    const stored = readFileSync(join(home.data, 'journal.db'))
    expect(lines.every((line) => stored.includes(line))).toBe(true)
  })
})
