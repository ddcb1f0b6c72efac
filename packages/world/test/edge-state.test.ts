// Goal: the dead-man acts when it must, never when it must not, and nothing that a hub or a replayer sends stretches it.
// Method: stories in virtual time against the pure state machine, limits at −1, 0 and +1 ms, and random stories.
import { instant, op } from '@portico/plugin-api'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EdgeInput, NOTES_MAX, nextEdgeDue } from '../src/edge/edge-state.ts'
import { stepEdge } from '../src/edge/edge-step.ts'
import { EdgeStory, OP, beat, order } from './edge-story.ts'

const armed = (change = {}): EdgeInput => ({ type: 'arm', order: order(change) })

describe('arming', () => {
  it('is confirmed', () => {
    expect(new EdgeStory().at(5, armed()).did).toEqual(['5 armed'])
  })

  it.each([
    ['a time that is too short', { withinMs: 59_999 }, 'refused'],
    ['the shortest time', { withinMs: 60_000 }, 'armed'],
    ['the longest time', { withinMs: 240_000 }, 'armed'],
    ['a time that is too long', { withinMs: 240_001 }, 'refused'],
    ['an alarm that comes before the act', { silenceActMs: 15_000, silenceAlarmMs: 12_000 }, 'refused'],
    ['an act that comes at once', { silenceActMs: 0 }, 'refused'],
  ])('with %s is %s', (_, change, what) => {
    expect(new EdgeStory().at(0, armed(change)).did).toEqual([`0 ${what}`])
  })

  it('by an older hub is refused, even after a newer one only said that it lives', () => {
    const story = new EdgeStory()
      .at(0, beat(0, 3))
      .at(1, armed({ epoch: 2 }))
      .at(2, armed({ epoch: 3 }))
    expect(story.did).toEqual(['1 refused', '2 armed'])
  })

  it('again never extends a running timer, and may shorten it', () => {
    const longer = new EdgeStory().at(0, armed({ withinMs: 60_000 })).at(50_000, armed({ withinMs: 240_000 }))
    expect(longer.state.timers).toEqual([{ op: OP, due: 60_000 }])
    const shorter = new EdgeStory()
      .at(0, armed({ withinMs: 240_000 }))
      .at(50_000, armed({ withinMs: 60_000 }))
    expect(shorter.state.timers).toEqual([{ op: OP, due: 110_000 }])
  })

  it('again after disarming begins anew: the door was opened again', () => {
    const again = new EdgeStory().at(0, armed()).at(1, { type: 'disarm', op: OP }).at(90_000, armed())
    expect(again.state.timers).toEqual([{ op: OP, due: 300_000 }])
  })

  it('with an op that has run out is refused: it is used up', () => {
    const used = new EdgeStory().at(0, armed({ withinMs: 60_000 })).at(70_000, armed())
    expect(used.did.at(-1)).toBe('70000 refused')
  })
})

/** A hub that lives: it beats every 3 s until `to`. */
const alive = (story: EdgeStory, to: number): EdgeStory => {
  for (let ms = 3_000; ms <= to; ms += 3_000) story.at(ms, beat(ms))
  return story
}

describe('the timer', () => {
  it('runs out to the millisecond, whatever the hub says, with bolt, siren and note', () => {
    const story = alive(new EdgeStory().at(0, armed()), 207_000)
    expect(story.until(209_999).did).toEqual(['0 armed'])
    expect(story.until(210_000).did).toEqual(['0 armed', '210000 fired', '210000 bolt', '210000 siren'])
    expect(story.state.notes).toEqual([
      { at: 210_000, note: { type: 'alarm', why: 'deadman', op: OP, silentForMs: 3_000 } },
    ])
  })

  it('does not run out once it was disarmed, though silence is still watched', () => {
    const story = alive(new EdgeStory().at(0, armed()).at(1_000, { type: 'disarm', op: OP }), 300_000)
    expect(story.did).toEqual(['0 armed', '1000 disarmed'])
    expect(story.until(312_000).did.at(-1)).toBe('312000 bolt')
  })

  it('runs for each op on its own', () => {
    const other = op('s2#0')
    const story = alive(
      new EdgeStory().at(0, armed({ withinMs: 60_000 })).at(0, armed({ op: other })),
      90_000,
    ).at(90_000, { type: 'disarm', op: other })
    expect(story.did.filter((did) => did.endsWith('fired'))).toEqual(['60000 fired'])
    expect(story.state.timers).toEqual([])
  })

  it('fires when it is visited late', () => {
    expect(new EdgeStory().at(0, armed()).late(999_000, { type: 'time' }).did).toContain('999000 fired')
  })
})

