// Goal: what a feed is worth is judged rightly and in time: freeze, loop, black, delay, forgery; and a live, noisy
// scene raises no alarm. Method: model pictures by hash, model scenes by their samples, ten minutes of each.
import { instant } from '@portico/core'
import { signPicture } from '@portico/rtp'
import { describe, expect, it } from 'vitest'
import { ByteRepeats } from '../src/feed/byte-repeats.ts'
import { ContentWatch } from '../src/feed/content-watch.ts'
import { FeedHealth, type SeenPicture } from '../src/feed/feed-health.ts'
import { FINGERPRINT_HEIGHT, FINGERPRINT_WIDTH, distance, fingerprintOf } from '../src/feed/fingerprint.ts'
import { SignatureWatch } from '../src/feed/signature-watch.ts'
import { noise } from './test-camera.ts'

const key = Buffer.from('0123456789abcdef0123456789abcdef', 'hex')
const FRAME_MS = 100

/** Roughly normal, deviation 1. */
function gauss(random: () => number): number {
  let sum = 0
  for (let i = 0; i < 6; i += 1) sum += random()
  return (sum - 3) / Math.SQRT1_2
}

/** Samples of a scene that never moves but for the noise of its sensor and a slow drift of the light. */
function staticScene(sigma: number, seed: number): () => Uint8Array {
  const random = noise(seed)
  let count = 0
  return () => {
    count += 1
    const drift = 6 * Math.sin(count / 40)
    return Uint8Array.from({ length: FINGERPRINT_WIDTH * FINGERPRINT_HEIGHT }, (_, i) =>
      Math.round(90 + ((i * 13) % 70) + drift + sigma * gauss(random)),
    )
  }
}

function seen(count: number, change: Partial<SeenPicture> = {}): SeenPicture {
  const now = instant(count * FRAME_MS)
  const nals = [Uint8Array.of(0x41, 0x80, count)]
  return {
    nals,
    hash: count,
    bytes: 5_000,
    advanced: true,
    restarted: count === 0,
    captured: now,
    now,
    wall: 1_767_600_000_000 + now,
    ...change,
  }
}

/** A feed that has shown ten live pictures and some live key pictures. */
function liveHealth(signed = false): FeedHealth {
  const health = new FeedHealth(signed ? key : null)
  health.connection('live')
  const next = staticScene(2, 5)
  for (let i = 0; i < 10; i += 1) health.see(seen(i))
  for (let i = 0; i < 10; i += 1) {
    health.content.expect()
    health.content.see(next())
  }
  return health
}

describe('repeated bytes', () => {
  it('of one picture are frozen within half a second at ten a second', () => {
    const health = liveHealth()
    const changes = [1, 2, 3, 4, 5].map((i) => health.see(seen(9 + i, { hash: 9 })))
    expect(changes).toEqual([false, false, false, false, false])
    expect(health.state).toBe('frozen')
  })

  it('are frozen within a second at three a second too', () => {
    const repeats = new ByteRepeats()
    const frozenAt = Array.from({ length: 9 }, (_, i) => {
      repeats.see({ hash: 1, bytes: 5_000, now: i * 333 })
      return repeats.frozen
    }).indexOf(true)
    expect(frozenAt * 333).toBeLessThanOrEqual(1_000)
  })

  it('of a loop of six seconds are frozen half a second after it began anew', () => {
    const health = liveHealth()
    for (let i = 10; i < 70; i += 1) health.see(seen(i))
    for (let i = 70; i < 75; i += 1) expect(health.see(seen(i, { hash: i - 60 }))).toBe(false)
    expect(health.state).toBe('frozen')
  })

  it('of a loop of five minutes are found as well', () => {
    const repeats = new ByteRepeats()
    for (let i = 0; i < 3_000; i += 1) repeats.see({ hash: i, bytes: 5_000, now: i * 100 })
    for (let i = 0; i < 5; i += 1) repeats.see({ hash: i, bytes: 5_000, now: 300_000 + i * 100 })
    expect(repeats.frozen).toBe(true)
  })

  it('that come by chance now and then are no alarm, but no change either', () => {
    const repeats = new ByteRepeats()
    const verdicts = Array.from({ length: 200 }, (_, i) =>
      repeats.see({ hash: i % 10 === 9 ? 1 : 1_000 + i, bytes: 5_000, now: i * 100 }),
    )
    expect(repeats.frozen).toBe(false)
    expect(verdicts.filter(Boolean)).toHaveLength(19)
  })

  it('of tiny pictures, which say that nothing changed, are no alarm', () => {
    const repeats = new ByteRepeats()
    for (let i = 0; i < 50; i += 1) repeats.see({ hash: i % 16, bytes: 40, now: i * 100 })
    expect(repeats.frozen).toBe(false)
  })

  it('are over after five new pictures', () => {
    const health = liveHealth()
    for (let i = 10; i < 20; i += 1) health.see(seen(i, { hash: 9 }))
    const states = [20, 21, 22, 23, 24].map((i) => {
      health.see(seen(i))
      return health.state
    })
    expect(states).toEqual(['frozen', 'frozen', 'frozen', 'frozen', 'live'])
  })
})

