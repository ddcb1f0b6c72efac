// What is said of a parcel: never more than the house saw or somebody claimed.
import type { ParcelStep, ParcelView, SessionView } from '@portico/protocol'
import { describe, expect, it } from 'vitest'
import { happeningsOf } from '../../src/parcels/happenings.ts'
import { outcomeOf } from '../../src/parcels/outcome.ts'
import { dayWords, isVisited, nameOf, sourceWords, statusOf } from '../../src/parcels/parcel-words.ts'

const NOON = new Date(2026, 10, 26, 12, 0, 0).getTime()
const MINUTE = 60_000

const parcel: ParcelView = {
  id: 'p_1',
  trackingNumber: '1Z999AA10123456784',
  carrier: 'ups',
  title: null,
  numbers: [],
  sender: null,
  orders: [],
  direction: 'inbound',
  person: null,
  confidential: false,
  hidden: false,
  perishable: false,
  value: null,
  accounts: [],
  conflicts: [],
  disowned: null,
  undo: null,
  claim: 'household',
  status: 'out-for-delivery',
  statusAt: NOON - 60 * MINUTE,
  source: 'easypost',
  window: null,
  elsewhere: null,
  verdict: { is: 'on-the-way', confidence: 'waits', words: 'On its way', sure: 'More is to come.' },
  firstSeen: NOON - 600 * MINUTE,
  lastSeen: NOON - 60 * MINUTE,
  session: null,
}

const visit: SessionView = {
  id: 's_1',
  door: 'front',
  source: 'easypost',
  parcels: ['p_1'],
  state: 'closed',
  phase: 'closed',
  mode: 'owner',
  ceiling: 'auto',
  claim: 'household',
  channel: 'carrier-signed',
  window: { from: NOON - 60 * MINUTE, to: NOON + 60 * MINUTE, real: true },
  tries: 0,
  steps: [
    { rung: 'here', at: NOON },
    { rung: 'asked', at: NOON + 10 },
    { rung: 'approved', at: NOON + 4_000 },
    { rung: 'live', at: NOON + 6_000 },
    { rung: 'unlocked', at: NOON + 7_000 },
    { rung: 'inside', at: NOON + 8_000 },
    { rung: 'shut', at: NOON + 33_000 },
    { rung: 'photo', at: NOON + 34_200 },
    { rung: 'locked', at: NOON + 46_000 },
    { rung: 'sealed', at: NOON + 47_000 },
  ],
  refusals: [],
  fallback: null,
  ruling: null,
  confirmation: null,
  passes: [],
  alarms: [],
  ask: null,
  countdown: null,
  approvedBy: 'a_1',
  deniedBy: null,
  photo: null,
  film: [],
  outcome: 'delivered',
  created: NOON - 60 * MINUTE,
  closed: NOON + 48_000,
  simulated: true,
}

const later = NOON + 5 * MINUTE

