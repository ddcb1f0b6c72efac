// Goal: films go when their days are over and not before, the journal first, whatever was cut short; a disk that runs
// short loses what may go and nothing that is evidence, and people are told beforehand. Method: real files, a journal in
// memory, a disk of numbers, time by hand.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Duration,
  type SessionId,
  type WallTime,
  doorId,
  homeId,
  hours,
  milliseconds,
  minutes,
  seconds,
  sessionId,
  wallTime,
} from '@portico/core'
import { homeKey } from '@portico/evidence/seal'
import { codeOf } from '@portico/ports'
import { HomeJournal, SealedRecords, type Visit } from '@portico/runtime'
import { MemoryJournal, TestClock } from '@portico/testing'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FilmKeeper } from '../../src/film/film-keeper.ts'
import { FilmStore } from '../../src/film/film-store.ts'

const HOME = homeId('home')
const DAY = hours(24)

class Shelf {
  readonly clock = new TestClock({ wall: wallTime(Date.UTC(2026, 10, 1, 12)) })
  readonly memory = new MemoryJournal()
  readonly folder = mkdtempSync(join(tmpdir(), 'portico-shelf-'))
  readonly notices: Readonly<Record<string, unknown>>[] = []
  readonly visits = new Map<SessionId, Visit>()
  readonly terms = { visitDays: 14, ringDays: 3 }
  readonly journal = new HomeJournal({
    home: HOME,
    journal: this.memory,
    clock: this.clock,
    epoch: 1,
    writer: 'sim',
  })
  readonly records = new SealedRecords(HOME, this.memory, homeKey(new Uint8Array(32).fill(7)))
  freeBytes = 1_000_000
  isClockTrusted = true
  keeper: FilmKeeper | null = null
  readonly store = new FilmStore({
    folder: this.folder,
    journal: this.journal,
    records: this.records,
    read: (which) => this.memory.lines({ home: HOME, ...which }),
    terms: this.terms,
    clock: this.clock,
    disk: {
      // What was deleted is free.
      free: async () => this.freeBytes + 302 * this.#deleted(),
      reserveBytes: 1_000,
    },
    visitOf: (session) => this.visits.get(session) ?? null,
    isRinging: () => false,
  })

  keep(): void {
    this.keeper = new FilmKeeper({
      store: this.store,
      clock: this.clock,
      log: pino({ level: 'silent' }),
      isClockTrusted: () => this.isClockTrusted,
      notice: async (data) => void this.notices.push(data),
    })
  }

  /** A visit that is over, with a photo and a piece of film that the journal names. */
  async visit(name: string, { closed = true, filmDays = 14 } = {}): Promise<SessionId> {
    const session = sessionId(name)
    const wall = this.clock.wall()
    // cast: what the shelf looks at
    const visit = {
      id: session,
      door: doorId('front'),
      state: closed ? 'closed' : 'open',
      closed: closed ? wall : null,
      filmDays,
      film: [{ seconds: 10 }],
    } as unknown as Visit
    this.visits.set(session, visit)
    await this.#name(session, 'SegmentStored')
    return session
  }

  async ring(name: string): Promise<SessionId> {
    const session = sessionId(name)
    const record = {
      id: session,
      door: doorId('front'),
      wall: this.clock.wall(),
      isPending: false,
      film: [{}],
    }
    await this.journal.append({ records: [this.records.put('ring', session, record)] })
    await this.#name(session, 'RingFilmed')
    return session
  }

