// Goal: cameras of other people's making work: their authentication, their slices, their time. Method: GStreamer's RTSP
// server as the camera, followed by our client and filmed by the whole engine. Skipped, with the reason on stderr,
// where GStreamer is not installed.
import { type AccessUnit, RtspError, followRtsp } from '@portico/rtp'
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny'
import { describe, expect, it } from 'vitest'
import { clock, filmed } from './filmed.ts'
import { GstreamerCamera, type GstreamerOptions, missing, skipsLoudly } from './gstreamer-source.ts'

const isMissing = skipsLoudly('cameras made of GStreamer', missing('x264enc', 'rtph264pay', 'videotestsrc'))
type Authentication = NonNullable<GstreamerOptions['authentication']>

/** Follows until so many pictures came and the camera has told its time, or until it is refused. */
async function see(
  url: string,
  password: string | null,
  count: number,
): Promise<readonly AccessUnit[] | string> {
  const done = Promise.withResolvers<readonly AccessUnit[] | string>()
  const units: AccessUnit[] = []
  const follower = followRtsp({
    url,
    username: password === null ? null : 'hub',
    password,
    clock,
    onUnit: (unit) => {
      units.push(unit)
      if (units.length >= count && unit.capturedWallMs !== null) done.resolve(units)
    },
    onState: (_, why) => {
      if (why instanceof RtspError && why.code === 'HUB_RTSP_REFUSED') done.resolve(why.code)
    },
  })
  const seen = await done.promise
  await follower[Symbol.asyncDispose]()
  return seen
}

describe.skipIf(isMissing)('a camera made of GStreamer', () => {
  it.each<Authentication>(['none', 'basic', 'digest'])(
    'with authentication %s is seen, each picture whole',
    async (authentication) => {
      const began = Date.now()
      await using camera = await GstreamerCamera.start({ authentication })
      const units = await see(camera.url, authentication === 'none' ? null : 'pictures', 45)
      if (typeof units === 'string') throw new Error(units)
      expect(units.some(({ damaged }) => damaged)).toBe(false)
      // One picture each 66.7 ms, though each comes in several slices.
      const pace = ((units.at(-1)?.rtpTime ?? 0) - (units[0]?.rtpTime ?? 0)) / (units.length - 1)
      expect(Math.abs(pace - 6_000)).toBeLessThan(600)
      expect(units.some(({ nals }) => nals.length > 2)).toBe(true)
      const told = units.at(-1)?.capturedWallMs ?? 0
      // Within its life.
      expect(told).toBeGreaterThan(began)
      expect(told).toBeLessThan(Date.now() + 1_000)
    },
  )

  it('refuses a wrong password once and for all', async () => {
    await using camera = await GstreamerCamera.start()
    expect(await see(camera.url, 'guess', 1)).toBe('HUB_RTSP_REFUSED')
  })

  it.each([
    ['constrained-baseline', true],
    ['high', false],
  ] as const)('of profile %s is filmed; stills where it can be decoded: %s', async (picture, decodable) => {
    await using camera = await GstreamerCamera.start({ picture })
    const { content, segment, still } = await filmed({ source: camera.source, pictures: 15 })
    expect(still).toBe(decodable ? '320x180' : 'HUB_CAMERA_UNDECODABLE')
    using input = new Input({ source: new BufferSource(content), formats: ALL_FORMATS })
    const track = await input.getPrimaryVideoTrack()
    expect([track?.displayWidth, track?.displayHeight]).toEqual([320, 180])
    expect(segment.frames).toBeGreaterThanOrEqual(15)
    expect(await input.getPrimaryAudioTrack()).toBeNull()
  })
})
