// Goal: the signing key is made once, for its owner alone, apart from the data; a new one takes over at a start, vouched
// for by the old one, and no cut-off start leaves the home without a key or with a key nobody asked for. Method: folders
// on a real disk, and starts of a home as far as its journal.
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyLines } from '@portico/evidence/verify'
import { HomeJournal } from '@portico/runtime'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  NEXT_SIGNING_FILE,
  SIGNING_FILE,
  loadSigners,
  makeNextSigner,
  readSigner,
  settleNextSigner,
} from '../../src/config/signing-key.ts'
import { HOME, openHome } from '../../src/start/open-home.ts'
import { systemClock } from '../../src/start/system-clock.ts'

let base = ''
let folder = ''
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'portico-signing-'))
  folder = join(base, 'keys')
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

const path = (name = SIGNING_FILE): string => join(folder, name)

describe('the signing key', () => {
  it('is made when nothing is signed yet, for its owner alone, as PEM that other tools read', () => {
    const { signer, next } = loadSigners({ folder, signedBy: null })
    expect(next).toBeNull()
    expect(signer.key).toMatch(/^[0-9a-f]{64}$/)
    expect(statSync(path()).mode & 0o777).toBe(0o600)
    expect(readFileSync(path(), 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/)
    expect(readdirSync(folder)).toEqual([SIGNING_FILE])
    expect(loadSigners({ folder, signedBy: null }).signer.key).toBe(signer.key)
  })

  it('is not made anew for a journal that is signed', () => {
    expect(() => loadSigners({ folder, signedBy: 'ab' })).toThrow(
      expect.objectContaining({
        code: 'HUB_KEYS_MISSING',
        message: expect.stringContaining('portico keys rotate'),
      }),
    )
    expect(existsSync(path())).toBe(false)
  })

  it('that others may read, or that is none, is refused', () => {
    loadSigners({ folder, signedBy: null })
    chmodSync(path(), 0o640)
    expect(() => readSigner(path())).toThrow(expect.objectContaining({ code: 'HUB_KEYS_UNSAFE' }))
    chmodSync(path(), 0o600)
    writeFileSync(path(), 'no key')
    expect(() => readSigner(path())).toThrow(expect.objectContaining({ code: 'HUB_SEAL_SIGNING_KEY' }))
  })

  it('that a cut-off start has changed in the journal and not on the disk is changed there too', () => {
    const { signer } = loadSigners({ folder, signedBy: null })
    const { signer: next } = makeNextSigner(folder)
    expect(loadSigners({ folder, signedBy: signer.key })).toMatchObject({
      signer: { key: signer.key },
      next: { key: next.key },
    })
    expect(loadSigners({ folder, signedBy: next.key })).toMatchObject({
      signer: { key: next.key },
      next: null,
    })
    expect(readdirSync(folder)).toEqual([SIGNING_FILE])
    expect(existsSync(path(NEXT_SIGNING_FILE))).toBe(false)
  })
})

it('a new key takes over at a start, and the whole journal is unaltered under the pin that was noted first', async () => {
  const clock = systemClock()
  const places = { data: join(base, 'data'), keys: folder }
  const line = { door: null, session: null, type: 'Audit', cause: 'runtime', data: {} }
  const pins: string[] = []
  let texts: readonly string[] = []
  for (const start of [0, 1, 2]) {
    if (start === 1) makeNextSigner(folder)
    await using home = await openHome(places, clock)
    const { store, signers } = home
    pins.push(signers.signer.pin)
    const journal = new HomeJournal({
      home: HOME,
      journal: store,
      clock,
      epoch: store.epoch,
      writer: 'hub',
      signer: signers.signer,
    })
    if (signers.next) {
      await journal.changeKey(signers.next)
      settleNextSigner(folder)
    }
    await journal.append({ lines: [line, line] })
    texts = store.lines({ home: HOME, after: -1, limit: 100 }).map((each) => JSON.stringify(each))
  }
  expect(pins[1]).toBe(pins[0])
  expect(pins[2]).not.toBe(pins[0])
  const judge = (pin: string | undefined) => verifyLines(texts, { outside: { pin: pin ?? null, head: null } })
  expect(await judge(pins[0])).toMatchObject({ verdict: 'sound', proof: { key: 'pinned', keyChanges: 1 } })
  expect(await judge(pins[2])).toMatchObject({ verdict: 'changed', why: 'key' })
})
