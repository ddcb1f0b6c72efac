// How the stream of a camera is tampered with between its encoder and its viewers, as a saboteur on the network would:
// he can repeat, hold back and silence what the camera has signed, but he cannot sign.
import { assertNever } from '@portico/plugin-api'
import type { OutgoingPicture } from '@portico/rtp'

export const streamFaults = [
  'off',
  'freeze',
  'loop',
  'black',
  'silent',
  'late',
  'cover',
  'shift',
  'blur',
  'replay',
  'clock',
] as const
/**
 * `freeze` repeats one picture with its old signature, `loop` the last five seconds; `late` holds everything back for
 * three seconds; `silent` keeps the connection and sends nothing. What happens before or at the lens is true and signed:
 * `black` and `cover` are something before it, dark or bright; `shift` turns the camera, `blur` takes its focus.
 * `replay` is five seconds of an empty house again and again, with fresh noise and the right time. `clock` is a camera that
 * takes it for two hours earlier.
 */
export type StreamFault = (typeof streamFaults)[number]

export const LOOP_MS = 5_000
export const LATE_MS = 3_000
export const WRONG_CLOCK_MS = 2 * 3_600_000
/** Pictures kept for a loop, and held back at most. */
export const KEPT_MAX = 128

/** A signed picture and when it was taken, monotonic ms. */
export interface TakenPicture extends OutgoingPicture {
  readonly mono: number
}

export interface StreamState {
  readonly fault: StreamFault
  /** The newest pictures, beginning with a key picture, at least `LOOP_MS` of them once there are so many. */
  readonly kept: readonly TakenPicture[]
  /** What `freeze` and `loop` play, and how far they are. */
  readonly tape: readonly TakenPicture[]
  readonly played: number
  /** Held back by `late`. */
  readonly held: readonly TakenPicture[]
  /** After a gap viewers can only go on at a key picture. */
  readonly waitsForKey: boolean
}

export const initialStream: StreamState = {
  fault: 'off',
  kept: [],
  tape: [],
  played: 0,
  held: [],
  waitsForKey: false,
}

const fromLastKey = (pictures: readonly TakenPicture[]): readonly TakenPicture[] => {
  const key = pictures.findLast((picture) => picture.key)
  return key ? [key] : []
}

export function setStreamFault(state: StreamState, fault: StreamFault): StreamState {
  const tape = fault === 'freeze' ? fromLastKey(state.kept) : fault === 'loop' ? state.kept : []
  return { ...state, fault, tape, played: 0, held: [], waitsForKey: true }
}

/** Drops old groups of pictures from the front, never so many that less than `LOOP_MS` is left. */
function keep(kept: readonly TakenPicture[], added: TakenPicture): readonly TakenPicture[] {
  const all = [...kept, added]
  const enough = all.findLastIndex((picture) => picture.key && added.mono - picture.mono >= LOOP_MS)
  const bounded = enough > 0 ? all.slice(enough) : all
  if (bounded.length <= KEPT_MAX) return bounded
  const nextKey = bounded.findIndex((picture, i) => i > 0 && picture.key)
  return nextKey < 0 ? [added].filter((picture) => picture.key) : bounded.slice(nextKey)
}

export interface StreamStep {
  readonly state: StreamState
  readonly out: readonly OutgoingPicture[]
}

/** One picture comes from the encoder; what is sent instead of it. */
export function passPicture(state: StreamState, picture: TakenPicture): StreamStep {
  const kept = { ...state, kept: keep(state.kept, picture) }
  switch (state.fault) {
    case 'off':
    case 'black':
    case 'cover':
    case 'shift':
    case 'blur':
    case 'replay':
      return pass(kept, picture)
    case 'clock':
      return pass(kept, { ...picture, capturedWallMs: picture.capturedWallMs - WRONG_CLOCK_MS })
    case 'freeze':
    case 'loop':
      return replay(kept, picture)
    case 'silent':
      return { state: { ...kept, waitsForKey: true }, out: [] }
    case 'late':
      return holdBack(kept, picture)
    default:
      return assertNever(state.fault)
  }
}

function pass(state: StreamState, picture: OutgoingPicture): StreamStep {
  if (state.waitsForKey && !picture.key) return { state, out: [] }
  return { state: { ...state, waitsForKey: false }, out: [picture] }
}

/** An old picture under the time of the new one: the thief of the stream writes what he likes around the signature. */
function replay(state: StreamState, { rtpTime, capturedWallMs }: TakenPicture): StreamStep {
  const old = state.tape[state.played % Math.max(1, state.tape.length)]
  if (!old) return { state, out: [] }
  const out = { nals: old.nals, key: old.key, rtpTime, capturedWallMs }
  return { state: { ...state, played: state.played + 1 }, out: [out] }
}

function holdBack(state: StreamState, picture: TakenPicture): StreamStep {
  const held = [...state.held, picture].slice(-KEPT_MAX)
  const due = held.filter((each) => picture.mono - each.mono >= LATE_MS)
  const waiting = { ...state, held: held.slice(due.length) }
  return due.reduce<StreamStep>(
    (before, each) => {
      const next = pass(before.state, each)
      return { state: next.state, out: [...before.out, ...next.out] }
    },
    { state: waiting, out: [] },
  )
}