describe('silence', () => {
  it('is over at the very instant at which the edge asks to be visited, however that is rounded', () => {
    for (let n = 0; n < 2000; n++) {
      const began = n * 71.001_300_7 + 0.1
      const state = new EdgeStory().at(began, armed()).state
      const due = nextEdgeDue(state)
      if (due === null) throw new Error('nothing is due')
      // A visit that moves nothing would be asked for again at the same instant, for ever.
      expect(nextEdgeDue(stepEdge(state, { type: 'time' }, due).state)).not.toBe(due)
    }
  })

  it('bolts a closed door at 12 s and sounds before 15 s are over', () => {
    const story = new EdgeStory().at(0, armed()).at(3_000, beat(3_000))
    expect(story.until(14_999).did).toEqual(['0 armed'])
    expect(story.until(17_499).did).toEqual(['0 armed', '15000 bolt'])
    expect(story.until(18_000).did).toEqual(['0 armed', '15000 bolt', '17500 siren'])
    expect(story.state.notes[0]?.note).toEqual({
      type: 'alarm',
      why: 'silence',
      op: OP,
      silentForMs: 14_500,
    })
  })

  it('counts from arming when nothing was heard', () => {
    expect(new EdgeStory().at(50_000, armed()).until(62_000).did.at(-1)).toBe('62000 bolt')
  })

  it('counts from the stamp of the hub, not from arrival', () => {
    const story = new EdgeStory().at(0, armed()).at(5_000, beat(2_500))
    expect(story.until(14_500).did.at(-1)).toBe('14500 bolt')
  })

  it.each([
    ['one that was held back for 3 s', 3_000, true],
    ['one that was held back for longer', 3_001, false],
  ])('is broken by %s: %s ms, %s', (_, age, counts) => {
    const story = new EdgeStory().at(0, armed()).at(10_000, beat(10_000 - age))
    expect(story.until(12_000).did.includes('12000 bolt')).toBe(!counts)
  })

  it('is not broken by a repeated or an overtaken heartbeat', () => {
    const story = new EdgeStory()
      .at(0, armed())
      .at(2_000, beat(2_000))
      .at(3_000, beat(2_000))
      .at(4_000, beat(1_500))
    expect(story.state.beat).toBe(2_000)
  })

  it('is not broken by a stamp from the future: it counts as now', () => {
    expect(new EdgeStory().at(0, armed()).at(1_000, beat(99_000)).state.beat).toBe(1_000)
  })

  it('is not broken by a new hub until its own first heartbeat, nor by the old one any more', () => {
    const story = new EdgeStory()
      .at(0, armed())
      .at(3_000, beat(3_000))
      .at(8_000, armed({ epoch: 2 }))
      .at(9_000, beat(9_000, 1))
    expect(story.until(15_000).did.at(-1)).toBe('15000 bolt')
    const restarted = new EdgeStory().at(0, armed()).at(9_000, beat(9_000, 2))
    expect(restarted.until(20_999).did).toEqual(['0 armed'])
  })

  it('T20: leaves the newest signed head with the edge, and never an older one', () => {
    const head = (upTo: number) => ({ upTo, hash: `${upTo}`, wall: upTo, key: 'k', sig: 's' })
    const withHead = (sent: number, upTo?: number): EdgeInput => ({
      type: 'heartbeat',
      beat: { epoch: 1, sent: instant(sent), seq: 0, ...(upTo === undefined ? {} : { head: head(upTo) }) },
    })
    const story = new EdgeStory().at(1_000, withHead(1_000, 12)).at(2_000, withHead(2_000))
    expect(story.state.head).toEqual(head(12))
    // A hub whose journal was cut tells an earlier head: what the edge holds stays as it is.
    expect(story.at(3_000, withHead(3_000, 9)).state.head).toEqual(head(12))
    expect(story.at(4_000, withHead(4_000, 40)).state.head).toEqual(head(40))
    // A heartbeat that does not count tells nothing.
    expect(story.at(9_000, withHead(5_000, 99)).state.head).toEqual(head(40))
  })

  it('that ends between act and alarm sounds nothing, and a second one acts again', () => {
    const story = new EdgeStory().at(0, armed()).at(13_000, beat(13_000)).until(24_999)
    expect(story.did).toEqual(['0 armed', '12000 bolt'])
    expect(story.until(25_000).did.at(-1)).toBe('25000 bolt')
  })

  it('is not watched after release', () => {
    const story = new EdgeStory().at(0, armed()).at(1, { type: 'disarm', op: OP })
    expect(story.at(2, { type: 'release', op: OP }).until(900_000).did).toEqual(['0 armed', '1 disarmed'])
    expect(nextEdgeDue(story.state)).toBeNull()
  })

  it('of a hub that is never told goes on to sound: the siren stays until a person silences it', () => {
    const story = new EdgeStory().at(0, armed()).until(20_000).at(21_000, beat(21_000))
    expect(story.state.siren).toBe(true)
    expect(story.at(22_000, { type: 'siren', on: false }).state.siren).toBe(false)
  })
})

