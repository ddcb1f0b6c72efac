// Goal: whoever sits on the wire between hub and edge gets nothing believed, either way. Method: a proxy that forges,
// replays, reorders, delays, turns back and mixes what it has heard.
import { type EdgeNote, type Instant, op } from '@portico/plugin-api'
import { assert, constantFrom, integer, property, array, record } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type HubWord, NOTES_IN_FRAME_MAX, isOwnNote, sealFrame, verifierOf } from '../src/index.ts'
import {
  EDGE,
  NOW,
  OP,
  arm,
  armed,
  at,
  beat,
  edgeKeys,
  edgeLink,
  greeted,
  hubLink,
  strangerKeys,
} from './wire.ts'

const unlock = (notAfter: Instant, of = OP): HubWord => ({ type: 'unlock', op: of, notAfter })

describe('an order', () => {
  test('of the paired hub is obeyed', () => {
    const { hub, edge } = greeted()
    expect(edge.hear(hub.say(arm, NOW), NOW)).toEqual({ fault: null, word: arm, isNewHub: false })
  })

  test('may bring the newest signed head of the journal, whole or not at all', () => {
    const { hub, edge } = greeted()
    const head = {
      upTo: 812,
      hash: 'ab'.repeat(32),
      wall: 1.79e12,
      key: 'cd'.repeat(32),
      sig: 'ef'.repeat(64),
    }
    const word: HubWord = { type: 'heartbeat', beat: { epoch: 7, sent: NOW, seq: 813, head } }
    expect(edge.hear(hub.say(word, NOW), NOW)).toMatchObject({ fault: null, word })
    const { sig: _, ...torn } = head
    // cast: what a hub of another make might say
    const half = {
      type: 'heartbeat',
      beat: { epoch: 7, sent: NOW, seq: 814, head: torn },
    } as unknown as HubWord
    expect(edge.hear(hub.say(half, NOW), NOW)).toEqual({ fault: 'unreadable' })
  })

  test('T9: of an older epoch is refused at the edge, with no hub there to ask', () => {
    const old = hubLink(6)
    const { edge } = greeted()
    for (const word of [arm, beat(1), unlock(at(2_000)), { type: 'siren', on: false } as const])
      expect(edge.hear(old.say(word, NOW), NOW)).toEqual({ fault: 'stale-epoch' })
  })

  test('T9: of an older epoch is refused by an edge that was started again, too', () => {
    const { edge } = greeted()
    const again = edgeLink({ ...edge.kept, life: 2 })
    expect(again.hear(hubLink(6).say(arm, NOW), NOW)).toEqual({ fault: 'stale-epoch' })
    expect(again.hear(hubLink(8).say(arm, NOW), NOW)).toMatchObject({ fault: null, isNewHub: true })
  })

  test('T9: to unlock is good once, and not a moment after its last', () => {
    const { hub, edge } = greeted()
    expect(edge.hear(hub.say(unlock(at(2_000)), NOW), at(2_000)).fault).toBeNull()
    expect(edge.hear(hub.say(unlock(at(2_000)), NOW), NOW).fault).toBe('used-op')
    const other = op('s_1#1')
    expect(edge.hear(hub.say(unlock(at(2_000), other), NOW), at(2_001)).fault).toBe('expired')
    // Refused, it is not used up; a hub in its right mind never asks again.
    expect(edge.hear(hub.say(unlock(at(9_000), other), at(2_002)), at(2_002)).fault).toBeNull()
  })

  test('that makes no sense is none, whoever signed it', () => {
    const { hub, edge } = greeted()
    // cast: what a hub of another make might say
    for (const word of [{ type: 'open' }, { type: 'siren' }, { type: 'constructor' }, null] as unknown[])
      expect(edge.hear(hub.say(word as HubWord, NOW), NOW)).toEqual({ fault: 'unreadable' })
  })
})

describe('a report', () => {
  test('before the edge has heard of this start of the hub counts as none, and asks for a hello', () => {
    const [hub, edge] = [hubLink(8), edgeLink({ epoch: 7, life: 1 })]
    const early = edge.say(armed, NOW)[0] ?? ''
    expect(hub.hear(early, NOW)).toEqual({ fault: 'stale-epoch', wantsHello: true })
    edge.hear(hub.say({ type: 'hello' }, NOW), NOW)
    expect(hub.hear(edge.say(armed, NOW)[0] ?? '', NOW)).toEqual({ fault: null, word: armed })
    // Now that it has spoken, what bears the old epoch is an attack.
    expect(hub.hear(early, NOW)).toEqual({ fault: 'stale-epoch', wantsHello: false })
  })

  test('counts on over a restart of the edge: what was recorded before stays old', () => {
    const { hub, edge } = greeted()
    const before = edge.say({ type: 'alive', at: NOW }, NOW)[0] ?? ''
    const again = edgeLink({ ...edge.kept, life: edge.kept.life + 1 })
    expect(hub.hear(again.say(armed, NOW)[0] ?? '', NOW).fault).toBeNull()
    expect(hub.hear(before, NOW).fault).toBe('replayed')
  })

  test('of an epoch that has not begun is none: nobody tells a hub when it was born', () => {
    const { hub } = greeted()
    const edge = edgeLink({ epoch: 9, life: 1 })
    expect(hub.hear(edge.say(armed, NOW)[0] ?? '', NOW)).toEqual({ fault: 'other-epoch', wantsHello: false })
  })
})

