// Goal: a simulated camera is heard as a real one is: in the payload of its kind, in time, and only while somebody
// listens. Method: the source by itself, time by the machine, the tone found by Goertzel's filter.
import { decodeMuLaw } from '@portico/rtp'
import { expect, it } from 'vitest'
import { PORCH_TONE_HZ, PorchSound } from '../src/camera/porch-sound.ts'
import { systemClock } from '../src/house/system-clock.ts'

/** Share of the power that lies at a frequency, 0–1. */
function powerAt(samples: readonly number[], hertz: number): number {
  const angle = (2 * Math.PI * hertz) / 8_000
  let [sine, cosine, all] = [0, 0, 0]
  for (const [i, sample] of samples.entries()) {
    sine += sample * Math.sin(angle * i)
    cosine += sample * Math.cos(angle * i)
    all += sample * sample
  }
  return (2 * (sine * sine + cosine * cosine)) / (samples.length * all)
}

it('sends a tone and a hum, one packet behind the other, until the last listener leaves', async () => {
  const clock = systemClock('ear')
  const source = new PorchSound(clock)
  const heard: { readonly payload: Uint8Array; readonly rtpTime: number; readonly heardWallMs: number }[] = []
  const enough = Promise.withResolvers<void>()
  const leave = source.follow((sound) => {
    heard.push(sound)
    if (heard.length === 10) enough.resolve()
  })
  await enough.promise
  leave()
  const count = heard.length
  const samples = heard.flatMap(({ payload }) => [...payload].map(decodeMuLaw))
  expect(powerAt(samples, PORCH_TONE_HZ)).toBeGreaterThan(0.7)
  expect(powerAt(samples, 100)).toBeGreaterThan(0.08)
  expect(powerAt(samples, 1_000)).toBeLessThan(0.01)
  const steps = heard.slice(1).map(({ rtpTime }, i) => rtpTime - (heard[i]?.rtpTime ?? 0))
  expect(new Set(steps)).toEqual(new Set([800]))
  expect(Math.abs((heard.at(-1)?.heardWallMs ?? 0) - Date.now())).toBeLessThan(500)
  const again = Promise.withResolvers<void>()
  const leaveAgain = source.follow(() => again.resolve())
  await again.promise
  leaveAgain()
  expect(heard).toHaveLength(count)
})
