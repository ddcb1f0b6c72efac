// Goal: no secret and no name stands in the data folder as it is (threats T19). Method: a real store with one of each
// planted, and a search through the bytes of all its files, while it is open and after.
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { doorId } from '@portico/core'
import { carriers } from '@portico/plugin-carriers'
import { HomeJournal, LocalDay, SealedRecords } from '@portico/runtime'
import { afterAll, expect, it } from 'vitest'
import { createFaceBook } from '../../src/faces/face-book.ts'
import { createPinBook } from '../../src/faces/pin-book.ts'
import { createDisplays } from '../../src/people/displays.ts'
import { createPeople } from '../../src/people/people.ts'
import { loadSources } from '../../src/people/sources.ts'
import { createTokens } from '../../src/people/tokens.ts'
import { createLog } from '../../src/start/logger.ts'
import { HOME, openHome } from '../../src/start/open-home.ts'
import { systemChance, systemClock } from '../../src/start/system-clock.ts'

const folder = mkdtempSync(join(tmpdir(), 'portico-rest-'))
const data = join(folder, 'data')
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** Every way in which a text might stand there. */
const formsOf = (text: string): readonly (string | Buffer)[] => {
  const bytes = Buffer.from(text)
  return [
    text,
    Buffer.from(text, 'utf16le'),
    bytes.toString('base64').replaceAll('=', ''),
    bytes.toString('hex'),
  ]
}

function filesWith(forms: readonly (string | Buffer)[]): readonly string[] {
  return readdirSync(data, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(data, name)).isFile())
    .filter((name) => {
      const bytes = readFileSync(join(data, name))
      return forms.some((form) => bytes.includes(form))
    })
}

const DISPLAY = 'Flur der Familie Ölmüller'
const PROGRAM = 'Hausautomat der Ölmüllers'
const GUEST = 'Frau Ölmüller senior'
const PIN = '73190482'
const NAME = 'Anna von Ölmüller'
const FROM_ENVIRONMENT = 'whsec-planted-by-the-environment'

it('T19: secrets and names of people stand nowhere in the data folder, not even for a moment', async () => {
  const clock = systemClock()
  const planted: string[] = [NAME, DISPLAY, PROGRAM, GUEST, FROM_ENVIRONMENT]
  {
    await using home = await openHome({ data, keys: join(folder, 'keys') }, clock)
    const { store, key } = home
    const journal = new HomeJournal({ home: HOME, journal: store, clock, epoch: store.epoch, writer: 'hub' })
    const records = new SealedRecords(HOME, store, key)
    const log = createLog('silent')
    const parts = { records, journal, clock, chance: systemChance, log }
    using people = createPeople(parts)
    const tokens = createTokens(parts)

    const token = await tokens.create('display', ['read'])
    tokens.identify(token.secret)
    const used = await people.mintLink(NAME)
    const signed = await people.signIn(used.secret)
    using displays = createDisplays(parts)
    const { code, poll } = displays.begin()
    const by = signed?.person.id
    if (by === undefined) throw new Error('nobody is signed in')
    await displays.pair(by, { code, name: DISPLAY, place: 'inside', door: null })
    const claimed = displays.claim(poll)
    const displayCookie = claimed.state === 'paired' ? claimed.cookie : ''
    const faces = createFaceBook(parts)
    const { code: letsIn } = await faces.code(by)
    const face = await faces.claim({ code: letsIn, kind: 'mqtt', name: PROGRAM })
    const day = new LocalDay('Europe/Berlin')
    const runtime = { localTime: day.at.bind(day), notice: async () => {}, isClockTrusted: true }
    using pins = createPinBook({ ...parts, faces, runtime })
    const terms = { name: GUEST, person: null, doors: null, hours: null, until: null }
    await pins.make({ id: by, keeper: null }, { terms, digits: PIN })
    const asked = faces.identify(face.token)
    if (!asked) throw new Error('no face')
    expect(await pins.verify({ digits: PIN, door: doorId('front'), face: asked, inHours: false })).toBe(
      'good',
    )
    const waiting = await people.mintLink(null)
    const sources = await loadSources({ carriers, on: ['easypost'], environment: () => undefined, ...parts })
    await loadSources({ carriers, on: ['easypost'], environment: () => FROM_ENVIRONMENT, ...parts })
    planted.push(
      token.secret,
      token.secret.slice('ptk_'.length),
      used.secret,
      signed?.cookie ?? '',
      waiting.secret,
      poll,
      displayCookie,
      face.token,
      face.token.slice('ptf_'.length),
      ...[...sources.values()].map(({ secret }) => secret),
    )
    planted.push(readFileSync(join(folder, 'keys', 'home.key')).toString('hex'))
    expect(planted.every((text) => text.length >= 16)).toBe(true)
    for (const text of planted) expect({ text, files: filesWith(formsOf(text)) }).toEqual({ text, files: [] })
    expect(filesWith(formsOf(PIN))).toEqual([])
    // Not even under its seal: of what a person holds only a hash is kept.
    const sealed = (['token', 'login', 'owner', 'owner-link', 'display', 'face', 'pin'] as const).flatMap(
      (kind) => records.all(kind),
    )
    const unsealed = JSON.stringify(sealed)
    expect(sealed).toHaveLength(7)
    for (const name of [NAME, PROGRAM, GUEST]) expect(unsealed).toContain(name)
    const told = [token.secret, signed?.cookie ?? '', used.secret, waiting.secret, displayCookie]
    for (const held of [...told, face.token, PIN]) expect(unsealed).not.toContain(held)
    // The search finds what does stand there.
    expect(filesWith(formsOf('token-created'))).not.toEqual([])
  }
  for (const text of planted) expect({ text, files: filesWith(formsOf(text)) }).toEqual({ text, files: [] })
  expect(filesWith([readFileSync(join(folder, 'keys', 'home.key'))])).toEqual([])
  expect(filesWith(formsOf('owner-link-used'))).not.toEqual([])
})
