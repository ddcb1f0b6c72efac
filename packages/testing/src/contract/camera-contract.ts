// What every camera that a plugin offers promises, as one suite for its author. What the hub makes of its pictures is
// judged where they arrive; here it is whether they can be told from what a thief replays. The numbers are the faults of
// the safety design (section 3).
import type { StreamSource } from '@portico/plugin-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** One picture as a viewer with the camera's key sees it. */
export interface SeenPicture {
  /** SHA-256 of its bytes, hex. */
  readonly sha256: string
  /** Unix ms at which the camera says that it was taken; null: it does not say. */
  readonly captured: number | null
  /** Null: no valid signature of this camera. */
  readonly signature: { readonly counter: number; readonly nonce: string | null } | null
}

export interface CameraUnderTest extends AsyncDisposable {
  readonly source: StreamSource
  /** The next so many from now on. */
  pictures(count: number): Promise<readonly SeenPicture[]>
  /** Puts a number to the camera that nobody could foresee, 32 hex digits. */
  challenge(nonce: string): Promise<void>
  /** What a thief does to its stream; `off` ends it. Null: that cannot be done to this one. */
  tamper(how: 'freeze' | 'loop' | 'off'): Promise<void> | null
}

const NONCES = ['0123456789abcdef0123456789abcdef', 'fedcba9876543210fedcba9876543210'] as const
/** Pictures within which a camera has to answer a challenge: at five a second that is 3 s. */
const ANSWER_WITHIN = 15

const isRising = (numbers: readonly number[]): boolean =>
  numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? 0))
const countersOf = (pictures: readonly SeenPicture[]): readonly number[] =>
  pictures.map(({ signature }) => signature?.counter ?? -1)

/** @param open a camera that sees a scene and is well; opened once for the whole suite, which may take a minute */
export function cameraContract(name: string, open: () => Promise<CameraUnderTest>): void {
  describe(`${name} keeps the contract of a camera`, { timeout: 60_000 }, () => {
    let camera: CameraUnderTest
    beforeAll(async () => {
      camera = await open()
    }, 60_000)
    afterAll(() => camera[Symbol.asyncDispose]())
    const isSigning = (): boolean => camera.source.liveness.method === 'signed'

    test('is named by an address without credentials, and these apart', () => {
      const { rtsp, username, password } = camera.source
      const url = new URL(rtsp)
      expect([url.protocol, url.username, url.password]).toEqual(['rtsp:', '', ''])
      expect((username === null) === (password === null)).toBe(true)
    })

    test('that calls itself signed has a key of 16 bytes at least; another promises nothing', () => {
      const { liveness } = camera.source
      if (liveness.method !== 'signed') return expect(liveness).toEqual({ method: 'none' })
      expect(liveness.key).toMatch(/^(?:[0-9a-f]{2}){16,}$/)
    })

    test('F22, F23: sends pictures that differ, counted upwards, under its own time', async () => {
      const seen = await camera.pictures(10)
      expect(new Set(seen.map(({ sha256 }) => sha256)).size).toBe(seen.length)
      if (!isSigning()) return
      expect(countersOf(seen).every((counter) => counter >= 0)).toBe(true)
      expect(isRising(countersOf(seen))).toBe(true)
      expect(isRising(seen.map(({ captured }) => captured ?? 0))).toBe(true)
    })

    test('signs the number that is put to it, and the next one after it; or nothing at all', async () => {
      if (!isSigning()) {
        const seen = await camera.pictures(3)
        return expect(seen.map(({ signature }) => signature ?? null)).toEqual(seen.map(() => null))
      }
      for (const nonce of NONCES) {
        await camera.challenge(nonce)
        const answered = (await camera.pictures(ANSWER_WITHIN)).filter(
          ({ signature }) => signature?.nonce === nonce,
        )
        expect(answered.length).toBeGreaterThan(0)
      }
    })

    test.each([
      ['F22', 'freeze'],
      ['F23', 'loop'],
    ] as const)('%s: under %s its signatures do not go on, and no new number is answered', async (_, how) => {
      // Of one that does not sign nothing can be told from its pictures: the owner is asked, and told so.
      const tampering = isSigning() ? camera.tamper(how) : null
      if (tampering === null) return
      await tampering
      try {
        // Whatever was still on its way has arrived.
        await camera.pictures(5)
        const nonce = (how === 'freeze' ? 'aa' : 'bb').repeat(16)
        await camera.challenge(nonce)
        // A loop has to come round to be one.
        const seen = await camera.pictures(how === 'loop' ? ANSWER_WITHIN * 2 : ANSWER_WITHIN)
        expect(isRising(countersOf(seen))).toBe(false)
        expect(seen.filter(({ signature }) => signature?.nonce === nonce)).toEqual([])
      } finally {
        await camera.tamper('off')
      }
    })
  })
}
