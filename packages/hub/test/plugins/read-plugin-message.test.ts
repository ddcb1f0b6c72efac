// Goal: of what a foreign process sends only what fits in every field is believed. Method: one of each good message, each
// field of it taken away, added to or made otherwise; and messages made by chance.
import { assert, jsonValue, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPluginMessage } from '../../src/plugins/read-plugin-message.ts'

const path = { id: 'radio', exclusive: true }
const traits = {
  boltWitness: 'measured',
  autoRelock: false,
  timedUnlockMaxMs: null,
  exit: 'free',
  pinExpiry: 'none',
  path,
}
const nobody = { username: null, password: null, liveness: { method: 'none' } }
const more = { transport: 'tcp', second: null, snapshot: null, backchannel: false }
const source = { rtsp: 'rtsp://10.0.0.7', ...more, ...nobody }
const stills = { rtsp: null, snapshot: 'http://10.0.0.8/jpg', ...nobody }
const bolt = { bolt: 'locked', q: 1, source: 'query', battery: 80.5, credential: null }
const report = (of: object): object => ({ type: 'report', report: of })

const news = {
  sender: 'ups',
  carrier: 'ups',
  status: 'out-for-delivery',
  parts: [{ numbers: ['1Z4R8V671222709141'], window: { from: 1, to: 2 } }],
  order: null,
  merchant: null,
  occurredAt: 1,
  eventId: '<1@ups.com>',
  trust: 'dkim',
  held: null,
}
const status = {
  state: 'listening',
  code: null,
  words: null,
  lastMail: 1,
  untrusted: 0,
  overLimits: 0,
  week: [{ sender: 'ups', name: 'UPS', seen: 3, understood: 0, drifted: true, sample: 'Xxx 999' }],
  import: { state: 'running', days: 30, seen: 1, total: 2 },
}

const frameOf = (length: number): string => `${'A'.repeat(86)}.{}`.padEnd(length)

const good: readonly (readonly [what: string, message: object])[] = [
  ['pong', { type: 'pong', n: 1 }],
  ['started', { type: 'started' }],
  ['failed', { type: 'failed', code: 'HUB_X', message: 'no' }],
  ['reachable', { type: 'reachable', device: 'lock', on: false }],
  ['done', { type: 'done', id: 1, answer: null }],
  ['done with an answer', { type: 'done', id: 1, answer: { moved: true } }],
  ['refused', { type: 'refused', id: 1, code: 'HUB_X', message: 'no', retryable: true }],
  ['late', { type: 'late', id: 1 }],
  ['log', { type: 'log', level: 'warn', details: { n: 1 }, message: 'x' }],
  ['a lock', { type: 'offered', device: { kind: 'lock', id: 'lock', traits } }],
  ['a contact', { type: 'offered', device: { kind: 'contact', id: 'contact', path } }],
  ['an edge', { type: 'offered', device: { kind: 'edge', id: 'edge', key: 'ab'.repeat(32) } }],
  ['a bell', { type: 'offered', device: { kind: 'bell', id: 'bell' } }],
  ['a camera', { type: 'offered', device: { kind: 'camera', id: 'hall', source } }],
  [
    'a camera that signs',
    {
      type: 'offered',
      device: { kind: 'camera', id: 'hall', source: { ...source, liveness: { method: 'signed', key: 'k' } } },
    },
  ],
  ['a bolt', report({ kind: 'lock', device: 'lock', report: bolt })],
  ['a PIN', report({ kind: 'pin', device: 'lock', report: { op: 's_1#0', what: 'stored' } })],
  [
    'a leaf',
    report({ kind: 'contact', device: 'contact', report: { contact: 'open', q: null, source: 'auto' } }),
  ],
  ['a ring', report({ kind: 'bell', device: 'bell' })],
  ['a moved camera', report({ kind: 'camera', device: 'hall', source })],
  [
    'a camera that is not known yet',
    { type: 'offered', device: { kind: 'camera', id: 'hall', source: null } },
  ],
  ['a camera of single pictures', report({ kind: 'camera', device: 'hall', source: stills })],
  [
    'a camera that is tampered with',
    report({ kind: 'camera-note', device: 'hall', note: { what: 'tamper', on: true } }),
  ],
  ['a mailbox', { type: 'offered', device: { kind: 'mailbox', id: 'post' } }],
  ['a mail', report({ kind: 'mail', device: 'post', n: 1, hash: 'ab'.repeat(32), news })],
  ['how a mailbox is', report({ kind: 'mailbox-status', device: 'post', status })],
  ['a secret that was replaced', report({ kind: 'mailbox-secret', device: 'post', secret: 'token' })],
  ['a frame of an edge', report({ kind: 'edge', device: 'edge', frame: frameOf(90) })],
]

