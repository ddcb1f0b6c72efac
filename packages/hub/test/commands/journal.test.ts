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

const pinOfHome = async (): Promise<string> =>
  (await typed('keys', 'show', '--keys', home.keys)).out[0]?.split('\t')[0] ?? ''

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
    expect((await typed('verify', long.put('journal.jsonl', `${out.join('\n')}\n`))).code).toBe(3)
    const file = join(long.folder, 'whole.jsonl')
    expect((await typed('journal', 'export', '--data', long.data, '--out', file)).out).toEqual([])
    expect(readFileSync(file, 'utf8')).toBe(`${out.join('\n')}\n`)
    const again = await typed('journal', 'export', '--data', long.data, '--out', file)
    expect([again.code, again.err]).toEqual([1, [expect.stringContaining('[HUB_COMMAND_FILE]')]])
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
  it('finds an export unaltered under the pin, and tells its last record', async () => {
    const pin = await pinOfHome()
    const { code, out } = await verify(lines, '--pin', pin)
    const last = JSON.parse(lines.at(-1) ?? '') as { hash: string } // cast: a line of the journal
    expect([code, out[0]]).toEqual([0, 'Unaltered'])
    const rows = out.join('\n')
    expect(rows).toContain(`${lines.length} of ${lines.length} in chain`)
    expect(rows).toContain(`${pin}, as you named it`)
    expect(rows).toContain(`${lines.length - 1}-${last.hash.slice(0, 10)}`)
  })

  it('without pin and head ends with 3, and says that it cannot be checked', async () => {
    const { code, out } = await verify(lines)
    expect([code, out[0]]).toEqual([3, 'Cannot be checked: key unknown'])
    expect(out.at(-1)).toContain('Sound in itself.')
  })

  it('holds it against a head that was noted elsewhere', async () => {
    const { seq, hash } = JSON.parse(lines[2] ?? '') as { seq: number; hash: string } // cast: a line of the journal
    const noted = `${seq}-${hash.slice(0, 10)}`
    expect((await verify(lines, '--head', noted)).code).toBe(0)
    const cut = await verify(lines.slice(0, 2), '--head', noted)
    expect([cut.code, cut.out[0]]).toEqual([1, 'Altered at record 3'])
    expect(cut.out[1]).toContain('its end was cut off')
    const other = await verify(lines, '--head', `${seq}-${'0'.repeat(10)}`)
    expect([other.code, other.out[1]]).toEqual([1, expect.stringContaining('it was written anew')])
  })

  it('takes another pin for another home, and no pin or head that is none', async () => {
    const other = await verify(lines, '--pin', '0000-0000-0000-0000')
    expect([other.code, other.out[1]]).toEqual([1, expect.stringContaining('it is signed by the key')])
    for (const wrong of [
      ['--pin', 'abc'],
      ['--head', '7'],
    ])
      expect(await verify(lines, ...wrong)).toMatchObject({
        code: 2,
        err: [expect.stringContaining('[HUB_COMMAND_USAGE]')],
      })
  })

  it.each<[how: string, change: (all: readonly string[]) => readonly string[], record: number | string]>([
    ['changed', (all) => all.map((line, at) => (at === 2 ? altered(line) : line)), 3],
    ['changed twice', (all) => all.map((line, at) => (at >= 2 ? altered(line) : line)), 3],
    ['taken out', (all) => all.filter((_, at) => at !== 1), 2],
    ['put in twice', (all) => [...all.slice(0, 2), ...all.slice(1)], 3],
    ['in another order', (all) => [...all.slice(0, 1), ...all.slice(1, 3).toReversed(), ...all.slice(3)], 2],
    ['cut short', (all) => [...all.slice(0, -1), (all.at(-1) ?? '').slice(0, -20)], ''],
  ])('names the first line that is %s, and ends with 1', async (_, change, record) => {
    const { code, out } = await verify(change(lines))
    expect(code).toBe(1)
    expect(out[0]).toContain(`Altered at record ${record}`)
  })

  it('gives the same verdict as JSON', async () => {
    const changed = lines.map((line, at) => (at === 2 ? altered(line) : line))
    const { code, out } = await verify(changed, '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ verdict: 'changed', at: { line: 3, seq: 2 } })
    expect(JSON.parse((await verify(lines, '--json')).out[0] ?? '')).toMatchObject({ verdict: 'sound' })
  })

  it.each([
    ['The file is empty', ''],
    ['This is no evidence and no journal', 'Dear diary'],
    ['This is no evidence and no journal', '{"name":"portico"}\n'],
  ])('says that a file is no evidence, and ends with 2: %s', async (words, text) => {
    const file = home.put('other.txt', text)
    expect(await typed('verify', file)).toEqual({ code: 2, out: [words], err: [] })
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