describe('how a parcel stands', () => {
  it('inside is said when the house saw it and the carrier says so, and not before', () => {
    const said = outcomeOf({
      parcel: { ...parcel, status: 'delivered', statusAt: NOON + MINUTE },
      visit,
      now: later,
    })
    expect(said).toMatchObject({ sentence: 'Inside since 12:00, door proved locked', weight: 'proved' })
    const unsaid = outcomeOf({ parcel, visit, now: later })
    expect(unsaid.weight).toBe('claimed')
    expect(unsaid.sentence).toBe('Visited 12:00, door proved locked')
    expect(unsaid.detail).toContain('has not said delivered')
  })

  it('a hand or a script of this home is no second witness', () => {
    for (const source of ['hand', 'token']) {
      const said = outcomeOf({ parcel: { ...parcel, status: 'delivered', source }, visit, now: later })
      expect(said.weight).toBe('claimed')
      expect(said.sentence).not.toContain('Inside')
    }
  })

  it('a carrier that says otherwise is not passed over', () => {
    const elsewhere = { ...parcel, status: 'delivered-elsewhere', elsewhere: 'neighbour' } as const
    const said = outcomeOf({ parcel: elsewhere, visit, now: later })
    expect(said.sentence).toBe('Visited 12:00, and the carrier says otherwise')
    expect(said.detail).toContain('Said left with a neighbour')
    expect(said.weight).toBe('no')
  })

  it('a doubtful visit is never called inside, whatever the carrier says, and tells why', () => {
    const words = 'Somebody came again with the label of this parcel.'
    const why = 'label-again' as const
    const confirmation = {
      state: 'doubtful' as const,
      by: NOON,
      words: '',
      doubts: [{ why, words, at: NOON }],
    }
    for (const status of ['out-for-delivery', 'delivered'] as const) {
      const said = outcomeOf({ parcel: { ...parcel, status }, visit: { ...visit, confirmation }, now: later })
      expect(said).toMatchObject({ sentence: 'Visited 12:00, and it is doubtful', weight: 'no' })
      expect(said.detail).toBe(`${words} Look at the film.`)
    }
  })

  it('a visit that was stopped tells what became of the door', () => {
    const stopped = { ...visit, outcome: 'cancelled' }
    expect(outcomeOf({ parcel, visit: stopped, now: later }).detail).toBe(
      'The door was opened. It was proved locked after it.',
    )
    const steps = visit.steps.filter(({ rung }) => !['inside', 'shut', 'locked', 'sealed'].includes(rung))
    expect(outcomeOf({ parcel, visit: { ...stopped, steps }, now: later }).detail).toBe(
      'The door was unlocked and not opened. It was not proved locked after it: look at the door.',
    )
  })

  it('a door that was not proved locked is never called so', () => {
    const steps = visit.steps.filter(({ rung }) => rung !== 'locked')
    const said = outcomeOf({
      parcel: { ...parcel, status: 'delivered' },
      visit: { ...visit, steps },
      now: later,
    })
    expect(said.sentence).not.toContain('proved locked')
    expect(said.weight).toBe('no')
  })

  it('what only the carrier says is not seen here', () => {
    const delivered = { ...parcel, status: 'delivered', statusAt: NOON + 80 * MINUTE } as const
    expect(outcomeOf({ parcel: delivered, visit: null, now: NOON + 90 * MINUTE })).toMatchObject({
      sentence: 'Said delivered 13:20. Not seen here.',
      weight: 'claimed',
    })
    const refused: SessionView = {
      ...visit,
      steps: [],
      outcome: 'refused',
      refusals: [{ code: 'FRAME_STALE', words: 'The newest picture was old.', next: 'Check', at: NOON }],
    }
    const both = outcomeOf({ parcel: delivered, visit: refused, now: later })
    expect(both.sentence).toContain('Not seen here')
    expect(both.detail).toContain('The newest picture was old. Next: Check.')
    const expired = outcomeOf({
      parcel: delivered,
      visit: { ...visit, outcome: 'expired', steps: [] },
      now: later,
    })
    expect(expired.sentence).toContain('Not seen here')
  })

  it('what is expected has its window, until it is over', () => {
    const window = { from: NOON + 130 * MINUTE, to: NOON + 180 * MINUTE }
    expect(outcomeOf({ parcel: { ...parcel, window }, visit: null, now: NOON }).sentence).toBe(
      'Expected 14:10 to 15:00',
    )
    expect(outcomeOf({ parcel: { ...parcel, window }, visit: null, now: NOON + 200 * MINUTE }).sentence).toBe(
      'Out for delivery, 11:00',
    )
  })

  it('every other end has its sentence', () => {
    const ends = {
      undelivered: 'Nothing was seen to be brought',
      'taken-over': 'Somebody of this home took the door over',
      cancelled: 'The visit was stopped',
    }
    for (const [outcome, sentence] of Object.entries(ends))
      expect(outcomeOf({ parcel, visit: { ...visit, outcome }, now: later }).sentence).toBe(sentence)
    expect(outcomeOf({ parcel, visit: { ...visit, outcome: 'unsealed' }, now: later }).weight).toBe('no')
    expect(
      outcomeOf({ parcel, visit: { ...visit, state: 'open', phase: 'inside' }, now: later }).weight,
    ).toBe('due')
    expect(outcomeOf({ parcel: { ...parcel, status: null }, visit: null, now: later }).sentence).toBe(
      'You wait for this parcel',
    )
  })

  it('is not waited for any more when a visit with it came to its end', () => {
    expect(isVisited(visit)).toBe(true)
    expect(isVisited({ ...visit, outcome: 'refused' })).toBe(false)
    expect(isVisited(null)).toBe(false)
  })

  it('has a name, a status and a day', () => {
    expect(nameOf(parcel)).toBe('Parcel ending 6784')
    expect(statusOf({ status: 'delivered-elsewhere', elsewhere: 'neighbour' })).toBe(
      'Said left with a neighbour',
    )
    expect(dayWords(NOON, NOON)).toBe('Today')
    expect(dayWords(NOON - 24 * 60 * MINUTE, NOON)).toBe('Yesterday')
    expect(dayWords(NOON - 72 * 60 * MINUTE, NOON)).toContain('November')
  })
})

