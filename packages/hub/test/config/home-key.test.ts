// Goal: the home has one key, made once, seen by its owner alone, and never made anew for a home that has a past.
// Method: folders on a real disk.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf } from '@portico/ports'
import { openHome } from '../../src/start/open-home.ts'
import { systemClock } from '../../src/start/system-clock.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KEY_FILE, loadHomeKey } from '../../src/config/home-key.ts'
import { SIGNING_FILE } from '../../src/config/signing-key.ts'

let base = ''
let folder = ''
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'portico-key-'))
  folder = join(base, 'keys')
})
afterEach(() => {
  rmSync(base, { recursive: true, force: true })
})

const path = (): string => join(folder, KEY_FILE)
const modeOf = (of: string): number => statSync(of).mode & 0o777
/** A key that is there, as it was made. */
function made(): Buffer {
  loadHomeKey({ folder, isNewHome: true })
  return readFileSync(path())
}
function put(bytes: Uint8Array): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(path(), bytes, { mode: 0o600 })
}

describe('the key of a new home', () => {
  it('is made for its owner alone, and nothing else is left behind', () => {
    expect(made()).toHaveLength(32)
    expect(modeOf(path())).toBe(0o600)
    expect(modeOf(folder)).toBe(0o700)
    expect(readdirSync(folder)).toEqual([KEY_FILE])
  })

  it('is for its owner alone even where the usual rights are wide', () => {
    const usual = process.umask(0)
    try {
      made()
    } finally {
      process.umask(usual)
    }
    expect([modeOf(path()), modeOf(folder)]).toEqual([0o600, 0o700])
  })

  it('is not made again when a start was cut off after it', () => {
    const first = made()
    loadHomeKey({ folder, isNewHome: true })
    expect(readFileSync(path())).toEqual(first)
  })

  it('is another one in each home', () => {
    const first = made()
    folder = join(base, 'other')
    expect(made()).not.toEqual(first)
  })

  it('is not taken from what a cut-off start left half written', () => {
    mkdirSync(folder)
    writeFileSync(`${path()}.${process.pid}.new`, 'half', { mode: 0o600 })
    expect(made()).toHaveLength(32)
    expect(readdirSync(folder)).toEqual([KEY_FILE])
  })
})

describe('a key', () => {
  it.each([0o640, 0o604, 0o660, 0o644, 0o610, 0o601])(
    'that others may reach (mode %o) is refused, with the cure',
    (mode) => {
      made()
      chmodSync(path(), mode)
      for (const isNewHome of [false, true])
        expect(() => loadHomeKey({ folder, isNewHome })).toThrow(
          expect.objectContaining({
            code: 'HUB_KEYS_UNSAFE',
            message: `${path()} may be read by others (mode ${mode.toString(8)}): run chmod 600 ${path()}`,
          }),
        )
    },
  )

  it('may be for reading only', () => {
    made()
    chmodSync(path(), 0o400)
    expect(() => loadHomeKey({ folder, isNewHome: false })).not.toThrow()
  })

  it('that is missing in a home with a past is not made anew', () => {
    mkdirSync(folder)
    expect(() => loadHomeKey({ folder, isNewHome: false })).toThrow(
      expect.objectContaining({
        code: 'HUB_KEYS_MISSING',
        message: `${path()} is not there, and this home was sealed with it: put it back, or name its folder with --keys`,
      }),
    )
    expect(existsSync(path())).toBe(false)
  })

  it.each([
    ['empty', 0],
    ['cut', 31],
    ['too long', 33],
  ])('that is %s is refused', (_, length) => {
    put(new Uint8Array(length))
    expect(() => loadHomeKey({ folder, isNewHome: false })).toThrow(
      expect.objectContaining({ code: 'HUB_SEAL_KEY' }),
    )
  })

  it('that is no file is told as one that cannot be read', () => {
    mkdirSync(path(), { recursive: true, mode: 0o700 })
    expect(() => loadHomeKey({ folder, isNewHome: false })).toThrow(
      expect.objectContaining({
        code: 'HUB_KEYS_UNREADABLE',
        message: `${path()} cannot be read: give the hub the right to`,
      }),
    )
  })

  it('that cannot be made is told so', () => {
    writeFileSync(folder, 'in the way')
    expect(() => loadHomeKey({ folder, isNewHome: true })).toThrow(
      expect.objectContaining({ code: 'HUB_KEYS_UNREADABLE' }),
    )
  })
})

describe('a home', () => {
  const clock = systemClock()
  const places = (): { data: string; keys: string } => ({ data: join(base, 'data'), keys: folder })
  const failure = (opening: Promise<AsyncDisposable>): Promise<string | null> =>
    opening.then(async (home) => {
      await home[Symbol.asyncDispose]()
      return null
    }, codeOf)

  it('keeps its key apart from its data where it is told to', async () => {
    await using home = await openHome(places(), clock)
    expect(home.store.epoch).toBe(1)
    expect(modeOf(join(base, 'data'))).toBe(0o700)
    expect(readdirSync(folder).toSorted()).toEqual([KEY_FILE, SIGNING_FILE])
    const inData = readdirSync(join(base, 'data'), { recursive: true }).map(String)
    expect(inData.filter((name) => name.includes('key'))).toEqual([])
  })

  it('frees its data when it does not get its key, so that the next try finds it free', async () => {
    const opening = await openHome(places(), clock)
    await opening[Symbol.asyncDispose]()
    chmodSync(path(), 0o644)
    expect(await failure(openHome(places(), clock))).toBe('HUB_KEYS_UNSAFE')
    chmodSync(path(), 0o600)
    expect(await failure(openHome(places(), clock))).toBeNull()
  })

  it('is open once at a time', async () => {
    await using _ = await openHome(places(), clock)
    expect(await failure(openHome(places(), clock))).toBe('HUB_STORE_IN_USE')
  })
})
