// The whole camera engine on one camera: it is set, goes live and is filmed for a while; what came of it is handed back.
import { mkdtemp, open, rm } from 'node:fs/promises'
import { enableCompileCache } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FrameReport, instant, op, sessionId, wallTime } from '@portico/core'
import { homeKey, openWhole } from '@portico/evidence/seal'
import { type MediaProcess, startMediaProcess } from '@portico/media'
import type { StreamSource } from '@portico/plugin-api'
import {
  type CameraEvents,
  type Clock,
  type FeedReport,
  type FilmSegment,
  type SoundRule,
  codeOf,
} from '@portico/ports'
import { until } from '../support/until.ts'

/** The engine's process takes it from here, as from a hub. */
enableCompileCache()

const mono = (): ReturnType<typeof instant> => instant(Number(process.hrtime.bigint()) / 1e6)
export const clock: Clock = {
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

export interface Filmed {
  readonly content: Uint8Array
  readonly segment: FilmSegment
  /** Width and height of a still, or the code of the refusal. */
  readonly still: string
}

export interface FilmWish {
  readonly source: StreamSource
  readonly sound?: SoundRule
  /** Where ffmpeg is; null: nowhere. */
  readonly ffmpeg?: string | null
  /** Pictures that have to be on the disk. */
  readonly pictures: number
}

export async function filmed({ source, sound = 'off', ffmpeg = null, pictures }: FilmWish): Promise<Filmed> {
  const folder = await mkdtemp(join(tmpdir(), 'portico-gst-'))
  const live = Promise.withResolvers<FeedReport>()
  const frames: FrameReport[] = []
  const enough = Promise.withResolvers<void>()
  const nothing = (): void => undefined
  const events: CameraEvents = {
    feed: (report) => {
      if (report.state === 'live') live.resolve(report)
    },
    frame: (report) => {
      frames.push(report)
      const written = frames.reduce((sum, { count }) => sum + count, 0)
      if (written >= pictures && frames.filter(({ changed }) => changed).length >= 3) enough.resolve()
    },
    liveness: nothing,
    segment: nothing,
    sight: nothing,
    live: nothing,
    lost: nothing,
    storage: nothing,
  }
  const log = { debug: nothing, info: nothing, warn: nothing, error: nothing }
  const filmKey = homeKey(new Uint8Array(32).fill(5))
  const execArgv = ['--conditions=@portico/source']
  try {
    await using media = await startMediaProcess({
      filmFolder: folder,
      filmKey,
      ffmpeg,
      clock,
      log,
      events,
      execArgv,
    })
    media.setCamera('eye', { view: 'outside', source, sound })
    await live.promise
    const session = sessionId('s_gst')
    const cameras = [{ id: 'eye', view: 'outside', witness: true }] as const
    await media.startFilm({ session, op: op('s_gst#0'), cameras, nonce: 'ab'.repeat(16) })
    await enough.promise
    const still = await stillOf(media, ffmpeg !== null)
    const [segment] = await media.stopFilm(session)
    if (!segment) throw new Error('no film')
    await using file = await open(join(folder, segment.file), 'r')
    return { content: await openWhole(file, filmKey), segment, still }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A busy machine may be too slow for one: it is asked again. */
async function stillOf(media: MediaProcess, hasFfmpeg: boolean): Promise<string> {
  const tryOne = async (): Promise<string | null> => {
    const still = await media.still('eye').catch((error: unknown) => codeOf(error) ?? 'no code')
    if (typeof still !== 'string') return `${still.width}x${still.height}`
    return still === 'HUB_CAMERA_UNDECODABLE' && !hasFfmpeg ? still : null
  }
  return await until('a still', tryOne, 60_000)
}
