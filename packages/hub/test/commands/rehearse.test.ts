// portico rehearse: differences of the past first, exit code 0 when nothing would have been looser, faults of the file
// with their lines, and not a byte of the home changed.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type PolicyCase, doorId, parcelId, plainPolicy, sessionId, wallTime } from '@portico/core'
import { HomeJournal, SealedRecords, type Visit } from '@portico/runtime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOME, openHome } from '../../src/start/open-home.ts'
import { systemClock } from '../../src/start/system-clock.ts'
import { TypedHome, typed } from './typed.ts'

const HOUR = 3_600_000

function visitAt(id: string, wall: number, carrier: string): Visit {
  const known: PolicyCase = {
    door: doorId('front'),
    parcels: [parcelId('p_1')],
    person: null,
    carrier,
    sender: null,
    perishable: null,
    value: null,
    at: { localDate: '2026-11-23', minute: 600, weekday: 1 },
    presence: ['unsaid'],
    caps: [],
  }
  const decided = { place: 'inside', mode: 'owner', because: [], capped: null, unknown: [] } as const
  return {
    id: sessionId(id),
    door: doorId('front'),
    parcels: [parcelId('p_1')],
    source: 'easypost',
    grade: 'signed',
    claim: 'household',
    channel: 'carrier-signed',
    ceiling: 'auto',
    mode: 'owner',
    policy: 'x',
    ruling: { ...decided, wall: wallTime(wall), cases: [known] },
    tightened: false,
    from: wallTime(wall),
    to: wallTime(wall + HOUR),
    realWindow: true,
    created: wallTime(wall),
    state: 'closed',
    phase: 'closed',
    tries: 0,
    steps: [{ rung: 'here', wall: wallTime(wall) }],
    refusals: [],
    offer: null,
    alarms: [],
    approvedBy: null,
    deniedBy: null,
    photo: null,
    film: [],
    filmDays: null,
    outcome: 'delivered',
    confirmation: null,
    closed: wallTime(wall),
  }
}

describe('portico rehearse', () => {
  let home: TypedHome
  const rehearse = (text: string, ...more: readonly string[]) => {
    home.put('new.yaml', text)
    return typed('rehearse', '--policy', join(home.folder, 'new.yaml'), ...more, ...home.options)
  }

  beforeAll(async () => {
    home = new TypedHome()
    const clock = systemClock()
    await using opened = await openHome({ data: home.data, keys: home.keys }, clock)
    const { store, key, signers } = opened
    const { signer } = signers
    const journal = new HomeJournal({
      home: HOME,
      journal: store,
      clock,
      epoch: store.epoch,
      writer: 'hub',
      signer,
    })
    const records = new SealedRecords(HOME, store, key)
    const now = clock.wall()
    const visits = [visitAt('s_new', now - HOUR, 'ups'), visitAt('s_old', now - 40 * 24 * HOUR, 'dhl')]
    const policy = { policy: plainPolicy('owner'), seed: 'x', by: 'settings', pending: null }
    await journal.append({
      lines: [],
      records: [
        ...visits.map((visit) => records.put('visit', visit.id, visit)),
        records.put('policy', 'home', policy),
      ],
    })
  })
  afterAll(() => home[Symbol.dispose]())

  test('tells what would have been looser, and ends with 1', async () => {
    const { code, out } = await rehearse('policy: { mode: auto }\n')
    expect(out[0]).toMatch(
      /^LOOSER {3}\d{4}-\d\d-\d\d \d\d:\d\d {2}s_new {2}inside, ask me -> inside, without asking/,
    )
    expect(out.slice(1)).toEqual([
      '1 visits: 1 more easily, 0 with more care',
      'then: asked 1',
      'now:  opened 1',
      'In some case these rules let in more easily than those of now: to switch them on takes a code.',
    ])
    expect(code).toBe(1)
  })

  test('tells what would have been tighter, and ends with 0', async () => {
    const sentences = '  sentences:\n    - { id: a, carrier: UPS, place: porch }\n'
    const { code, out } = await rehearse(`policy:\n${sentences}`, '--since', '60d')
    expect(out[0]).toContain('s_new  inside, ask me -> outside the door  (Parcels by UPS: outside the door.)')
    expect(out[1]).toBe('2 visits: 0 more easily, 1 with more care')
    expect(code).toBe(0)
  })

  test('changes not a byte of the home', async () => {
    const hash = (): string =>
      createHash('sha256')
        .update(readFileSync(join(home.data, 'journal.db')))
        .digest('hex')
    const before = hash()
    await rehearse('policy: { mode: auto }\n', '--json')
    expect(hash()).toBe(before)
  })

  test('tells faults of the file with their lines', async () => {
    const { code, err } = await rehearse(
      'policy:\n  sentences:\n    - id: a\n      place: porc\n    - id: a\n      from: "09:00"\n      place: porch\n',
    )
    expect(code).toBe(2)
    expect(err.slice(1)).toEqual([
      expect.stringMatching(/new\.yaml:4: policy\.sentences\[0\]\.place: must be one of .*porch/),
      expect.stringMatching(/new\.yaml:5: policy\.sentences\[1\]\.id: "a" stands here twice/),
      expect.stringMatching(/new\.yaml:6: policy\.sentences\[1\]\.from: a span needs `from` and `to`/),
    ])
  })

  test.each([
    [['--since', 'soon'], /--since must be days like 30d/],
    [[], /there is no policy in it/],
  ])('%j is used wrongly', async (more, message) => {
    const { code, err } = await rehearse('home: { name: Home }\n', ...more)
    expect([code, err.join(' ')]).toEqual([2, expect.stringMatching(message)])
  })
})