describe('a live scene in which nothing moves', () => {
  it.each([1, 2, 3])('raises no alarm in ten minutes with noise of %i', (sigma) => {
    const watch = new ContentWatch()
    const next = staticScene(sigma, sigma)
    const contents = Array.from({ length: 600 }, () => {
      watch.expect()
      watch.see(next())
      return watch.content
    })
    expect(new Set(contents.slice(1))).toEqual(new Set(['alive']))
    expect(watch.frozen).toBe(false)
  })
})

describe('a picture', () => {
  it('is new only when its bytes are, its RTP time went on, and it is signed where it must be', () => {
    const health = liveHealth()
    expect(health.see(seen(10))).toBe(true)
    expect(health.see(seen(11, { advanced: false }))).toBe(false)
    expect(health.see(seen(12, { hash: 10 }))).toBe(false)
    expect(liveHealth(true).see(seen(10))).toBe(false)
  })
})

describe('what the pictures show', () => {
  it('is unknown until two key pictures were seen, and then trusted', () => {
    const health = new FeedHealth(null)
    health.connection('live')
    const next = staticScene(2, 1)
    expect(health.contentTrusted).toBe(false)
    health.content.see(next())
    expect(health.contentTrusted).toBe(false)
    health.content.see(next())
    expect(health.contentTrusted).toBe(true)
  })

  it('is still when a picture is coded anew from the same samples: no change at once, an alarm at the second', () => {
    const health = liveHealth()
    const frozen = staticScene(2, 77)()
    health.content.see(frozen)
    health.content.see(frozen)
    expect([health.contentTrusted, health.state]).toEqual([false, 'live'])
    health.content.see(frozen)
    expect([health.contentTrusted, health.state]).toEqual([false, 'frozen'])
  })

  it('is a loop when the scene of some time ago comes back twice at the same distance', () => {
    const health = liveHealth()
    const next = staticScene(2, 3)
    const recorded = Array.from({ length: 20 }, () => next())
    for (const samples of recorded) health.content.see(samples)
    expect(health.state).toBe('live')
    // Coded anew, a sample or two differ.
    const played = recorded
      .slice(0, 3)
      .map((samples) => samples.map((sample, i) => (i % 50 === 0 ? sample + 1 : sample)))
    const states = played.map((samples) => {
      health.content.see(samples)
      return health.state
    })
    expect(states).toEqual(['live', 'frozen', 'frozen'])
    expect(health.contentTrusted).toBe(false)
  })

  it('is black after two black key pictures, and a dark scene with a light in it is not', () => {
    const random = noise(4)
    const black = (): Uint8Array => Uint8Array.from({ length: 1_296 }, () => 16 + Math.round(random() * 4))
    const health = liveHealth()
    health.content.see(black())
    health.content.see(black())
    expect([health.state, health.contentTrusted]).toEqual(['black', false])
    const lit = liveHealth()
    for (let i = 0; i < 3; i += 1) lit.content.see(black().fill(180, 0, 60 + i))
    expect(lit.state).toBe('live')
  })

  it('counts for nothing when the last key pictures could not be looked at', () => {
    const health = liveHealth()
    health.content.expect()
    health.content.expect()
    expect(health.contentTrusted).toBe(true)
    health.content.expect()
    expect(health.contentTrusted).toBe(false)
  })

  it('is not asked for where pictures cannot be decoded', () => {
    const health = new FeedHealth(null)
    health.connection('live')
    health.content.giveUp()
    expect(health.contentTrusted).toBe(true)
  })

  it('is sampled over the whole picture shown', () => {
    const luma = Uint8Array.from({ length: 96 * 54 }, (_, i) => (i % 96) + Math.floor(i / 96))
    const samples = fingerprintOf({ width: 96, height: 54, stride: 96, luma })
    expect([samples[0], samples[47], samples.at(-1)]).toEqual([1 + 1, 95 + 1, 95 + 53])
    expect(
      distance(
        samples,
        samples.map((sample) => sample + 2),
      ),
    ).toBe(2)
  })
})