  async #name(session: SessionId, type: string): Promise<void> {
    mkdirSync(join(this.folder, session))
    writeFileSync(join(this.folder, session, 'porch-1.mp4.sealed'), Buffer.alloc(300))
    writeFileSync(join(this.folder, session, 'porch-1.json'), '{}')
    const data = {
      camera: 'porch',
      segment: 1,
      sha256: session.padEnd(64, '0'),
      file: `${session}/porch-1.mp4.sealed`,
    }
    await this.journal.append({ lines: [{ door: null, session, type, cause: 'x', data }] })
  }

  #deleted(): number {
    return this.memory.lines({ home: HOME, types: ['MediaDeleted'], after: -1, limit: 100 }).length
  }

  /** Time goes on, and the keeper has looked at what it then is. */
  async pass(time: Duration): Promise<void> {
    for (const step of [time, seconds(31)]) {
      await this.clock.advance(step)
      await this.keeper?.settled
    }
  }

  /** To a moment, in the steps in which the keeper looks. */
  async passTo(wall: WallTime): Promise<void> {
    while (this.clock.wall() + hours(1) < wall) await this.pass(hours(1))
    await this.pass(seconds(Math.max(0, (wall - this.clock.wall()) / 1000)))
  }

  isThere(session: SessionId): boolean {
    return existsSync(join(this.folder, session))
  }

  deletions(session: SessionId): readonly Readonly<Record<string, unknown>>[] {
    return this.memory
      .lines({ home: HOME, session, types: ['MediaDeleted'], after: -1, limit: 100 })
      .map(({ data }) => data)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.keeper?.[Symbol.asyncDispose]()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

let shelf: Shelf
beforeEach(() => void (shelf = new Shelf()))
afterEach(() => shelf[Symbol.asyncDispose]())

describe('films of visits', () => {
  it('T23: are there for the days that their courier was promised, and gone within the hour after', async () => {
    const visit = await shelf.visit('s_1', { filmDays: 2 })
    const ended = shelf.clock.wall()
    shelf.keep()
    await shelf.passTo(wallTime(ended + 2 * DAY - minutes(5)))
    expect([shelf.isThere(visit), shelf.deletions(visit)]).toEqual([true, []])
    await shelf.passTo(wallTime(ended + 2 * DAY + hours(1)))
    expect(shelf.isThere(visit)).toBe(false)
    expect(shelf.deletions(visit)).toEqual([{ sha256: visit.padEnd(64, '0'), policy: 'days', days: 2 }])
  })

  it('that somebody holds never go, and go by their days when nobody does any more', async () => {
    const visit = await shelf.visit('s_1', { filmDays: 1 })
    await shelf.store.hold(visit, { held: true, by: 'u_1' })
    await shelf.clock.advance(milliseconds(40 * DAY))
    shelf.keep()
    await shelf.pass(minutes(1))
    expect(shelf.isThere(visit)).toBe(true)
    expect(await shelf.store.remove(visit, { policy: 'owner', by: 'u_1', why: null }).catch(codeOf)).toBe(
      'HUB_FILM_HELD',
    )
    await shelf.store.hold(visit, { held: false, by: 'u_1' })
    await shelf.pass(hours(1))
    expect(shelf.isThere(visit)).toBe(false)
    const held = shelf.memory.lines({ home: HOME, types: ['FilmHeld'], after: -1, limit: 9 })
    expect(held.map(({ session, data }) => [session, data['held'], data['by']])).toEqual([
      [null, true, 'u_1'],
      [null, false, 'u_1'],
    ])
  })

  it('stay while the clock is in doubt, for room as well, and go when it is trusted again', async () => {
    const visit = await shelf.visit('s_1', { filmDays: 1 })
    shelf.isClockTrusted = false
    shelf.freeBytes = 1_200
    await shelf.clock.advance(milliseconds(400 * DAY))
    shelf.keep()
    await shelf.pass(minutes(1))
    await shelf.pass(hours(2))
    expect(shelf.isThere(visit)).toBe(true)
    shelf.isClockTrusted = true
    await shelf.pass(seconds(30))
    expect(shelf.isThere(visit)).toBe(false)
  })

  it('of a visit that goes on are never touched, by nobody', async () => {
    const visit = await shelf.visit('s_1', { closed: false, filmDays: 1 })
    await shelf.clock.advance(milliseconds(40 * DAY))
    shelf.freeBytes = 10
    shelf.keep()
    await shelf.pass(minutes(1))
    expect(shelf.isThere(visit)).toBe(true)
    expect(await shelf.store.remove(visit, { policy: 'owner', by: null, why: null }).catch(codeOf)).toBe(
      'HUB_HTTP_UNFINISHED',
    )
  })

  it('of which the journal told and the disk did not yet hear are ended by the next sweep, and told once', async () => {
    const visit = await shelf.visit('s_1', { filmDays: 1 })
    // As if killed between the line and the files.
    const data = { sha256: visit.padEnd(64, '0'), policy: 'days', days: 1 }
    await shelf.journal.append({
      lines: [{ door: null, session: visit, type: 'MediaDeleted', cause: 'runtime', data }],
    })
    await shelf.clock.advance(milliseconds(2 * DAY))
    shelf.keep()
    await shelf.pass(minutes(1))
    expect([shelf.isThere(visit), shelf.deletions(visit)]).toEqual([false, [data]])
  })

  it('stay while the journal cannot be written, and the others do not wait for them', async () => {
    const [first, second] = [
      await shelf.visit('s_1', { filmDays: 1 }),
      await shelf.visit('s_2', { filmDays: 1 }),
    ]
    await shelf.clock.advance(milliseconds(2 * DAY))
    const append = shelf.journal.append.bind(shelf.journal)
    shelf.journal.append = async (work) => {
      if (work.lines?.some(({ session }) => session === first)) throw new Error('the disk is full')
      return await append(work)
    }
    shelf.keep()
    await shelf.pass(minutes(1))
    expect([shelf.isThere(first), shelf.isThere(second)]).toEqual([true, false])
    shelf.journal.append = append
    await shelf.pass(hours(1))
    expect(shelf.isThere(first)).toBe(false)
  })

  it('that no visit is known of go by the age of their files; other folders are left alone', async () => {
    for (const [name, days] of [
      ['s_lost', 20],
      ['s_new', 2],
      ['notes', 99],
    ] as const) {
      const path = join(shelf.folder, name)
      mkdirSync(path)
      writeFileSync(join(path, 'porch-1.mp4.sealed'), 'x')
      const time = (shelf.clock.wall() - days * DAY) / 1000
      for (const each of [join(path, 'porch-1.mp4.sealed'), path]) utimesSync(each, time, time)
    }
    shelf.keep()
    await shelf.pass(minutes(1))
    expect(readdirSync(shelf.folder).toSorted()).toEqual(['notes', 's_new'])
  })
})

describe('a disk that runs short', () => {
  it('is told once with what goes, loses rings first, and never a visit within its days', async () => {
    const old = await shelf.ring('r_old')
    await shelf.clock.advance(hours(1))
    const young = await shelf.ring('r_new')
    const visit = await shelf.visit('s_1')
    const held = await shelf.ring('r_held')
    await shelf.store.hold(held, { held: true, by: 'u_1' })
    shelf.freeBytes = 1_900
    shelf.keep()
    await shelf.pass(minutes(1))
    // Low: people are told, and nothing goes yet.
    expect(shelf.notices).toEqual([expect.objectContaining({ freeBytes: 1_900, goes: 2, visits: 2 })])
    expect(shelf.isThere(old)).toBe(true)
    shelf.freeBytes = 1_400
    await shelf.pass(seconds(30))
    expect([shelf.isThere(old), shelf.isThere(young)]).toEqual([false, true])
    expect(shelf.deletions(old)).toEqual([{ sha256: old.padEnd(64, '0'), policy: 'room' }])
    expect(shelf.records.get('ring', old)).toMatchObject({ film: [] })
    shelf.freeBytes = 5
    await shelf.pass(seconds(30))
    expect([shelf.isThere(young), shelf.isThere(visit), shelf.isThere(held)]).toEqual([false, true, true])
    expect(shelf.notices).toHaveLength(1)
  })

  it('is told again when it was well in between', async () => {
    shelf.freeBytes = 1_900
    shelf.keep()
    await shelf.pass(minutes(1))
    shelf.freeBytes = 2_000
    await shelf.pass(seconds(30))
    shelf.freeBytes = 1_999
    await shelf.pass(seconds(30))
    expect(shelf.notices).toHaveLength(2)
  })
})

describe('the keeper', () => {
  it('ends with the hub', async () => {
    shelf.keep()
    await shelf.pass(minutes(1))
    await shelf.keeper?.[Symbol.asyncDispose]()
    await shelf.keeper?.[Symbol.asyncDispose]()
    expect(shelf.clock.nextWake()).toBeNull()
  })
})
