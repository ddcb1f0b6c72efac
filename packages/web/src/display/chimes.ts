// What the wall sounds: a chime for the bell, a call for an alarm.
import { type Tone, play } from '../parts/sound.ts'

const chime: readonly Tone[] = [
  { hertz: 784, at: 0, lasts: 0.5 },
  { hertz: 622, at: 0.45, lasts: 0.9 },
]
const call: readonly Tone[] = [
  { hertz: 880, at: 0, lasts: 0.35 },
  { hertz: 660, at: 0.4, lasts: 0.35 },
  { hertz: 880, at: 0.8, lasts: 0.35 },
]

export const soundBell = (): void => play(chime)
export const soundAlarm = (): void => play(call)
