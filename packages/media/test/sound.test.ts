// Goal: what a camera hears is kept in time beside its pictures, lossless, in a film that others read and that a crash
// cannot spoil, and is heard by nobody who may not. Method: model frames, a reader of FLAC of our own, mediabunny.
import { instant } from '@portico/core'
import type { LivePiece } from '@portico/ports'
import { type SoundFormat, type SoundUnit, decodeALaw, decodeMuLaw } from '@portico/rtp'
import * as fc from 'fast-check'
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny'
import { describe, expect, it } from 'vitest'
import type { Picture } from '../src/feed/picture.ts'
import { FeedSound, type Sound, samplesAt } from '../src/feed/sound.ts'
import { flacFrame } from '../src/film/flac.ts'
import { fragment, initSegment } from '../src/film/fragmented-mp4.ts'
import { findWholePart } from '../src/film/mend-film.ts'
import { concat, findBox, readBoxes } from '../src/film/mp4-box.ts'
import { soundFragment, soundInit, withSoundTrack } from '../src/film/sound-track.ts'
import { sampleOf } from '../src/feed/picture.ts'
import { ListenDesk } from '../src/live/listen-desk.ts'
import { pictureStream, take } from './bench.ts'
import { readFlac } from './read-flac.ts'

const none = new Uint8Array(0)
const pcmu: SoundFormat = { codec: 'pcmu', rate: 8_000, channels: 1, config: none }
const aac: SoundFormat = { codec: 'aac', rate: 16_000, channels: 1, config: Uint8Array.of(0x14, 0x08) }
const opus: SoundFormat = { codec: 'opus', rate: 48_000, channels: 2, config: none }

const pictures = take(30, pictureStream())
const first = firstOf(pictures)

function firstOf([one]: readonly Picture[]): Picture {
  if (!one) throw new Error('no pictures')
  return one
}

/** The n-th frame of 20 ms, heard `lateMs` after the clock says. */
function unit(n: number, { format = pcmu, lateMs = 0, restarted = n === 0 } = {}): SoundUnit {
  const samples = format.rate / 50
  return {
    format,
    bytes: new Uint8Array(160).fill(n),
    samples,
    rtpTime: n * samples,
    restarted,
    arrived: 1_000 + n * 20 + lateMs,
    capturedWallMs: null,
  }
}

/** A feed whose pictures came evenly up to each moment. */
function hear(sound: FeedSound, units: readonly SoundUnit[]): Sound[] {
  const heard: Sound[] = []
  const leave = sound.follow((one) => heard.push(one))
  for (const one of units) {
    const newest = pictures.findLast(({ captured }) => captured <= one.arrived) ?? null
    sound.hear(one, newest)
  }
  leave()
  return heard
}

function feedSound(horizonMs = 10_000, format = pcmu): FeedSound {
  const sound = new FeedSound({ horizonMs })
  sound.begin(format)
  return sound
}

const sequence = (count: number): number[] => Array.from({ length: count }, (_, n) => n)

