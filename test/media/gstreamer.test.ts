// Goal: cameras of other people's making work: their authentication, their slices, their time. Method: GStreamer's RTSP
// server as the camera, followed by our client and filmed by the whole engine. Skipped, with the reason on stderr,
// where GStreamer is not installed.
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { type FrameReport, instant, op, sessionId, wallTime } from '@portico/core'
import { homeKey, openWhole } from '@portico/evidence/seal'
import { startMediaProcess } from '@portico/media'
import type { CameraEvents, Clock, FeedReport } from '@portico/ports'
import { type AccessUnit, RtspError, followRtsp } from '@portico/rtp'
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny'
import { describe, expect, it } from 'vitest'

const script = join(import.meta.dirname, 'gstreamer-camera.py')
const python = '/usr/bin/python3'

/** Null when all is there, else what is missing. */
function missing(): string | null {
  const check = `import gi
gi.require_version("Gst", "1.0"); gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gst, GstRtspServer
Gst.init(None)
for name in ("x264enc", "rtph264pay", "videotestsrc"): assert Gst.ElementFactory.find(name), name`
  const { status, stderr, error } = spawnSync(python, ['-c', check], { encoding: 'utf8' })
  return status === 0 ? null : (error?.message ?? stderr.trim().split('\n').at(-1) ?? 'unknown')
}

const reason = missing()
if (reason !== null)
  process.stderr.write(
    `SKIPPED: cameras made of GStreamer (${reason}). Debian: gstreamer1.0-rtsp gir1.2-gst-rtsp-server-1.0 ` +
      'gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-ugly python3-gi\n',
  )

const mono = (): ReturnType<typeof instant> => instant(Number(process.hrtime.bigint()) / 1e6)
const clock: Clock = {
  boot: 'test',
  mono,
  wall: () => wallTime(Date.now()),
  wake: (at, call) => {
    const timer = setTimeout(call, Math.max(0, at - mono()))
    const cancel = (): void => {
      clearTimeout(timer)
    }
    return { cancel, [Symbol.dispose]: cancel }
  },
}

type Authentication = 'digest' | 'basic' | 'none'

class GstreamerCamera implements AsyncDisposable {
  readonly url: string
  readonly #child: ChildProcessByStdio<Writable, Readable, null>

  private constructor(child: ChildProcessByStdio<Writable, Readable, null>, port: string) {
    this.#child = child
    this.url = `rtsp://127.0.0.1:${port}/eye`
  }

  static async start(
    authentication: Authentication,
    profile = 'constrained-baseline',
  ): Promise<GstreamerCamera> {
    const child = spawn(python, [script, authentication, profile, '0'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    for await (const line of createInterface({ input: child.stdout })) return new GstreamerCamera(child, line)
    throw new Error('the camera did not start')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exit = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exit
  }
}

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

describe.skipIf(reason !== null)('a camera made of GStreamer', () => {
  it.each<Authentication>(['none', 'basic', 'digest'])(
    'with authentication %s is seen, each picture whole',
    async (authentication) => {
      await using camera = await GstreamerCamera.start(authentication)
      const units = await see(camera.url, authentication === 'none' ? null : 'pictures', 45)
      if (typeof units === 'string') throw new Error(units)
      expect(units.some(({ damaged }) => damaged)).toBe(false)
      // One picture each 66.7 ms, though each comes in several slices.
      const pace = ((units.at(-1)?.rtpTime ?? 0) - (units[0]?.rtpTime ?? 0)) / (units.length - 1)
      expect(Math.abs(pace - 6_000)).toBeLessThan(600)
      expect(units.some(({ nals }) => nals.length > 2)).toBe(true)
      const told = units.at(-1)?.capturedWallMs ?? 0
      expect(Math.abs(told - Date.now())).toBeLessThan(2_000)
    },
  )

  it('refuses a wrong password once and for all', async () => {
    await using camera = await GstreamerCamera.start('digest')
    expect(await see(camera.url, 'guess', 1)).toBe('HUB_RTSP_REFUSED')
  })

  it.each([
    ['constrained-baseline', true],
    ['high', false],
  ])('of profile %s is filmed; stills where it can be decoded: %s', async (profile, decodable) => {
    await using camera = await GstreamerCamera.start('digest', profile)
    const folder = await mkdtemp(join(tmpdir(), 'portico-gst-'))
    const live = Promise.withResolvers<FeedReport>()
    const frames: FrameReport[] = []
    const filmed = Promise.withResolvers<void>()
    const nothing = (): void => undefined
    const events: CameraEvents = {
      feed: (report) => {
        if (report.state === 'live') live.resolve(report)
      },
      frame: (report) => {
        frames.push(report)
        const pictures = frames.reduce((sum, { count }) => sum + count, 0)
        if (pictures >= 15 && frames.filter(({ changed }) => changed).length >= 3) filmed.resolve()
      },
      liveness: nothing,
      segment: nothing,
      live: nothing,
      lost: nothing,
      storage: nothing,
    }
    const log = { debug: nothing, info: nothing, warn: nothing, error: nothing }
    const execArgv = ['--conditions=@portico/source']
    const filmKey = homeKey(new Uint8Array(32).fill(5))
    try {
      await using media = await startMediaProcess({
        filmFolder: folder,
        filmKey,
        clock,
        log,
        events,
        execArgv,
      })
      const source = {
        rtsp: camera.url,
        username: 'hub',
        password: 'pictures',
        liveness: { method: 'none' },
      } as const
      media.setCamera('eye', { view: 'outside', source })
      await live.promise
      const session = sessionId('s_gst')
      const cameras = [{ id: 'eye', view: 'outside', witness: true }] as const
      await media.startFilm({ session, op: op('s_gst#0'), cameras, nonce: 'ab'.repeat(16) })
      await filmed.promise
      const still = await media.still('eye').then(
        ({ width, height }) => `${width}x${height}`,
        (error: unknown) => (error instanceof Error && 'code' in error ? error.code : 'unknown'),
      )
      expect(still).toBe(decodable ? '320x180' : 'HUB_CAMERA_UNDECODABLE')
      const [segment] = await media.stopFilm(session)
      await using file = await open(join(folder, segment?.file ?? ''), 'r')
      const content = await openWhole(file, filmKey)
      using input = new Input({ source: new BufferSource(content), formats: ALL_FORMATS })
      const track = await input.getPrimaryVideoTrack()
      expect([track?.displayWidth, track?.displayHeight]).toEqual([320, 180])
      expect(segment?.frames).toBeGreaterThanOrEqual(15)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
