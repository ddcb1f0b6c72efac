// Goal: a tampered stream is what a thief on the network could make of it: old pictures with old signatures, never new
// ones. Method: pictures of a camera of ten a second, one after the other, through the pure state.
import { describe, expect, it } from 'vitest'
import {
  KEPT_MAX,
  type StreamFault,
  type StreamState,
  type TakenPicture,
  initialStream,
  passPicture,
  setStreamFault,
} from '../src/camera/stream-fault.ts'

/** The n-th picture: its one NAL holds n, and every tenth is a key picture. */
const picture = (n: number, key = n % 10 === 0): TakenPicture => ({
  nals: [Uint8Array.of(n)],
  key,
  rtpTime: n * 9_000,
  capturedWallMs: 1_000_000 + n * 100,
  mono: n * 100,
})

interface Sent {
  /** Which picture, and in the place of which it was sent. */
  readonly shown: number
  readonly during: number
  readonly key: boolean
  readonly wall: number
}

/** Takes pictures `from` up to `to`, with the fault set before the one where it stands. */
function film(from: number, to: number, faults: Readonly<Record<number, StreamFault>> = {}): Sent[] {
  const sent: Sent[] = []
  let state: StreamState = initialStream
  for (let n = from; n < to; n++) {
    const fault = faults[n]
    if (fault) state = setStreamFault(state, fault)
    const step = passPicture(state, picture(n))
    state = step.state
    for (const out of step.out)
      sent.push({ shown: out.nals[0]?.[0] ?? -1, during: n, key: out.key, wall: out.capturedWallMs })
  }
  return sent
}

const shown = (sent: readonly Sent[]): number[] => sent.map((each) => each.shown)
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)

describe('a stream', () => {
  it('that nobody touches is passed as it is', () => {
    expect(shown(film(0, 25))).toEqual(range(0, 25))
  })

  it('that is frozen repeats its last key picture under the time of the new ones', () => {
    const frozen = film(0, 40, { 25: 'freeze' }).filter((each) => each.during >= 25)
    expect(new Set(shown(frozen))).toEqual(new Set([20]))
    expect(frozen).toHaveLength(15)
    expect(frozen.map((each) => each.wall)).toEqual(range(25, 40).map((n) => 1_000_000 + n * 100))
    expect(frozen.every((each) => each.key)).toBe(true)
  })

  it('that loops plays its last five seconds and more, from a key picture, over and over', () => {
    const looped = film(0, 200, { 83: 'loop' }).filter((each) => each.during >= 83)
    const tape = range(30, 83)
    expect(shown(looped).slice(0, tape.length)).toEqual(tape)
    expect(shown(looped).slice(tape.length, 2 * tape.length)).toEqual(tape)
  })

  it('that is silent sends nothing, and goes on at a key picture', () => {
    const sent = film(0, 60, { 15: 'silent', 43: 'off' })
    expect(shown(sent)).toEqual([...range(0, 15), ...range(50, 60)])
  })

  it('that is late sends everything three seconds after, with its true time', () => {
    const late = film(0, 80, { 20: 'late' }).filter((each) => each.during >= 20)
    expect(late[0]).toEqual({ shown: 20, during: 50, key: true, wall: 1_002_000 })
    expect(shown(late)).toEqual(range(20, 50))
  })

  it('that is on time again leaves out what was held back', () => {
    const sent = film(0, 90, { 20: 'late', 65: 'off' }).filter((each) => each.during >= 65)
    expect(shown(sent)).toEqual(range(70, 90))
  })

  it('that is black is passed: the lens is covered, not the wire', () => {
    expect(shown(film(0, 40, { 20: 'black' }))).toEqual(range(0, 40))
  })

  it('that is frozen before its first picture sends nothing', () => {
    expect(film(0, 30, { 0: 'freeze' })).toEqual([])
  })

  it('keeps a bounded number of pictures, whatever the camera sends', () => {
    let state = initialStream
    for (let n = 0; n < 1_000; n++) state = passPicture(state, { ...picture(n, n === 0), mono: n }).state
    expect(state.kept.length).toBeLessThanOrEqual(KEPT_MAX)
    for (let n = 0; n < 1_000; n++) state = passPicture(setStreamFault(state, 'late'), picture(n)).state
    expect(state.held.length).toBeLessThanOrEqual(KEPT_MAX)
  })
})
