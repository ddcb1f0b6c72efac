// Goal: pictures are closed without the key and deleted with it, a deletion stands in the journal, and the chain is the
// same chain all the while. Method: a home on a real disk with one visit, its photo and two pieces of film sealed as the
// camera engine seals them; the commands as they are typed.
import { hash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mediaKey, sealFile } from '@portico/evidence/seal'
import { HomeJournal } from '@portico/runtime'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOME, openHome } from '../../src/start/open-home.ts'
import { systemClock } from '../../src/start/system-clock.ts'
import { TypedHome, typed } from './typed.ts'

const SESSION = 's_1'
const pictures = {
  'photo-1.jpg.sealed': Buffer.from('the photo '.repeat(40)),
  'hall-1.mp4.sealed': Buffer.from('the first piece '.repeat(90)),
  'hall-2.mp4.sealed': Buffer.from('the second piece '.repeat(70)),
} as const

let home = new TypedHome()
let pin = ''

const sha = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex')
const folder = (): string => join(home.data, 'media', SESSION)
const places = (): readonly string[] => ['--data', home.data, '--keys', home.keys]
const at = (name: string): string => join(home.folder, name)

async function visit(): Promise<void> {
  const clock = systemClock()
  await using opened = await openHome(home, clock)
  const { store, key, signers } = opened
  mkdirSync(folder(), { recursive: true })
  for (const [name, bytes] of Object.entries(pictures))
    writeFileSync(join(folder(), name), sealFile(mediaKey(key), bytes))
  writeFileSync(join(folder(), 'hall-1.json'), '{}')
  const { signer } = signers
  pin = signer.pin
  const journal = new HomeJournal({
    home: HOME,
    journal: store,
    clock,
    epoch: store.epoch,
    writer: 'sim',
    signer,
  })
  const line = (type: string, data: object) => ({
    door: 'front',
    session: SESSION,
    type,
    cause: 'x',
    data: { ...data },
  })
  const [photo, first, second] = Object.entries(pictures).map(([name, bytes]) => ({
    file: `${SESSION}/${name}`,
    sha256: sha(bytes),
    bytes: bytes.length,
  }))
  await journal.append({
    lines: [
      line('SessionArmed', { mode: 'owner' }),
      line('PhotoTaken', { camera: 'hall', ...photo }),
      line('SegmentStored', { camera: 'hall', segment: 1, ...first }),
      line('SegmentStored', { camera: 'hall', segment: 2, ...second }),
      line('SessionClosed', { outcome: 'delivered' }),
    ],
  })
}

beforeEach(async () => {
  home = new TypedHome()
  await visit()
})
afterEach(() => home[Symbol.dispose]())

const exported = async (name: string) => {
  const said = await typed('evidence', 'export', SESSION, '--out', at(name), ...places())
  return { ...said, verdict: (await typed('verify', at(name), '--pin', pin)).out[0] }
}

describe('pictures at rest', () => {
  it('lie sealed: no byte of them is in the data folder', () => {
    for (const name of readdirSync(folder(), { recursive: true }).map(String)) {
      const found = readFileSync(join(folder(), name))
      for (const words of ['the photo', 'the first piece', 'the second piece'])
        expect(found.includes(words), name).toBe(false)
    }
  })

  it('are opened by portico film, each piece a file of its own, and never over another file', async () => {
    const { code, out } = await typed('film', SESSION, '--out', at('visit.mp4'), ...places())
    expect([code, out]).toEqual([0, [at('visit-hall-1.mp4'), at('visit-hall-2.mp4')]])
    expect(readFileSync(at('visit-hall-1.mp4'))).toEqual(pictures['hall-1.mp4.sealed'])
    expect(readFileSync(at('visit-hall-2.mp4'))).toEqual(pictures['hall-2.mp4.sealed'])
    const again = await typed('film', SESSION, '--out', at('visit.mp4'), ...places())
    expect([again.code, again.err]).toEqual([1, [expect.stringContaining('[HUB_COMMAND_FILE]')]])
    const other = await typed('film', SESSION, '--out', at('x.mp4'), '--camera', 'porch', ...places())
    expect([other.code, other.err]).toEqual([1, [expect.stringContaining('[HUB_COMMAND_UNKNOWN]')]])
  })

  it('are no film any more when a byte is changed, or another piece lies in their place', async () => {
    const path = join(folder(), 'hall-1.mp4.sealed')
    renameSync(path, `${path}.kept`)
    writeFileSync(path, readFileSync(join(folder(), 'hall-2.mp4.sealed')))
    const swapped = await typed('film', SESSION, '--out', at('visit.mp4'), ...places())
    expect([swapped.code, swapped.err]).toEqual([1, [expect.stringContaining('[HUB_COMMAND_MEDIA]')]])
    const bytes = readFileSync(`${path}.kept`)
    bytes[100] = (bytes[100] ?? 0) ^ 1
    writeFileSync(path, bytes)
    const changed = await typed('film', SESSION, '--out', at('visit.mp4'), ...places())
    expect([changed.code, changed.err]).toEqual([1, [expect.stringContaining('[HUB_SEAL_OPEN]')]])
    expect(readdirSync(home.folder).filter((name) => name.startsWith('visit'))).toEqual([])
  })
})