describe('sound beside pictures', () => {
  it('follows without a seam, however unevenly it comes', () => {
    const sound = feedSound()
    const heard = hear(
      sound,
      sequence(80).map((n) => unit(n, { lateMs: (n * 7) % 40 })),
    )
    expect(heard).toHaveLength(80)
    for (const [i, { at, samples }] of heard.slice(0, -1).entries())
      expect(heard[i + 1]?.at).toBe(at + samples)
    // A second later it lies a second further, within what is heard as one.
    const wanted = samplesAt((pictures[10]?.mediaTime ?? 0) - first.mediaTime, 8_000)
    expect(Math.abs((heard[50]?.at ?? 0) - (heard[0]?.at ?? 0) - wanted)).toBeLessThan(800)
  })

  it('leaves a gap where nothing came, and none twice', () => {
    const heard = hear(
      feedSound(),
      [...sequence(20), ...sequence(20).map((n) => n + 50)].map((n) => unit(n)),
    )
    const gaps = heard.slice(1).map(({ at }, i) => at - (heard[i]?.at ?? 0) - (heard[i]?.samples ?? 0))
    expect(gaps.filter((gap) => gap !== 0)).toHaveLength(1)
    expect(Math.max(...gaps)).toBeGreaterThan(4_000)
  })

  it('leaves out what would lie over what was heard', () => {
    const sound = feedSound()
    // Half a second of sound came at once, as from a camera that sends it faster than time goes.
    const heard = hear(
      sound,
      sequence(60).map((n) => ({ ...unit(n), rtpTime: n * 160, arrived: 1_000 + n * 10 })),
    )
    expect(heard.length).toBeLessThan(60)
    for (const [i, { at, samples }] of heard.slice(0, -1).entries())
      expect(heard[i + 1]?.at).toBeGreaterThanOrEqual(at + samples)
  })

  it('is nothing before the first picture, and of another format than the camera named', () => {
    const sound = new FeedSound({ horizonMs: 10_000 })
    sound.hear(unit(0), first)
    sound.begin(pcmu)
    sound.hear(unit(0), null)
    expect(sound.from(instant(0))).toEqual([])
  })

  it('keeps what the pre-roll needs, and nothing where film may have no sound', () => {
    const kept = feedSound(500)
    hear(
      kept,
      sequence(100).map((n) => unit(n)),
    )
    const held = kept.from(instant(0))
    expect(held.length).toBeGreaterThanOrEqual(25)
    expect(held.length).toBeLessThanOrEqual(27)
    const live = feedSound(0)
    expect(
      hear(
        live,
        sequence(100).map((n) => unit(n)),
      ),
    ).toHaveLength(100)
    expect(live.from(instant(0))).toEqual([])
    kept.setHorizon(0)
    expect(kept.from(instant(0))).toEqual([])
  })

  it('goes on over a new connection of the same kind, and begins anew with another', () => {
    const sound = feedSound()
    hear(
      sound,
      sequence(10).map((n) => unit(n)),
    )
    const { format } = sound
    sound.begin({ ...pcmu })
    expect(sound.format).toBe(format)
    expect(sound.from(instant(0))).toHaveLength(10)
    sound.begin({ ...pcmu, codec: 'pcma' })
    expect(sound.from(instant(0))).toEqual([])
    sound.begin(null)
    expect(sound.format).toBeNull()
  })
})

describe('FLAC', () => {
  it('gives back every sample, whatever they are', () => {
    const samples = fc.oneof(
      fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: 16, maxLength: 400 }),
      fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 16, maxLength: 400 }),
      fc.array(fc.constantFrom(0, 8, -8, 32_760), { minLength: 16, maxLength: 400 }),
      fc.array(
        fc.integer({ min: 0, max: 255 }).map((byte) => decodeMuLaw(byte) + 0),
        { minLength: 16, maxLength: 400 },
      ),
      fc.array(
        fc.integer({ min: 0, max: 255 }).map((byte) => decodeALaw(byte) + 0),
        { minLength: 16, maxLength: 400 },
      ),
    )
    fc.assert(
      fc.property(samples, fc.integer({ min: 0, max: 2 ** 31 - 1 }), (values, at) => {
        const frame = flacFrame({ samples: Int16Array.from(values), rate: 8_000, at })
        expect(readFlac(frame)).toEqual({ at, samples: values })
      }),
      { numRuns: 300 },
    )
  })

  it('of silence and of a tone is smaller than G.711', () => {
    const tone = Int16Array.from({ length: 320 }, (_, i) => 4 * Math.round(2_000 * Math.sin(i / 3)))
    expect(flacFrame({ samples: new Int16Array(320), rate: 8_000, at: 0 }).length).toBeLessThan(70)
    expect(flacFrame({ samples: tone, rate: 8_000, at: 0 }).length).toBeLessThan(480)
  })
})

/** Pictures and sound as a film has them: sound right behind its pictures. */
function film(format: SoundFormat): Uint8Array[] {
  const sounds = sequence(100).map((n) => {
    const { bytes, samples } = unit(n, { format })
    return { format, bytes, samples, captured: instant(1_000 + n * 20), at: n * samples }
  })
  const init = withSoundTrack(initSegment(first.parameters), format)
  const parts = [init]
  for (let i = 0; i < 20; i += 2) {
    const samples = pictures
      .slice(i, i + 2)
      .map((picture: Picture) => ({ bytes: sampleOf(picture), key: picture.key, duration: 9_000 }))
    const decodeTime = i * 9_000
    parts.push(fragment({ sequence: i + 1, decodeTime, samples, wallMs: 1_767_600_000_000 + i * 100 }).bytes)
    const run = sounds.slice(i * 5, i * 5 + 10)
    parts.push(soundFragment({ sequence: i + 2, decodeTime: run[0]?.at ?? 0, sounds: run }))
  }
  return parts
}

const inMemory = (bytes: Uint8Array) => ({
  read: (buffer: Uint8Array, ...[, length, position]: [number, number, number]) => {
    const part = bytes.subarray(position, position + length)
    buffer.set(part)
    return Promise.resolve({ bytesRead: part.length })
  },
})

