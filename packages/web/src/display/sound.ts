// The wall's voice: a chime for the bell, a call for an alarm. Where the browser lets nothing sound before somebody has
// touched it, the wall is silent and says so; what it shows does not depend on it.
import { signal } from '@preact/signals'

/** Hz and when each begins, s. */
const chime: readonly Tone[] = [
  { hertz: 784, at: 0, lasts: 0.5 },
  { hertz: 622, at: 0.45, lasts: 0.9 },
]
const call: readonly Tone[] = [
  { hertz: 880, at: 0, lasts: 0.35 },
  { hertz: 660, at: 0.4, lasts: 0.35 },
  { hertz: 880, at: 0.8, lasts: 0.35 },
]
const LOUD = 0.25

interface Tone {
  readonly hertz: number
  readonly at: number
  readonly lasts: number
}

/** Sound was wanted and the browser did not let it: a touch would. */
export const isMute = signal(false)

let context: AudioContext | null = null

async function play(tones: readonly Tone[]): Promise<void> {
  if (globalThis.AudioContext === undefined) return
  context ??= new AudioContext()
  const { state } = context
  if (state === 'suspended') {
    // It stays pending until somebody touches the page: the tones of now are not wanted then.
    void context.resume().catch(() => {})
    isMute.value = true
    return
  }
  isMute.value = false
  for (const tone of tones) sound(context, tone)
}

function sound(at: AudioContext, { hertz, at: begins, lasts }: Tone): void {
  const tone = at.createOscillator()
  const volume = at.createGain()
  const start = at.currentTime + begins
  tone.frequency.value = hertz
  volume.gain.setValueAtTime(LOUD, start)
  volume.gain.exponentialRampToValueAtTime(0.001, start + lasts)
  tone.connect(volume).connect(at.destination)
  tone.addEventListener('ended', () => volume.disconnect())
  tone.start(start)
  tone.stop(start + lasts)
}

export const soundBell = (): void => void play(chime)
export const soundAlarm = (): void => void play(call)

/** Somebody touched the screen: from now on it may sound. */
export function unmute(): void {
  if (context?.state === 'suspended') void context.resume().catch(() => {})
  isMute.value = false
}
