// Sound and vibration beside what calls: two tones for the bell, a swell for an alarm. A browser may forbid the sound
// until the page was touched; then the page says so, and what is seen is enough by itself.
import { signal } from '@preact/signals'

export type Call = 'alarm' | 'ring' | 'ask'

interface Tone {
  /** Hz, one after the other. */
  readonly pitches: readonly number[]
  readonly eachMs: number
  /** Ms until it is heard again; null: once. */
  readonly everyMs: number | null
  readonly vibration: readonly number[]
}

const tones: Readonly<Record<Call, Tone>> = {
  alarm: { pitches: [880, 660, 880, 660], eachMs: 180, everyMs: 1_500, vibration: [400, 150, 400] },
  ring: { pitches: [659, 523], eachMs: 420, everyMs: 8_000, vibration: [300, 200, 300] },
  ask: { pitches: [523, 659], eachMs: 220, everyMs: null, vibration: [200] },
}

const LOUDNESS = 0.2

/** The browser lets nothing be heard before the page was touched. */
export const isMuted = signal(false)

let context: AudioContext | null = null

function audio(): AudioContext | null {
  if (!globalThis.AudioContext) return null
  if (!context) {
    context = new AudioContext()
    const wake = (): void => void context?.resume().catch(() => {})
    addEventListener('pointerdown', wake)
    addEventListener('keydown', wake)
    const note = (): void => void (isMuted.value = context?.state !== 'running')
    context.addEventListener('statechange', note)
    note()
  }
  return context
}

function sound({ pitches, eachMs, vibration }: Tone): void {
  // Vibration is refused, with a warning, before the page was touched.
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([...vibration])
  const speaker = audio()
  if (!speaker || speaker.state !== 'running') return
  const gain = speaker.createGain()
  gain.gain.value = LOUDNESS
  gain.connect(speaker.destination)
  const voice = speaker.createOscillator()
  voice.connect(gain)
  for (const [place, pitch] of pitches.entries())
    voice.frequency.setValueAtTime(pitch, speaker.currentTime + (place * eachMs) / 1000)
  voice.start()
  voice.stop(speaker.currentTime + (pitches.length * eachMs) / 1000)
}

/** Calls until it is disposed of. */
export function call(what: Call): Disposable {
  const tone = tones[what]
  sound(tone)
  const again = tone.everyMs === null ? undefined : setInterval(() => sound(tone), tone.everyMs)
  return {
    [Symbol.dispose]() {
      clearInterval(again)
      if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(0)
    },
  }
}
