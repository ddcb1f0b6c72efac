// What calls on a page also sounds and, where it can, vibrates: two tones for the bell, a swell for an alarm. The same on
// a phone and on the wall: whoever lives here knows them.
import { type Tone, play } from './sound.ts'

export type Call = 'alarm' | 'ring' | 'ask'

interface Signal {
  readonly tones: readonly Tone[]
  /** Ms until it is heard again; null: once. */
  readonly everyMs: number | null
  readonly vibration: readonly number[]
}

const row = (lasts: number, ...pitches: readonly number[]): readonly Tone[] =>
  pitches.map((hertz, place) => ({ hertz, at: place * lasts, lasts }))

const signals: Readonly<Record<Call, Signal>> = {
  alarm: { tones: row(0.18, 880, 660, 880, 660), everyMs: 1_500, vibration: [400, 150, 400] },
  ring: { tones: row(0.42, 659, 523), everyMs: 8_000, vibration: [300, 200, 300] },
  ask: { tones: row(0.22, 523, 659), everyMs: null, vibration: [200] },
}

function give({ tones, vibration }: Signal): void {
  // Vibration is refused, with a warning, before the page was touched.
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([...vibration])
  play(tones)
}

/** Calls until it is disposed of. */
export function call(what: Call): Disposable {
  const given = signals[what]
  give(given)
  const again = given.everyMs === null ? undefined : setInterval(() => give(given), given.everyMs)
  return {
    [Symbol.dispose]() {
      clearInterval(again)
      if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(0)
    },
  }
}
