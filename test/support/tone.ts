// Sound for tests: two tones in turn as a WAV file for a microphone, and how loud a tone is in what a camera heard.
import { decodeMuLaw } from '@portico/rtp'

const RATE = 48_000
/** One after the other: what removes noise takes a single steady tone for it. */
export const TONES = [700, 1_300] as const
const TURN_S = 0.25

/** Ten seconds, mono, 16 bit. */
export function toneFile(): Buffer {
  const samples = Buffer.alloc(10 * RATE * 2)
  for (let at = 0; at < 10 * RATE; at += 1) {
    const hertz = TONES[Math.floor(at / (TURN_S * RATE)) % 2] ?? 0
    samples.writeInt16LE(Math.round(12_000 * Math.sin((2 * Math.PI * hertz * at) / RATE)), 2 * at)
  }
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(RATE, 24)
  head.writeUInt32LE(2 * RATE, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}

/** G.711 µ-law: of each sample the byte whose sound is nearest. */
export function muLawTone(hertz: number, seconds: number): Buffer {
  const codes = Array.from({ length: 256 }, (_, byte) => byte)
  const nearest = (sample: number): number =>
    codes.reduce((best, byte) =>
      Math.abs(decodeMuLaw(byte) - sample) < Math.abs(decodeMuLaw(best) - sample) ? byte : best,
    )
  const sampleAt = (at: number): number => 12_000 * Math.sin((2 * Math.PI * hertz * at) / 8_000)
  return Buffer.from(Array.from({ length: seconds * 8_000 }, (_, at) => nearest(sampleAt(at))))
}

/** Share of a tone in sound of G.711 µ-law or linear, from 0 to 1 (Goertzel's algorithm over stretches of 50 ms). */
export function shareOf(hertz: number, heard: Uint8Array | readonly number[]): number {
  const sound = heard instanceof Uint8Array ? Array.from(heard, (byte) => decodeMuLaw(byte)) : heard
  const whole = sound.reduce((sum, each) => sum + each * each, 0)
  if (whole === 0) return 0
  const stretch = 400
  const factor = 2 * Math.cos((2 * Math.PI * hertz) / 8_000)
  let found = 0
  for (let from = 0; from + stretch <= sound.length; from += stretch) {
    let [one, two] = [0, 0]
    for (const each of sound.slice(from, from + stretch)) [one, two] = [each + factor * one - two, one]
    found += (2 * (one * one + two * two - factor * one * two)) / stretch
  }
  return found / whole
}

/** Loudness from 0 to 1. */
export const loudnessOf = (muLaw: Uint8Array): number =>
  Math.sqrt(
    muLaw.reduce((sum, byte) => sum + (decodeMuLaw(byte) / 32_768) ** 2, 0) / Math.max(1, muLaw.length),
  )