/** Every place in a value, from its top down, and the value with something else there. */
function* changesOf(value: unknown): Generator<(put: unknown) => unknown> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    // Of what a log line tells, and an answer holds, nothing is asked but that it is a record.
    const isFree = key === 'details' || key === 'answer'
    const withThere = (put: unknown): unknown => {
      if (Array.isArray(value)) return value.with(Number(key), put)
      return { ...value, [key]: put }
    }
    yield withThere
    for (const change of isFree ? [] : changesOf(inner)) yield (put) => withThere(change(put))
  }
}

describe.each(good)('a message that tells %s', (_, message) => {
  it('is believed as it is', () => {
    expect(readPluginMessage(message)).toBe(message)
  })

  it('is none with a field more, or with one less', () => {
    expect(readPluginMessage({ ...message, more: 1 })).toBeNull()
    for (const key of Object.keys(message)) {
      const { [key]: _gone, ...less } = message as Readonly<Record<string, unknown>> // cast: to take a field away
      expect(readPluginMessage(less)).toBeNull()
    }
  })

  it('is none with something in a field that is nothing of its kind', () => {
    const others = [undefined, Symbol.iterator, () => {}, Number.NaN, 'x'.repeat(3_000)]
    const changed = [...changesOf(message)].flatMap((change) => others.map(change))
    expect(changed.length).toBeGreaterThan(0)
    expect(changed.filter((each) => readPluginMessage(each) !== null)).toEqual([])
  })
})

describe('a field', () => {
  it.each([
    [
      'a bolt that does not exist',
      report({ kind: 'lock', device: 'lock', report: { ...bolt, bolt: 'ajar' } }),
    ],
    ['a battery of 101', report({ kind: 'lock', device: 'lock', report: { ...bolt, battery: 101 } })],
    ['a battery of −1', report({ kind: 'lock', device: 'lock', report: { ...bolt, battery: -1 } })],
    ['half a question', report({ kind: 'lock', device: 'lock', report: { ...bolt, q: 0.5 } })],
    ['a question of −1', report({ kind: 'lock', device: 'lock', report: { ...bolt, q: -1 } })],
    ['a report of another kind', report({ kind: 'contact', device: 'lock', report: bolt })],
    ['a report of no kind', report({ kind: 'window', device: 'lock', report: bolt })],
    ['a kind named like a part of every object', report({ kind: 'constructor', device: 'lock' })],
    ['a name of 65 letters', report({ kind: 'bell', device: 'x'.repeat(65) })],
    ['a frame of 40,001 letters', report({ kind: 'edge', device: 'edge', frame: frameOf(40_001) })],
    [
      'an edge whose key is none',
      { type: 'offered', device: { kind: 'edge', id: 'edge', key: 'AB'.repeat(32) } },
    ],
    ['a code in small letters', { type: 'failed', code: 'hub_x', message: '' }],
    ['a code of 65 letters', { type: 'failed', code: 'X'.repeat(65), message: '' }],
    ['a message of 2,001 letters', { type: 'failed', code: 'X', message: 'x'.repeat(2_001) }],
    ['a level that does not exist', { type: 'log', level: 'fatal', details: {}, message: '' }],
    ['details that are a list', { type: 'log', level: 'info', details: [], message: '' }],
  ])('is not believed: %s', (_, message) => {
    expect(readPluginMessage(message)).toBeNull()
  })

  it('may be as large as is ever sent', () => {
    for (const message of [
      report({ kind: 'bell', device: 'x'.repeat(64) }),
      { type: 'failed', code: 'X'.repeat(64), message: 'x'.repeat(2_000) },
      report({ kind: 'edge', device: 'edge', frame: frameOf(40_000) }),
    ])
      expect(readPluginMessage(message)).toBe(message)
  })
})

describe('whatever comes', () => {
  it('is a message or none, and never more than that', () => {
    assert(
      property(jsonValue(), (value) => {
        expect(readPluginMessage(value)).toBeNull()
      }),
      { numRuns: 300 },
    )
  })

  it('is none where a type of every object is named', () => {
    for (const type of ['constructor', 'toString', '__proto__', 'hasOwnProperty'])
      expect(readPluginMessage({ type })).toBeNull()
  })
})