describe('a late feed', () => {
  it('is told when pictures keep coming that are older than 1.5 s, not for one of them', () => {
    const health = liveHealth()
    health.see(seen(10, { captured: instant(0) }))
    expect(health.state).toBe('live')
    for (let i = 11; i < 40; i += 1) health.see(seen(i, { captured: instant(i * FRAME_MS - 1_600) }))
    expect(health.state).toBe('late')
  })

  it('does not hide that the connection is silent or gone', () => {
    const health = liveHealth()
    health.connection('silent')
    expect(health.state).toBe('silent')
    health.connection('connecting')
    expect(health.state).toBe('connecting')
  })
})

describe('a camera that has to sign', () => {
  const slice = (count: number): Uint8Array => Uint8Array.of(0x41, 0x80, count & 0xff, 9)
  const signed = (count: number, wall: number, nonce: string | null = null): Uint8Array[] => {
    const stamp = { counter: count, capturedWallMs: wall, nonce }
    return [signPicture([slice(count)], stamp, key), slice(count)]
  }
  const base = 1_767_600_000_000
  const at = (count: number): number => base + count * FRAME_MS

  it('is trusted while each picture is signed, newer than the last, and of now', () => {
    const watch = new SignatureWatch(key)
    const verdicts = [1, 2, 3].map((i) =>
      watch.judge({ nals: signed(i, at(i)), restarted: i === 1, wall: at(i) + 40, now: i * 100 }),
    )
    expect(verdicts).toEqual(['good', 'good', 'good'])
  })

  it('is not believed what is unsigned, changed, signed by another key or sent twice', () => {
    const watch = new SignatureWatch(key)
    const judge = (nals: readonly Uint8Array[]): string =>
      watch.judge({ nals, restarted: false, wall: at(5), now: 500 })
    expect(judge(signed(5, at(5)))).toBe('good')
    expect(judge([slice(6)])).toBe('bad')
    expect(judge([...signed(6, at(5)), slice(7)])).toBe('bad')
    expect(judge(signed(5, at(5)))).toBe('bad')
    expect(judge(signed(4, at(4)))).toBe('bad')
    const other = signPicture(
      [slice(6)],
      { counter: 6, capturedWallMs: at(5), nonce: null },
      key.map((b) => b ^ 1),
    )
    expect(judge([other, slice(6)])).toBe('bad')
  })

  it('may begin its count anew after a restart, but never with an older picture', () => {
    const watch = new SignatureWatch(key)
    const wall = at(50)
    const judge = (nals: readonly Uint8Array[], restarted: boolean): string =>
      watch.judge({ nals, restarted, wall, now: 0 })
    expect(judge(signed(500, at(49)), false)).toBe('good')
    expect(judge(signed(1, at(50)), false)).toBe('bad')
    expect(judge(signed(499, at(48)), true)).toBe('bad')
    expect(judge(signed(1, at(50)), false)).toBe('good')
    expect(judge(signed(1, at(50)), false)).toBe('bad')
  })

  it('is late, not forged, when its time stands 1.5 s away from ours', () => {
    const watch = new SignatureWatch(key)
    const judge = (offMs: number, count: number): string =>
      watch.judge({ nals: signed(count, at(0) - offMs), restarted: false, wall: at(0), now: 0 })
    expect([judge(1_501, 1), judge(-1_501, 2), judge(1_500, 3)]).toEqual(['late', 'late', 'good'])
  })

  it('T6: makes the feed frozen when recorded pictures are played to us', () => {
    const health = liveHealth(true)
    const recorded = Array.from({ length: 20 }, (_, i) => signed(i, at(i)))
    for (const [i, nals] of recorded.entries()) health.see(seen(100 + i, { nals, wall: at(i) }))
    expect(health.state).toBe('live')
    // An hour later, other bytes beside them, but the counters are old.
    const changes = recorded.map((nals, i) => health.see(seen(500 + i, { nals, wall: at(36_000 + i) })))
    expect(new Set(changes)).toEqual(new Set([false]))
    expect(health.state).toBe('frozen')
  })

  it('shows the nonce only of a picture that counts', () => {
    const health = liveHealth(true)
    const nonce = 'ab'.repeat(16)
    health.see(seen(200, { nals: signed(1, at(0), nonce), wall: at(100) }))
    expect(health.nonce).toBeNull()
    health.see(seen(201, { nals: signed(2, at(100), nonce), wall: at(100) }))
    expect(health.nonce).toBe(nonce)
  })
})
