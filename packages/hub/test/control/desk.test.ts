// Goal: of what comes over the socket only whole, known asks are taken, and the desk does each as its home can. Method:
// tables of messages; a desk beside a resting home and one in a running hub.
import { type DoorId, doorId, instant, milliseconds, wallTime } from '@portico/core'
import { describe, expect, it } from 'vitest'
import { type DeskParts, createDesk } from '../../src/control/desk.ts'
import { type StatusAnswer, readDeskAsk } from '../../src/control/desk-messages.ts'
import { LINE_BYTES_MAX, LineReader } from '../../src/control/line-reader.ts'

describe('an ask', () => {
  it.each([
    [
      { type: 'token-create', name: 'a', scopes: ['read', 'arm', 'read'] },
      { type: 'token-create', name: 'a', scopes: ['read', 'arm'] },
    ],
    [
      { type: 'token-revoke', name: 'Tür 1' },
      { type: 'token-revoke', name: 'Tür 1' },
    ],
    [
      { type: 'owner-link', name: null, role: null },
      { type: 'owner-link', name: null, role: null },
    ],
    [
      { type: 'owner-link', name: 'Anna', role: null },
      { type: 'owner-link', name: 'Anna', role: null },
    ],
    [
      { type: 'owner-link', name: 'Kim', role: 'child' },
      { type: 'owner-link', name: 'Kim', role: 'child' },
    ],
    [
      { type: 'presence', door: 'front' },
      { type: 'presence', door: 'front' },
    ],
    [
      { type: 'media-delete', session: 's_1', more: 1 },
      { type: 'media-delete', session: 's_1' },
    ],
    [{ type: 'token-list', more: 1 }, { type: 'token-list' }],
    [{ type: 'hooks', secret: 'planted' }, { type: 'hooks' }],
    [{ type: 'rules-code', code: 'planted' }, { type: 'rules-code' }],
    [{ type: 'status' }, { type: 'status' }],
  ])('is taken with what belongs to it and nothing else: %j', (sent, taken) => {
    expect(readDeskAsk(sent)).toEqual(taken)
  })

  it.each([
    null,
    [],
    'hooks',
    {},
    { type: 'open' },
    { type: 'toString' },
    { type: 'token-create', name: 'a' },
    { type: 'token-create', name: 'a', scopes: [] },
    { type: 'token-create', name: 'a', scopes: 'read' },
    { type: 'token-create', name: 'a', scopes: ['open'] },
    { type: 'token-create', name: '', scopes: ['read'] },
    { type: 'token-create', name: 'x'.repeat(65), scopes: ['read'] },
    { type: 'token-create', name: 'a\nb', scopes: ['read'] },
    { type: 'token-create', name: '-a', scopes: ['read'] },
    { type: 'token-revoke' },
    { type: 'owner-link' },
    { type: 'owner-link', name: 7, role: null },
    { type: 'owner-link', name: 'Anna' },
    { type: 'owner-link', name: 'Anna', role: 'owner' },
    { type: 'presence', door: 7 },
    { type: 'presence', door: 'x'.repeat(65) },
  ])('is none: %j', (sent) => {
    expect(readDeskAsk(sent)).toBeNull()
  })
})

describe('lines', () => {
  const text = (lines: readonly string[] | null): string => (lines ?? ['too long']).join('|')

  it('are cut wherever the bytes were cut', () => {
    const reader = new LineReader()
    const bytes = Buffer.from('ü\nb\n\nc')
    expect([...bytes].flatMap((byte) => reader.push(Uint8Array.of(byte)) ?? [])).toEqual(['ü', 'b', ''])
    expect(text(reader.push(Buffer.from('\n')))).toBe('c')
  })

  it('may be as long as is ever sent, and not longer', () => {
    const reader = new LineReader()
    expect(reader.push(Buffer.alloc(LINE_BYTES_MAX, 'x'))).toEqual([])
    expect(reader.push(Buffer.from('x'))).toBeNull()
  })
})

