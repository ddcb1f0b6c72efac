// How a stored picture isSeen for the entry that it was taken for.
import { type Instant, after, milliseconds } from '../time.ts'
import type { Frames } from './hot-state.ts'
import type { DoorEvent } from './events.ts'

export const noFrames: Frames = {
  good: 0,
  newest: null,
  newestGood: null,
  lastChanged: false,
  grade: 'relative',
  doubt: null,
}

/** A picture from later than now, but for what clocks differ, has a wrong time: nothing is known of its age. */
const AHEAD_MAX = milliseconds(250)

type FrameStored = Extract<DoorEvent, { type: 'FrameStored' }>

/** A picture isSeen when it is on the disk and shows something new, and not a cloth before the lens. */
export const isSeen = ({ durable, changed, doubt }: FrameStored): boolean =>
  durable && changed && doubt !== 'covered'

/** Only what was taken at `since` or later proves anything. */
export function addFrame(frames: Frames, event: FrameStored, since: Instant): Frames {
  if (event.captured > after(event.mono, AHEAD_MAX)) return { ...frames, lastChanged: false }
  const good = isSeen(event) && event.captured >= since
  const later = (a: Instant | null, b: Instant): Instant => (a === null || b > a ? b : a)
  return {
    good: frames.good + (good ? 1 : 0),
    newest: event.durable ? later(frames.newest, event.captured) : frames.newest,
    newestGood: good ? later(frames.newestGood, event.captured) : frames.newestGood,
    lastChanged: event.durable ? event.changed : frames.lastChanged,
    grade: event.grade,
    doubt: event.doubt ?? null,
  }
}
