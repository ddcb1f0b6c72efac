// A short soak of the camera engine: cameras that hang up three times a second, people who look and go, films, stills and
// masks at once. Nothing fails, and nothing is left behind. The long one is `npm run soak:cameras`.
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { soakCameras } from '../support/camera-soak.ts'

test.skipIf(!existsSync('/proc/self/fd'))(
  'cameras that are cut off all the time leave nothing behind',
  async () => {
    const { before, after, counts, faults } = await soakCameras({
      lastsMs: 5_000,
      least: 4,
      cameras: 3,
      cutEveryMs: 900,
      sampleEveryMs: 1_000,
      goneAfterMs: 1_000,
    })
    expect(faults).toEqual([])
    expect(counts.cuts).toBeGreaterThan(5)
    expect(counts.looks + counts.films + counts.stills).toBeGreaterThanOrEqual(4)
    // The threads that decode and that serve viewers stay; connections, viewers and films do not.
    expect(after.handles - before.handles).toBeLessThanOrEqual(24)
    // Those two, and the pools of Node and of the drawing library, which begin with the first work and stay.
    expect(after.threads - before.threads).toBeLessThanOrEqual(16)
  },
  60_000,
)
