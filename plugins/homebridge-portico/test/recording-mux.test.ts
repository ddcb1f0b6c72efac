// Goal: recordings are cut where decoders can begin, as long as was agreed on, with the sound of their time. Method: groups of
// pictures of several lengths, with the camera's AAC and without, read again.
import { describe, expect, it } from 'vitest'
import { findBox, readBoxes } from '../src/camera/mp4-box.ts'
import { type Fragment, type PictureTrack, type SoundTrack, readFragment } from '../src/camera/mp4-read.ts'
import { AAC_FRAME, SILENT_FRAME } from '../src/camera/mp4-write.ts'
import type { LivePicture } from '../src/camera/picture-line.ts'
import { RecordingMux } from '../src/camera/recording-mux.ts'
import type { LiveSound } from '../src/camera/sound-line.ts'

const track: PictureTrack = {
  kind: 'picture',
  timescale: 90_000,
  width: 640,
  height: 360,
  sps: [],
  pps: [],
  configuration: new Uint8Array(7),
}
const START = 50_000

/** Ten pictures a second, a key picture each `group` of them. */
const pictures = (count: number, group: number): LivePicture[] =>
  Array.from({ length: count }, (_, i) => ({
    track,
    nals: [],
    bytes: Buffer.from(`picture ${i}`),
    key: i % group === 0,
    at: 7_000 + i * 9_000,
    captured: START + i * 100,
  }))

function made(all: readonly LivePicture[], sounds: readonly LiveSound[] | null = null): Uint8Array[] {
  const [first] = all
  if (!first) throw new Error('no picture')
  const aac = sounds && { rate: 16_000, channels: 1, configuration: Buffer.from([0x14, 0x08]) }
  const mux = new RecordingMux({
    first,
    fragmentMs: 4_000,
    rate: 16_000,
    aac,
    soundsSince: (captured) => (sounds ?? []).filter((sound) => sound.captured >= captured),
  })
  return all.map((picture) => mux.push(picture)).filter((each) => each !== null)
}

const picturesIn = (fragment: Uint8Array): Fragment =>
  readFragment(fragment) ?? { decodeTime: -1, samples: [] }

/** The run of sound: the second of the `moof`. */
function soundsIn(fragment: Uint8Array): { readonly decodeTime: number; readonly count: number } {
  const [, , sound] = readBoxes(findBox(fragment, 'moof') ?? new Uint8Array(0))
  const body = Buffer.from(sound?.body ?? [])
  const time = Buffer.from(findBox(body, 'tfdt') ?? [])
  const run = Buffer.from(findBox(body, 'trun') ?? [])
  return { decodeTime: time.readUInt32BE(8), count: run.readUInt32BE(4) }
}

describe('a recording', () => {
  it.each([
    [10, 40],
    [20, 40],
    [30, 30],
    [50, 50],
  ])('in groups of %d pictures has fragments of %d, each from a key picture on', (group, length) => {
    const fragments = made(pictures(151, group))
    const runs = fragments.map(picturesIn)
    expect(runs.length).toBe(Math.floor(150 / length))
    for (const [i, { decodeTime, samples }] of runs.entries()) {
      expect(samples.length).toBe(length)
      expect(samples[0]?.key).toBe(true)
      expect(decodeTime).toBe(i * length * 9_000)
      expect(samples.reduce((sum, { duration }) => sum + duration, 0)).toBe(length * 9_000)
    }
  })

  it('of a camera without AAC is silent for as long as it is', () => {
    const fragments = made(pictures(121, 10))
    const sounds = fragments.map(soundsIn)
    expect(sounds.map(({ count }) => count)).toEqual([62, 63, 62])
    expect(sounds.map(({ decodeTime }) => decodeTime)).toEqual([0, 62 * AAC_FRAME, 125 * AAC_FRAME])
    expect(Buffer.from(fragments[0] ?? []).includes(Buffer.concat([SILENT_FRAME, SILENT_FRAME]))).toBe(true)
  })

  it('has the AAC of its time, and a hole in it does not move what follows', () => {
    const sound: SoundTrack = {
      kind: 'sound',
      codec: 'aac',
      timescale: 16_000,
      channels: 1,
      configuration: new Uint8Array(2),
    }
    const frames = Array.from({ length: 200 }, (_, i): LiveSound => ({
      track: sound,
      bytes: Buffer.from([i]),
      duration: AAC_FRAME,
      at: i * AAC_FRAME,
      captured: START + i * 64,
    })).filter((_, i) => i < 30 || i >= 62)
    const fragments = made(pictures(121, 10), frames)
    const sounds = fragments.map(soundsIn)
    expect(sounds.map(({ count }) => count)).toEqual([31, 62, 63])
    // Of 4 s, which are 62.5 frames, 30 came, and the one of 3.968 s.
    expect(Math.abs((sounds[1]?.decodeTime ?? 0) - 63 * AAC_FRAME)).toBeLessThanOrEqual(AAC_FRAME)
  })

  it('ends where the stream changes, and where no key picture comes', () => {
    const [first, second] = pictures(2, 10)
    if (!first || !second) throw new Error('no pictures')
    const options = { first, fragmentMs: 4_000, rate: 16_000, aac: null, soundsSince: () => [] }
    const mux = new RecordingMux(options)
    mux.push(first)
    expect(() => mux.push({ ...second, track: { ...track } })).toThrow('changed')
    const endless = new RecordingMux(options)
    endless.push(first)
    const large = { ...second, bytes: new Uint8Array(8 * 1024 * 1024) }
    expect(() => {
      for (let i = 0; i < 4; i += 1) endless.push(large)
    }).toThrow('no key picture')
  })
})