describe('an open leaf', () => {
  it('is never bolted; it is bolted when it closes', () => {
    const story = new EdgeStory('open').at(0, armed()).until(40_000)
    expect(story.did).toEqual(['0 armed', '14500 siren'])
    expect(story.at(41_000, { type: 'contact', contact: 'closed' }).did.at(-1)).toBe('41000 bolt')
  })

  it('is not bolted any more when the hub is back by then', () => {
    const story = new EdgeStory('open').at(0, armed()).until(13_000).at(14_000, beat(14_000))
    expect(story.at(15_000, { type: 'contact', contact: 'closed' }).did).toEqual(['0 armed'])
  })

  it('whose timer ran out is bolted at closing, unless it was disarmed meanwhile', () => {
    const story = (): EdgeStory => alive(new EdgeStory('open').at(0, armed({ withinMs: 60_000 })), 63_000)
    expect(story().at(64_000, { type: 'contact', contact: 'closed' }).did.at(-1)).toBe('64000 bolt')
    const disarmed = story().at(63_500, { type: 'disarm', op: OP })
    expect(disarmed.at(64_000, { type: 'contact', contact: 'closed' }).did.at(-1)).toBe('63500 disarmed')
  })
})

describe('a fire', () => {
  it('keeps the bolt where it is, and the siren may sound', () => {
    const story = new EdgeStory().at(0, armed()).at(1, { type: 'fire', on: true }).until(20_000)
    expect(story.did).toEqual(['0 armed', '1 fire', '14500 siren'])
    expect(story.at(21_000, { type: 'fire', on: false }).did.slice(-2)).toEqual(['21000 fire', '21000 bolt'])
  })
})

describe('notes', () => {
  it('of the contact are taken only while no hub is there, and handed in when one comes', () => {
    const story = new EdgeStory()
      .at(0, { type: 'contact', contact: 'open' })
      .at(1, { type: 'connected' })
      .at(2, { type: 'contact', contact: 'closed' })
    expect(story.notes).toEqual([{ at: 0, note: { type: 'contact', contact: 'open' } }])
    expect(story.state.notes).toHaveLength(1)
  })

  it('are handed in again to the next hub, until one has lived on after getting them', () => {
    const story = new EdgeStory()
      .at(0, { type: 'contact', contact: 'open' })
      .at(1_000, { type: 'connected' })
      .at(1_500, beat(900))
      .at(2_000, { type: 'gone' })
      .at(3_000, { type: 'connected' })
    expect(story.notes).toHaveLength(2)
    expect(story.at(3_500, beat(3_400)).state.notes).toEqual([])
  })

  it('of an alarm reach a hub that is connected but silent at once', () => {
    const story = new EdgeStory().at(0, { type: 'connected' }).at(0, armed()).until(15_000)
    expect(story.notes.map(({ note }) => note.type)).toEqual(['alarm'])
    expect(story.state.notes).toHaveLength(1)
  })

  it(`are ${NOTES_MAX} at most, and alarms outlast changes of the contact`, () => {
    const story = new EdgeStory().at(0, armed()).until(20_000)
    for (let i = 0; i < 600; i++)
      story.at(30_000 + i, { type: 'contact', contact: i % 2 === 0 ? 'open' : 'closed' })
    expect(story.state.notes).toHaveLength(NOTES_MAX)
    expect(story.state.notes[0]?.note.type).toBe('alarm')
  })
})

