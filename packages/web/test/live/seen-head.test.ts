// A head that this browser has seen is proof against a house that tells another story later, and no false alarm where
// heads only arrive late.
import { expect, test } from 'vitest'
import { type Head, contradicts, noteEvent, noteHead, seenHead } from '../../src/live/seen-head.ts'

const head = (upTo: number, wall: number, hash = `${upTo}`.padStart(64, '0')): Head => ({
  upTo,
  wall,
  hash,
  key: 'k',
  sig: 's',
})

test('another line of the same number contradicts, and one that was signed later and stands earlier', () => {
  const seen = head(10, 1_000)
  expect(contradicts(seen, head(10, 1_000))).toBe(false)
  expect(contradicts(seen, head(10, 1_000, 'f'.repeat(64)))).toBe(true)
  expect(contradicts(seen, head(11, 1_001))).toBe(false)
  // An older one that comes late, after a new connection for instance.
  expect(contradicts(seen, head(9, 900))).toBe(false)
  expect(contradicts(seen, head(9, 1_100))).toBe(true)
})

test('the newest head is kept; what contradicts it is kept beside it, and never takes its place', () => {
  const event = { seq: 12, home: 'home', door: null, session: null }
  noteHead(head(5, 500))
  noteEvent({ ...event, type: 'Checkpoint', wall: 600, data: { upTo: 6, hash: 'a', key: 'k', sig: 's' } })
  noteEvent({ ...event, type: 'DoorSecured', wall: 700, data: { upTo: 9, hash: 'b', key: 'k', sig: 's' } })
  noteEvent({ ...event, type: 'Checkpoint', wall: 700, data: { upTo: 7 } })
  noteHead(head(4, 400))
  expect(seenHead.value).toEqual({ head: { ...head(6, 600), hash: 'a' }, against: null })
  const other = head(2, 900)
  noteHead(other)
  noteHead(head(8, 1_000))
  expect(seenHead.value).toEqual({ head: { ...head(6, 600), hash: 'a' }, against: other })
})