const people: DeskParts['people'] = {
  mintLink: async (name) => ({ secret: `link of ${name}`, goodFor: milliseconds(900_000) }),
}
const tokens: DeskParts['tokens'] = {
  all: [],
  create: async () => {
    throw new Error('not asked here')
  },
  revoke: async () => false,
}

/** A shelf with as many pictures of one visit. */
const shelfWith = (pictures: number): DeskParts['films'] => ({
  terms: { visitDays: 14, ringDays: 3 },
  all: async () => [],
  room: async () => ({ state: 'good', freeBytes: 2_000, reserveBytes: 1_000, visits: 7, hours: 1.5 }),
  remove: async (session) => (session === 's_1' ? pictures : 0),
})
const clock = { wall: () => wallTime(0) }

describe('the desk', () => {
  const resting = createDesk({
    people,
    tokens,
    sources: new Map(),
    films: shelfWith(0),
    clock,
    running: null,
  })
  const status: StatusAnswer = {
    pid: 1,
    ready: true,
    reasons: [],
    degraded: [],
    house: 'https://hub.lan',
    secure: null,
    street: null,
    simulated: false,
    cameras: [],
  }
  const asked: DoorId[] = []
  const running = createDesk({
    people,
    tokens,
    sources: new Map(),
    films: shelfWith(3),
    clock,
    running: {
      mintCode: (door) => {
        asked.push(door)
        const minted = { code: 'c', door, minted: instant(1), goodFor: milliseconds(60_000) }
        return door === doorId('front') ? minted : null
      },
      mintRuleCode: async () => ({ code: 'ABCD1234', goodFor: milliseconds(600_000) }),
      status: () => status,
      sources: () => ({ sources: [], off: [], publicUrl: null }),
      mailboxes: () => [],
      bridges: () => [],
    },
  })

  it('deletes the pictures of a visit, and knows no other', async () => {
    expect(await running({ type: 'media-delete', session: 's_1' })).toEqual({ deleted: 3 })
    await expect(resting({ type: 'media-delete', session: 's_1' })).rejects.toMatchObject({
      code: 'HUB_COMMAND_UNKNOWN',
    })
  })

  it('tells what films there are and how much room, of a resting home too', async () => {
    for (const desk of [resting, running]) {
      expect(await desk({ type: 'film-list' })).toEqual([])
      expect(await desk({ type: 'film-store' })).toMatchObject({ visits: 7, hours: 1.5, next: null })
    }
  })

  it('beside a resting home says that these need a running hub', async () => {
    for (const ask of [
      { type: 'status' },
      { type: 'rules-code' },
      { type: 'presence', door: 'front' },
    ] as const)
      await expect(resting(ask)).rejects.toMatchObject({
        code: 'HUB_COMMAND_OFFLINE',
        message: 'no hub runs on this data folder: start it first (portico start)',
      })
  })

  it('does not know where a resting house will be, and knows where a running one is', async () => {
    expect(await resting({ type: 'owner-link', name: null, role: null })).toEqual({
      secret: 'link of null',
      goodForMs: 900_000,
      house: null,
    })
    expect(await running({ type: 'owner-link', name: 'Anna', role: null })).toMatchObject({
      secret: 'link of Anna',
      house: 'https://hub.lan',
    })
  })

  it('mints codes for doors that the home has', async () => {
    expect(await running({ type: 'presence', door: 'front' })).toEqual({ code: 'c', goodForMs: 60_000 })
    await expect(running({ type: 'presence', door: 'back' })).rejects.toMatchObject({
      code: 'HUB_COMMAND_UNKNOWN',
      message: 'no door back: see the settings',
    })
    expect(asked).toEqual(['front', 'back'])
  })

  it('mints a code that loosens a rule', async () => {
    expect(await running({ type: 'rules-code' })).toEqual({ code: 'ABCD1234', goodForMs: 600_000 })
  })

  it('tells how the hub is', async () => {
    expect(await running({ type: 'status' })).toEqual(status)
  })
})
