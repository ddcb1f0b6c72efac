// How what bolt and contact said becomes stretches of time, and when a door counts as insecure.
import type { TraceReply } from '@portico/protocol'
import { describe, expect, it } from 'vitest'
import { boltWord, contactWord, foldTrace, spokenAt, wordAt } from '../../src/parcels/film/trace.ts'

const whole = { from: 1_000, to: 11_000 }

/** A delivery: proved locked, opened, shut, locked, proved. */
const delivery: TraceReply = {
  isComplete: true,
  events: [
    { at: 1_500, type: 'BoltReported', bolt: 'locked' },
    { at: 1_600, type: 'ContactReported', contact: 'closed' },
    { at: 3_000, type: 'DoorUnlocked', bolt: 'unlocked' },
    { at: 4_000, type: 'DoorOpened', contact: 'open' },
    { at: 6_000, type: 'DoorClosed', contact: 'closed' },
    { at: 7_000, type: 'BoltReported', bolt: 'locked' },
    { at: 8_000, type: 'DoorSecured' },
  ],
}

describe('the traces of a visit', () => {
  it('are stretches from word to word, not known before the first', () => {
    const { bolt, contact } = foldTrace(delivery, whole)
    expect(bolt).toEqual([
      { from: 1_000, to: 1_500, word: 'unknown' },
      { from: 1_500, to: 3_000, word: 'locked' },
      { from: 3_000, to: 7_000, word: 'unlocked' },
      { from: 7_000, to: 11_000, word: 'locked' },
    ])
    expect(contact.map(({ word }) => word)).toEqual(['unknown', 'closed', 'open', 'closed'])
  })

  it('fill the time of the film with neither hole nor overlap', () => {
    for (const stretches of Object.values(foldTrace(delivery, whole)).slice(0, 2)) {
      const edges = (stretches as { from: number; to: number }[]).flatMap(({ from, to }) => [from, to])
      expect(edges[0]).toBe(whole.from)
      expect(edges.at(-1)).toBe(whole.to)
      for (let place = 1; place + 1 < edges.length; place += 2) expect(edges[place]).toBe(edges[place + 1])
    }
  })

  it('are insecure from the first word that is not well until it is proved, not until the words look well', () => {
    expect(foldTrace(delivery, whole).insecure).toEqual([{ from: 3_000, to: 8_000 }])
  })

  it('stay insecure to the end of the film where nobody proved it', () => {
    const events = delivery.events.filter(({ type }) => type !== 'DoorSecured')
    expect(foldTrace({ events, isComplete: true }, whole).insecure).toEqual([{ from: 3_000, to: 11_000 }])
  })

  it('a proof while the contact says open ends nothing', () => {
    const events = delivery.events.map((event) =>
      event.type === 'DoorSecured' ? { ...event, at: 5_000 } : event,
    )
    const sorted = events.toSorted((a, b) => a.at - b.at)
    expect(foldTrace({ events: sorted, isComplete: true }, whole).insecure).toEqual([
      { from: 3_000, to: 11_000 },
    ])
  })

  it('are not known behind the end of an incomplete trace', () => {
    const { bolt } = foldTrace({ events: delivery.events.slice(0, 3), isComplete: false }, whole)
    expect(wordAt(bolt, 2_999)).toBe('locked')
    expect(wordAt(bolt, 3_001)).toBe('unknown')
  })

  it('without a word nothing is known and nothing is called insecure', () => {
    const trace = foldTrace({ events: [], isComplete: true }, whole)
    expect(trace.bolt).toEqual([{ ...whole, word: 'unknown' }])
    expect(trace.insecure).toEqual([])
  })

  it('words before the film count at its beginning', () => {
    const { bolt } = foldTrace({ events: [{ at: 10, type: 'x', bolt: 'unlocked' }], isComplete: true }, whole)
    expect(bolt).toEqual([{ ...whole, word: 'unlocked' }])
  })

  it('are spoken with the time, and say where there is no picture', () => {
    const trace = foldTrace(delivery, whole)
    const spoken = spokenAt({ at: 4_500, trace, hasPicture: true })
    expect(spoken).toMatch(/^\d\d:\d\d:04, bolt drawn back, door open$/)
    expect(spokenAt({ at: 1_100, trace, hasPicture: false })).toMatch(
      /bolt not known, door not known, no picture$/,
    )
    expect(spokenAt({ at: 1_100, trace: null, hasPicture: true })).toMatch(/^\d\d:\d\d:01$/)
  })

  it('a word that nobody knows is not known', () => {
    expect(boltWord('half')).toBe('not known')
    expect(contactWord('unknown')).toBe('not known')
  })
})
