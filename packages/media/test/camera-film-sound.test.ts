// Goal: a film has the sound of its own time and no other, from the pre-roll on, and begins another piece when the kind of
// sound changes. Method: pictures and sound of a feed played by hand into real files, read by mediabunny.
import { join } from 'node:path'
import { instant, sessionId } from '@portico/core'
import type { FilmSegment } from '@portico/ports'
import type { SoundFormat, SoundUnit } from '@portico/rtp'
import { TestClock } from '@portico/testing'
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny'
import { expect, it } from 'vitest'
import { PictureRing } from '../src/feed/picture-ring.ts'
import type { Picture } from '../src/feed/picture.ts'
import { FeedSound } from '../src/feed/sound.ts'
import { CameraFilm } from '../src/film/camera-film.ts'
import { FilmFolder } from '../src/film/film-folder.ts'
import { filmKey, pictureStream, quiet, readSealed, scratchFolder, take } from './bench.ts'

const format = (codec: SoundFormat['codec'], rate: number): SoundFormat => ({
  codec,
  rate,
  channels: 1,
  config: new Uint8Array(0),
})

/** Pictures each 100 ms from 1.0 s on, and five frames of sound behind each. */
class PlayedFeed {
  readonly ring = new PictureRing({ horizonMs: 10_000, bytesMax: 1e8 })
  readonly filmSound = new FeedSound({ horizonMs: 10_000 })
  readonly contentTrusted = true
  readonly doubt = null
  readonly #followers = new Set<(picture: Picture) => void>()
  #frames = 0
  #began = true

  begin(kind: SoundFormat): void {
    this.filmSound.begin(kind)
    this.#began = true
  }

  follow(follower: (picture: Picture) => void): () => void {
    this.#followers.add(follower)
    return () => {
      this.#followers.delete(follower)
    }
  }

  play(...pictures: readonly Picture[]): void {
    for (const picture of pictures) {
      this.ring.push(picture)
      for (const follower of this.#followers) follower(picture)
      for (let i = 0; i < 5; i += 1) this.#hear(picture, i)
    }
  }

  #hear(picture: Picture, i: number): void {
    const kind = this.filmSound.format
    if (!kind) return
    const samples = kind.rate / 50
    const unit: SoundUnit = {
      format: kind,
      bytes: new Uint8Array(160).fill(this.#frames % 251),
      samples,
      rtpTime: this.#frames * samples,
      restarted: this.#began,
      arrived: picture.captured + i * 20,
      capturedWallMs: null,
    }
    this.#frames += 1
    this.#began = false
    this.filmSound.hear(unit, picture)
  }
}

interface Heard {
  readonly codec: string | null
  /** Beginnings of the frames, ms since the beginning of the piece. */
  readonly times: readonly number[]
}

async function soundOf(bytes: Uint8Array): Promise<Heard | null> {
  using input = new Input({ source: new BufferSource(new Uint8Array(bytes)), formats: ALL_FORMATS })
  const track = await input.getPrimaryAudioTrack()
  if (!track) return null
  const times: number[] = []
  for await (const { timestamp } of new EncodedPacketSink(track).packets())
    times.push(Math.round(timestamp * 1_000))
  return { codec: track.codec, times }
}

it('has the sound of its pictures, pre-roll included, and another piece for another kind', async () => {
  await using scratch = await scratchFolder()
  const clock = new TestClock({ mono: instant(1_000) })
  const folder = new FilmFolder(join(scratch.path, 'film'), clock, filmKey)
  const feed = new PlayedFeed()
  const segments: FilmSegment[] = []
  const next = pictureStream()
  feed.begin(format('pcmu', 8_000))
  feed.play(...take(10, next))
  const film = new CameraFilm({
    session: sessionId('s_1'),
    camera: 'porch',
    feed,
    folder,
    guard: { failed: () => undefined },
    clock,
    log: quiet,
    since: instant(1_500),
    ordered: instant(2_000),
    onReport: () => undefined,
    onSegment: (segment) => segments.push(segment),
  })
  feed.play(...take(10, next))
  // The camera is set to another kind of sound; its next group of pictures begins another piece.
  feed.begin(format('opus', 48_000))
  feed.play(...take(10, next))
  await film.finish()
  expect(segments.map(({ frames }) => frames)).toEqual([15, 10])
  const pieces = await Promise.all(
    segments.map(async ({ file }) => soundOf(await readSealed(folder.pathOf(file)))),
  )
  expect(pieces.map((piece) => piece?.codec)).toEqual(['flac', 'opus'])
  for (const [piece, count] of [
    [pieces[0], 75],
    [pieces[1], 50],
  ] as const) {
    const times = piece?.times ?? []
    expect(Math.abs(times.length - count)).toBeLessThanOrEqual(2)
    expect(times[0]).toBeLessThanOrEqual(20)
    expect(times.slice(1).every((time, i) => time - (times[i] ?? 0) === 20)).toBe(true)
  }
})
