// Goal: a picture's age is never made up. Method: stamps beside what the hub said of its clock, over the wrap and beyond
// what is known.
import { expect, test } from 'vitest'
import { RtpClock } from '../../src/live/rtp-clock.ts'
import { iceServersIn } from '../../src/live/whep-session.ts'

test('a stamp is a time by the clock that the hub told, before it and after it', () => {
  const clock = new RtpClock()
  clock.note(900_000, 5_000)
  expect(clock.capturedAt(900_000, 5_000)).toBe(5_000)
  expect(clock.capturedAt(900_000 - 36_000, 5_010)).toBe(4_600)
  expect(clock.capturedAt(900_000 + 180_000, 7_100)).toBe(7_000)
})

test('also where the stamps begin anew', () => {
  const clock = new RtpClock()
  clock.note(90, 5_000)
  expect(clock.capturedAt(2 ** 32 - 90, 5_000)).toBeCloseTo(4_998)
  clock.note(2 ** 32 - 90, 5_000)
  expect(clock.capturedAt(90, 5_010)).toBeCloseTo(5_002)
})

test('an odd stamp, a clock that nobody told, and one told long ago say nothing', () => {
  const clock = new RtpClock()
  expect(clock.capturedAt(900_000, 5_000)).toBe(null)
  clock.note(900_000, 5_000)
  expect(clock.capturedAt(900_001, 5_000)).toBe(null)
  expect(clock.capturedAt(900_000, 205_001)).toBe(null)
})

test('the servers that help from outside are read as they are written', () => {
  expect(iceServersIn(null)).toEqual([])
  const links = [
    '<stun:stun.example>; rel="ice-server"',
    String.raw`<turn:turn.example:3479?transport=tcp>; rel="ice-server"; username="house, 2"; credential="a \"b\" \\ c"; credential-type="password"`,
    '<https://example/other>; rel="next"',
  ].join(', ')
  expect(iceServersIn(links)).toEqual([
    { urls: 'stun:stun.example' },
    { urls: 'turn:turn.example:3479?transport=tcp', username: 'house, 2', credential: String.raw`a "b" \ c` },
  ])
})