describe('a hub that connects', () => {
  it('hears that the edge lives, at once and every 3 s', () => {
    const story = new EdgeStory().at(10, { type: 'connected' })
    expect(nextEdgeDue(story.state)).toBe(3_010)
    expect(nextEdgeDue(story.until(3_010).state)).toBe(6_010)
    expect(nextEdgeDue(story.at(7_000, { type: 'gone' }).state)).toBeNull()
  })

  it('hears of a fire and of tampering that still go on', () => {
    const story = new EdgeStory()
      .at(0, { type: 'fire', on: true })
      .at(0, { type: 'tamper', on: true })
      .at(5, { type: 'connected' })
    expect(story.did.filter((did) => did.startsWith('5 '))).toEqual(['5 tamper', '5 fire'])
  })
})

const inputs: fc.Arbitrary<EdgeInput> = fc.oneof(
  fc.record({
    type: fc.constant('arm' as const),
    order: fc
      .record({
        op: fc.constantFrom(op('a'), op('b')),
        epoch: fc.integer({ min: 0, max: 3 }),
        withinMs: fc.integer({ min: 50_000, max: 250_000 }),
      })
      .map(order),
  }),
  fc.record({
    type: fc.constantFrom('disarm' as const, 'release' as const),
    op: fc.constantFrom(op('a'), op('b')),
  }),
  fc.record({
    type: fc.constant('heartbeat' as const),
    beat: fc.record({
      epoch: fc.integer({ min: 0, max: 3 }),
      sent: fc.integer({ min: 0, max: 400_000 }).map(instant),
      seq: fc.nat(),
    }),
  }),
  fc.record({
    type: fc.constantFrom('siren' as const, 'fire' as const, 'tamper' as const),
    on: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('contact' as const),
    contact: fc.constantFrom('open' as const, 'closed' as const),
  }),
  fc.constantFrom<EdgeInput>({ type: 'connected' }, { type: 'gone' }),
)
const stories = fc.array(fc.record({ input: inputs, pause: fc.integer({ min: 0, max: 20_000 }) }), {
  maxLength: 40,
})

describe('whatever happens', () => {
  it('no bolt is thrown at an open leaf or in a fire, epochs only rise, and nothing grows without bound', () => {
    fc.assert(
      fc.property(stories, (list) => {
        const story = new EdgeStory()
        let now = 0
        for (const { input, pause } of list) {
          const { epoch } = story.state
          now += pause
          const before = story.did.length
          story.at(now, input)
          const bolted = story.did.slice(before).some((did) => did.endsWith('bolt'))
          const mayNot =
            (story.state.contact === 'open' && input.type !== 'contact') ||
            (story.state.fire && input.type !== 'fire')
          expect({ bolted: bolted && mayNot, fell: story.state.epoch < epoch }).toEqual({
            bolted: false,
            fell: false,
          })
          expect(story.state.notes.length).toBeLessThanOrEqual(NOTES_MAX)
        }
      }),
    )
  })

  it('an armed op that is neither disarmed nor released ends with a siren within its time', () => {
    const others = stories.map((list) =>
      list.filter(
        ({ input }) => input.type !== 'disarm' && input.type !== 'release' && input.type !== 'siren',
      ),
    )
    fc.assert(
      fc.property(others, (list) => {
        const story = new EdgeStory().at(0, { type: 'arm', order: order({ op: op('a'), epoch: 9 }) })
        let now = 0
        for (const { input, pause } of list) story.at((now += pause), input)
        expect(story.until(Math.max(now, 210_000)).state.siren).toBe(true)
      }),
    )
  })
})
