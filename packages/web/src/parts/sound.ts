// The voice of a page: tones one after the other. A browser may forbid them until somebody has touched the page; then
// the page is silent and says so, and what it shows does not depend on being heard.
import { signal } from '@preact/signals'

export interface Tone {
  readonly hertz: number
  /** When it begins and how long it lasts, s. */
  readonly at: number
  readonly lasts: number
}

const LOUDNESS = 0.25

/** Sound was wanted and the browser did not let it: a touch would. */
export const isMuted = signal(false)

let context: AudioContext | null = null

/** Somebody touched the page: from now on it may sound. */
function unmute(): void {
  if (context?.state === 'suspended') void context.resume().catch(() => {})
  isMuted.value = false
}

function audio(): AudioContext | null {
  if (globalThis.AudioContext === undefined) return null
  if (!context) {
    context = new AudioContext()
    addEventListener('pointerdown', unmute)
    addEventListener('keydown', unmute)
  }
  return context
}

function sound(at: AudioContext, { hertz, at: begins, lasts }: Tone): void {
  const tone = at.createOscillator()
  const volume = at.createGain()
  const start = at.currentTime + begins
  tone.frequency.value = hertz
  volume.gain.setValueAtTime(LOUDNESS, start)
  volume.gain.exponentialRampToValueAtTime(0.001, start + lasts)
  tone.connect(volume).connect(at.destination)
  tone.addEventListener('ended', () => volume.disconnect())
  tone.start(start)
  tone.stop(start + lasts)
}

export function play(tones: readonly Tone[]): void {
  const speaker = audio()
  if (!speaker) return
  isMuted.value = speaker.state !== 'running'
  if (speaker.state === 'running') for (const tone of tones) sound(speaker, tone)
  // It stays pending until somebody touches the page: the tones of now are not wanted then.
  else void speaker.resume().catch(() => {})
}
