// Goal: whatever a camera codes its picture and its sound in, both are filmed so that others can play them, together and
// in time; and a camera that sends datagrams alone is followed too. Method: GStreamer's RTSP server with a tone of 440 Hz
// as the camera, the whole engine, mediabunny for the shape of the film, ffmpeg (where it is) for what is in it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AccessUnit, type SoundUnit, followRtsp } from '@portico/rtp'
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny'
import { describe, expect, it } from 'vitest'
import { clock, filmed } from './filmed.ts'
import { GstreamerCamera, type GstreamerOptions, missing, skipsLoudly } from './gstreamer-source.ts'

const isMissing = skipsLoudly(
  'cameras with sound, made of GStreamer',
  missing('x264enc', 'rtppcmupay', 'opusenc', 'voaacenc', 'rtpmp4gpay', 'audiotestsrc'),
)
const isH265Missing = skipsLoudly('H.265 cameras', missing('x265enc', 'rtph265pay', 'h265parse'))
const ffmpeg = spawnSync('which', ['ffmpeg'], { encoding: 'utf8' }).stdout.trim()
const hasFfmpeg = ffmpeg !== ''
if (!hasFfmpeg) process.stderr.write('SKIPPED: what others hear and see in our films (no ffmpeg on PATH)\n')

/** What ffmpeg makes of a film. */
function decoded(content: Uint8Array, ...output: readonly string[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'portico-decoded-'))
  try {
    const path = join(folder, 'film.mp4')
    writeFileSync(path, content)
    const options = { maxBuffer: 256 * 1024 * 1024 }
    const { stdout, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-i', path, ...output, '-'], options)
    expect(stderr.toString()).toBe('')
    return stdout
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Share of the power of 8 kHz samples that lies at a frequency (Goertzel), 0–1. */
function powerAt(samples: Int16Array, hertz: number): number {
  const angle = (2 * Math.PI * hertz) / 8_000
  let [sine, cosine, all] = [0, 0, 0]
  for (const [i, sample] of samples.entries()) {
    sine += sample * Math.sin(angle * i)
    cosine += sample * Math.cos(angle * i)
    all += sample * sample
  }
  return all === 0 ? 0 : (2 * (sine * sine + cosine * cosine)) / (samples.length * all)
}

/** Half a second out of the middle, where no codec begins or ends. */
function middle(pcm: Buffer): Int16Array {
  const samples = new Int16Array(pcm.buffer, pcm.byteOffset, Math.floor(pcm.length / 2))
  const from = Math.max(0, Math.floor(samples.length / 2) - 2_000)
  return samples.subarray(from, from + 4_000)
}

describe.skipIf(isMissing)('a camera that hears', () => {
  it.each([
    ['pcmu', 'flac', 8_000],
    ['pcma', 'flac', 8_000],
    ['opus', 'opus', 48_000],
    ['aac', 'aac', 16_000],
  ] as const)('in %s is filmed with its sound as %s', async (sound, codec, rate) => {
    await using camera = await GstreamerCamera.start({ sound })
    const { content } = await filmed({ source: camera.source, sound: 'film', pictures: 45 })
    using input = new Input({ source: new BufferSource(content), formats: ALL_FORMATS })
    const [picture, heard] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()]
    expect([heard?.codec, heard?.sampleRate]).toEqual([codec, rate])
    if (!picture || !heard) throw new Error('no tracks')
    // Both tracks begin and end together, but for what still was on its way.
    const [from, to] = [await heard.getFirstTimestamp(), await heard.computeDuration()]
    expect(from).toBeLessThan(0.4)
    expect(Math.abs(to - (await picture.computeDuration()))).toBeLessThan(0.6)
    // No seam: each frame begins where the one before has ended.
    const frames: { readonly timestamp: number; readonly duration: number }[] = []
    for await (const packet of new EncodedPacketSink(heard).packets()) frames.push(packet)
    const seams = frames.slice(1).map(({ timestamp }, i) => {
      const before = frames[i]
      return before ? timestamp - before.timestamp - before.duration : 0
    })
    // But for what a camera on a busy machine left out.
    expect(seams.filter((seam) => Math.abs(seam) > 0.001).length).toBeLessThan(frames.length / 20)
    if (!hasFfmpeg) return
    const pcm = decoded(content, '-map', '0:a', '-ac', '1', '-ar', '8000', '-f', 's16le')
    expect(powerAt(middle(pcm), 440)).toBeGreaterThan(0.9)
  })

  it('is filmed without a sound where the home keeps none', async () => {
    await using camera = await GstreamerCamera.start({ sound: 'pcmu' })
    for (const sound of ['off', 'live'] as const) {
      const { content } = await filmed({ source: camera.source, sound, pictures: 15 })
      using input = new Input({ source: new BufferSource(content), formats: ALL_FORMATS })
      expect(await input.getPrimaryAudioTrack()).toBeNull()
    }
  })
})

describe.skipIf(isMissing || isH265Missing)('a camera of H.265', () => {
  it('is filmed as others can play it, with its sound', async () => {
    await using camera = await GstreamerCamera.start({ picture: 'h265', sound: 'aac' })
    const { content, segment } = await filmed({ source: camera.source, sound: 'film', pictures: 30 })
    using input = new Input({ source: new BufferSource(content), formats: ALL_FORMATS })
    const track = await input.getPrimaryVideoTrack()
    expect([track?.codec, track?.displayWidth, track?.displayHeight]).toEqual(['hevc', 320, 180])
    expect((await track?.getDecoderConfig())?.codec).toMatch(/^h(?:vc|ev)1\.1\.6\.L\d+\.90/i)
    if (!hasFfmpeg) return
    const frames = decoded(
      content,
      '-map',
      '0:v',
      '-fps_mode',
      'passthrough',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'gray',
    )
    expect(frames.length / (320 * 180)).toBe(segment.frames)
  })
})

describe.skipIf(isMissing || isH265Missing || !hasFfmpeg)('with a system ffmpeg', () => {
  it.each(['high', 'h265'] as const)('a camera of %s gives stills', async (picture) => {
    await using camera = await GstreamerCamera.start({ picture })
    const { still } = await filmed({ source: camera.source, ffmpeg, pictures: 30 })
    expect(still).toBe('320x180')
  })
})

interface Heard {
  readonly units: readonly AccessUnit[]
  readonly sounds: readonly SoundUnit[]
}

/** Follows until enough pictures and sound came, and the camera has told its time. */
async function follow(options: GstreamerOptions, transport: 'tcp' | 'udp'): Promise<Heard> {
  await using camera = await GstreamerCamera.start(options)
  const units: AccessUnit[] = []
  const sounds: SoundUnit[] = []
  const done = Promise.withResolvers<void>()
  const look = (): void => {
    const isTimed = units.at(-1)?.capturedWallMs !== null
    if (units.length >= 30 && sounds.length >= 15 && isTimed) done.resolve()
  }
  await using _ = followRtsp({
    url: camera.url,
    username: 'hub',
    password: 'pictures',
    clock: { mono: () => clock.mono(), wake: (at, call) => setTimer(at, call) },
    transport,
    onUnit: (unit) => {
      units.push(unit)
      look()
    },
    onSound: (unit) => {
      sounds.push(unit)
      look()
    },
    onState: () => undefined,
  })
  await done.promise
  return { units, sounds }
}

function setTimer(at: number, call: () => void): { cancel(): void } {
  const timer = setTimeout(call, Math.max(0, at - clock.mono()))
  return {
    cancel: () => {
      clearTimeout(timer)
    },
  }
}

describe.skipIf(isMissing)('a camera over UDP', () => {
  it.each([
    ['when the settings say so', 'any', 'udp'],
    ['by itself, when the camera refuses TCP', 'udp', 'tcp'],
  ] as const)('is followed %s, each picture whole', async (_, theirs, ours) => {
    const began = Date.now()
    const { units, sounds } = await follow({ sound: 'pcmu', transport: theirs }, ours)
    expect(units.some(({ damaged }) => damaged)).toBe(false)
    const [first, last] = [units[0]?.rtpTime ?? 0, units.at(-1)?.rtpTime ?? 0]
    expect(Math.abs((last - first) / (units.length - 1) - 6_000)).toBeLessThan(600)
    const told = units.at(-1)?.capturedWallMs ?? 0
    // Within the camera's life.
    expect(told).toBeGreaterThan(began)
    expect(told).toBeLessThan(Date.now() + 1_000)
    expect(sounds.every(({ format }) => format.codec === 'pcmu')).toBe(true)
  })
})