describe('a film with sound', () => {
  it.each([
    ['flac', pcmu, 8_000, 1],
    ['aac', aac, 16_000, 1],
    ['opus', opus, 48_000, 2],
  ] as const)('is read by others as %s, frame by frame', async (codec, format, rate, channels) => {
    using input = new Input({ source: new BufferSource(concat(film(format))), formats: ALL_FORMATS })
    const track = await input.getPrimaryAudioTrack()
    expect([track?.codec, track?.sampleRate, track?.numberOfChannels]).toEqual([codec, rate, channels])
    if (!track) throw new Error('no sound')
    const times: number[] = []
    for await (const { timestamp } of new EncodedPacketSink(track).packets()) times.push(timestamp)
    expect(times.map((time) => Math.round(time * 1_000))).toEqual(sequence(100).map((n) => n * 20))
    const picture = await input.getPrimaryVideoTrack()
    expect(await picture?.computeDuration()).toBeCloseTo(2, 2)
  })

  it('survives being torn anywhere with every fragment that was whole', async () => {
    const parts = film(pcmu)
    const whole = concat(parts)
    const ends = parts.map((_, i) => concat(parts.slice(0, i + 1)).length)
    for (let length = ends[0] ?? 0; length < whole.length; length += 61) {
      const found = await findWholePart(inMemory(whole.subarray(0, length)))
      expect(found.bytes).toBe(ends.findLast((end) => end <= length))
    }
    expect((await findWholePart(inMemory(whole))).frames).toBe(20)
  })

  it('ends before zeros that a disk left in place of its sound', async () => {
    const good = concat(film(pcmu).slice(0, 2))
    const bytes = Uint8Array.from({ length: 160 }, (_, i) => (i * 97) % 256)
    const sounds = sequence(20).map((n) => ({
      format: pcmu,
      bytes,
      samples: 160,
      captured: instant(0),
      at: n * 160,
    }))
    const sound = soundFragment({ sequence: 2, decodeTime: 0, sounds })
    const hollow = sound.slice().fill(0, sound.length - 600)
    expect((await findWholePart(inMemory(concat([good, hollow])))).bytes).toBe(good.length)
    expect((await findWholePart(inMemory(concat([good, sound])))).bytes).toBe(good.length + sound.length)
  })

  it('tells players what they need of AAC', () => {
    const entry = findBox(soundInit(aac), 'moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd')
    const mp4a = readBoxes(entry?.subarray(8) ?? none)[0]
    expect(mp4a?.type).toBe('mp4a')
    const esds = findBox(mp4a?.body.subarray(28) ?? none, 'esds')
    expect(Buffer.from(esds ?? none).includes(Buffer.from(aac.config))).toBe(true)
  })
})

describe('listening', () => {
  function bench(sound: FeedSound | null): { readonly desk: ListenDesk; readonly pieces: LivePiece[] } {
    const pieces: LivePiece[] = []
    const emit = (piece: LivePiece): boolean => pieces.push(piece) > 0
    return { desk: new ListenDesk({ shown: () => ({ sound }), emit }), pieces }
  }

  it('is refused where the home does not listen, and where the camera sends nothing', () => {
    const refusal = expect.objectContaining({ code: 'HUB_CAMERA_NO_SOUND' })
    expect(() => bench(null).desk.listen('porch')).toThrow(refusal)
    expect(() => bench(new FeedSound({ horizonMs: 0 })).desk.listen('porch')).toThrow(refusal)
  })

  it('begins with what is said, goes on in short fragments, begins anew with another kind, and ends', () => {
    const sound = feedSound(0)
    const { desk, pieces } = bench(sound)
    desk.listen('porch')
    hear(
      sound,
      sequence(10).map((n) => unit(n)),
    )
    expect(pieces.map(({ type, codec }) => [type, codec])).toEqual([
      ['init', 'flac'],
      ['fragment', null],
      ['fragment', null],
      ['fragment', null],
    ])
    sound.begin(opus)
    hear(
      sound,
      sequence(3).map((n) => unit(n + 20, { format: opus })),
    )
    expect(pieces.slice(4).map(({ type, codec }) => [type, codec])).toEqual([
      ['init', 'opus'],
      ['fragment', null],
    ])
    desk.unlisten('porch')
    desk.unlisten('porch')
    hear(
      sound,
      sequence(10).map((n) => unit(n + 40, { format: opus })),
    )
    expect(pieces).toHaveLength(6)
  })
})