describe('the key deleted', () => {
  it('takes the pictures with it, and leaves the chain as it was', async () => {
    expect(await exported('before.tar')).toMatchObject({ code: 0, verdict: 'Unaltered' })
    rmSync(join(home.keys, 'home.key'))
    const film = await typed('film', SESSION, '--out', at('visit.mp4'), ...places())
    expect([film.code, film.err]).toEqual([1, [expect.stringContaining('[HUB_COMMAND_MEDIA]')]])
    expect(await exported('after.tar')).toMatchObject({ verdict: 'Incomplete: 3 pictures missing' })
    await typed('journal', 'export', '--out', at('journal.jsonl'), '--data', home.data)
    const journal = await typed('verify', at('journal.jsonl'), '--pin', pin)
    expect([journal.code, journal.out[0]]).toEqual([0, 'Unaltered'])
  })
})

describe('portico film delete', () => {
  it('removes the pictures of a visit; the journal says so, and the evidence is whole without them', async () => {
    const { code, out } = await home.type('film', 'delete', SESSION)
    expect([code, out]).toEqual([0, [`3 pictures and films of ${SESSION} deleted`]])
    expect(existsSync(folder())).toBe(false)
    const { verdict } = await exported('after.tar')
    expect(verdict).toBe('Unaltered')
    const rows = (await typed('verify', at('after.tar'), '--pin', pin)).out.join('\n')
    expect(rows).toContain('0 of 0 match, 3 deleted and noted')
    const { out: lines } = await typed('journal', 'export', '--data', home.data)
    const deletions = lines.filter((line) => line.includes('"MediaDeleted"'))
    expect(deletions).toHaveLength(3)
    expect(deletions[0]).toContain('"policy":"owner"')
    // Asked again it says nothing twice.
    expect((await home.type('film', 'delete', SESSION)).code).toBe(0)
    expect((await typed('journal', 'export', '--data', home.data)).out).toHaveLength(lines.length)
    const none = await home.type('film', 'delete', 's_none')
    expect([none.code, none.err]).toEqual([1, [expect.stringContaining('[HUB_COMMAND_UNKNOWN]')]])
  })
})

describe('portico film list', () => {
  it('tells of each film whose it is, how large, and until when it stays', async () => {
    const { code, out } = await home.type('film', 'list')
    // Its visit has no record here: it is as old as its files.
    expect([code, out]).toEqual([
      0,
      [
        expect.stringMatching(
          /^s_1\tvisit\t-\t\d{4}-\d\d-\d\d \d\d:\d\d\t0\.0 MB\tuntil \d{4}-\d\d-\d\d \d\d:\d\d$/,
        ),
      ],
    ])
    await home.type('film', 'delete', SESSION)
    expect((await home.type('film', 'list')).out).toEqual([])
  })
})

describe('portico keys', () => {
  it('shows the pin, and rotates: the next start changes the key, vouched for by the old one', async () => {
    const shown = await typed('keys', 'show', ...places())
    expect(shown.out).toEqual([expect.stringMatching(new RegExp(`^${pin}\t[0-9a-f]{64}$`))])
    const rotated = await typed('keys', 'rotate', ...places())
    const next = rotated.out[0]?.split('\t')[0]
    expect(next).not.toBe(pin)
    expect((await typed('keys', 'rotate', ...places())).out).toEqual(rotated.out)
    expect((await typed('keys', 'show', ...places())).err).toEqual([`at the next start ${next} takes over`])
  })

  it('a lost key is said to be lost, and the hub does not sign with one that nobody asked for', async () => {
    rmSync(join(home.keys, 'signing.key'))
    const shown = await typed('keys', 'show', ...places())
    expect([shown.code, shown.err]).toEqual([1, [expect.stringContaining('[HUB_KEYS_MISSING]')]])
    const listed = await home.type('token', 'list')
    expect([listed.code, listed.err]).toEqual([1, [expect.stringContaining('[HUB_KEYS_MISSING]')]])
    const rotated = await typed('keys', 'rotate', ...places())
    expect(rotated.err).toEqual(['there was no key before it: nobody vouches for this one'])
    expect((await home.type('token', 'list')).code).toBe(0)
  })
})