describe('notes', () => {
  const alarm = (n: number): EdgeNote => ({
    at: at(n),
    note: { type: 'alarm', why: 'silence', op: OP, silentForMs: 14_000.25 },
  })
  const leaf = (contact: 'open' | 'closed', n: number): EdgeNote => ({
    at: at(n),
    note: { type: 'contact', contact },
  })

  test('T9: are signed one by one, so that each can be shown to be the word of the edge', () => {
    const { hub, edge } = greeted()
    const heard = hub.hear(edge.say({ type: 'notes', notes: [alarm(1)] }, NOW)[0] ?? '', NOW)
    if (heard.fault !== null || heard.word.type !== 'notes') throw new Error('no notes')
    const [note] = heard.word.notes
    if (!note) throw new Error('no note')
    const verify = verifierOf(edgeKeys.publicKey)
    expect(isOwnNote(EDGE, note, verify)).toBe(true)
    expect(isOwnNote('back-edge', note, verify)).toBe(false)
    expect(isOwnNote(EDGE, { ...note, at: at(2) }, verify)).toBe(false)
  })

  test('of a frame in which one is not the edge’s own are none', () => {
    const { hub } = greeted()
    const body = {
      type: 'notes',
      notes: [{ ...alarm(1), sig: strangerKeys.sign(new Uint8Array(1)) }],
      more: 0,
    }
    const forged = sealFrame({ edge: EDGE, way: 'up', epoch: 7, n: 2 ** 40, sent: NOW }, body, edgeKeys.sign)
    expect(hub.hear(forged, NOW).fault).toBe('unsigned')
  })

  test('of a long silence come in several frames, all alarms first, the newest word on the leaf last', () => {
    const { hub, edge } = greeted()
    const notes = Array.from({ length: 256 }, (_, n) =>
      n % 2 === 0 ? alarm(n) : leaf(n === 255 ? 'open' : 'closed', n),
    )
    const words = edge.say({ type: 'notes', notes }, NOW).map((frame) => {
      const heard = hub.hear(frame, NOW)
      if (heard.fault !== null || heard.word.type !== 'notes') throw new Error(String(heard.fault))
      return heard.word
    })
    expect(words.map(({ notes: { length }, more }) => [length, more])).toEqual([
      [NOTES_IN_FRAME_MAX, 32 + NOTES_IN_FRAME_MAX],
      [32, NOTES_IN_FRAME_MAX],
      [NOTES_IN_FRAME_MAX, 0],
    ])
    expect(words.at(-1)?.notes.at(-1)?.note).toEqual({ type: 'contact', contact: 'open' })
  })
})

/** Everything that whoever sits on the wire can do without a key. */
const attacks = ['replay', 'delay', 'turn back', 'forge', 'touch', 'other edge'] as const

describe('T9: a proxy on the wire', () => {
  test('that forges, replays, reorders, delays or turns back gets 0 frames accepted, either way', () => {
    const attack = record({ how: constantFrom(...attacks), which: integer({ min: 0, max: 60 }) })
    assert(
      property(array(attack, { maxLength: 60 }), (tried) => {
        const { hub, edge } = greeted()
        const down: string[] = []
        const up: string[] = []
        // A conversation of a minute, of which everything is overheard.
        for (let n = 0; n < 20; n++) {
          const now = at(n * 3_000)
          down.push(hub.say(n % 3 === 0 ? arm : beat(n), now))
          edge.hear(down.at(-1) ?? '', now)
          up.push(...edge.say(n % 3 === 0 ? armed : { type: 'alive', at: now }, now))
          hub.hear(up.at(-1) ?? '', now)
        }
        // One more of each was held back on its way, longer than it is good for.
        down.push(hub.say(arm, at(57_000)))
        up.push(...edge.say(armed, at(57_000)))
        const now = at(61_000)
        const heard = [...down, ...up]
        for (const { how, which } of tried) {
          const wire = heard[which % heard.length] ?? ''
          const forged = made(how, wire)
          expect(edge.hear(forged, now).fault).not.toBeNull()
          expect(hub.hear(forged, now).fault).not.toBeNull()
        }
        // And the true ones go on as if nothing had been.
        expect(edge.hear(hub.say(arm, now), now).fault).toBeNull()
        expect(hub.hear(edge.say(armed, now)[0] ?? '', now).fault).toBeNull()
      }),
      { numRuns: 25 },
    )
  })

  test('that lets one frame overtake another keeps the overtaken one from counting', () => {
    const { hub, edge } = greeted()
    const [first, second] = [hub.say(arm, NOW), hub.say(beat(1), NOW)]
    expect(edge.hear(second, NOW).fault).toBeNull()
    expect(edge.hear(first, NOW).fault).toBe('replayed')
  })

  test('cannot hold a frame back for more than three seconds', () => {
    for (const [late, fault] of [
      [3_000, null],
      [3_001, 'late'],
    ] as const) {
      const { hub, edge } = greeted()
      expect(edge.hear(hub.say(arm, NOW), at(late)).fault).toBe(fault)
      expect(hub.hear(edge.say(armed, NOW)[0] ?? '', at(late)).fault).toBe(fault)
    }
  })
})

function made(how: (typeof attacks)[number], wire: string): string {
  switch (how) {
    case 'replay':
    case 'delay':
    case 'turn back':
      // To both ends: each gets its own frames back as well as those of the other side.
      return wire
    case 'touch':
      return wire.replace('"n":', '"n":9')
    case 'forge':
    case 'other edge': {
      const head = {
        edge: how === 'forge' ? EDGE : 'back-edge',
        way: 'up',
        epoch: 7,
        n: 2 ** 50,
        sent: at(61_000),
      }
      // cast: way is one of its words
      return sealFrame(head as Parameters<typeof sealFrame>[0], armed, strangerKeys.sign)
    }
  }
}