const step = (more: Partial<ParcelStep>): ParcelStep => ({
  at: NOON - 60 * MINUTE,
  status: 'out-for-delivery',
  source: 'easypost',
  grade: 'signed-with-time',
  claim: 'none',
  ...more,
})

describe('what happened', () => {
  it('says who said it, and what that is worth', () => {
    expect(sourceWords(step({}))).toBe('said by the carrier through easypost, signature good')
    expect(sourceWords(step({ grade: 'none' }))).toContain('not signed')
    expect(sourceWords(step({ source: 'hand' }))).toBe('said by hand')
    expect(sourceWords(step({ source: 'mail-ups', grade: 'bearer' }))).toBe(
      'said by a mail of ups, signature good',
    )
    expect(sourceWords(step({ source: 'mail-ups', grade: 'none' }))).toContain('your mail server alone')
  })

  it('is one line of time, newest first', () => {
    const timeline = [
      step({ at: NOON - 90 * MINUTE, status: null, source: 'hand', claim: 'household' }),
      step({}),
    ]
    const all = happeningsOf({
      truth: null,
      timeline,
      visit,
      nameOf: (id) => (id === 'a_1' ? 'Anna' : null),
      now: later,
    })
    expect(all.map(({ what }) => what)).toEqual([
      'Evidence sealed',
      'Locked',
      'Photo',
      'Door shut',
      'Door open',
      'Bolt drawn back',
      'Allowed once',
      'You were asked',
      'Somebody at the door',
      'Out for delivery',
      'Claimed',
    ])
    const rest = Object.fromEntries(all.map((each) => [each.what, each.rest]))
    expect(rest['Locked']).toBe('bolt and contact agree, 13 s after the door was shut')
    expect(rest['Photo']).toBe('1.2 s after the door was shut')
    expect(rest['Door open']).toBe('for 25 s')
    expect(rest['Allowed once']).toBe('by Anna')
  })

  it('names who said no, and shows alarms as such', () => {
    const refused: SessionView = {
      ...visit,
      steps: [],
      deniedBy: 'a_1',
      refusals: [{ code: 'APPROVAL_DENIED', words: 'You said not today.', next: 'None', at: NOON }],
      alarms: [{ kind: 'DOOR_LEFT_OPEN', words: 'The door stands open too long.', at: NOON + 1 }],
    }
    const all = happeningsOf({ truth: null, timeline: [], visit: refused, nameOf: () => 'Anna', now: later })
    expect(all).toEqual([
      { at: NOON + 1, mark: 'alarm', what: 'Alarm', rest: 'The door stands open too long.' },
      { at: NOON, mark: 'plain', what: 'Not let in', rest: 'Anna said not today.' },
    ])
  })

  it('nobody is said to be a courier: a code proves a place', () => {
    const words = happeningsOf({ truth: null, timeline: [], visit, nameOf: () => null, now: later })
      .map(({ what, rest }) => `${what} ${rest}`)
      .join(' ')
    expect(words).not.toMatch(/courier/i)
  })
})
