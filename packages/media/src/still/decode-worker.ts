// The decoding thread: pictures in; what they show, and JPEGs, out. Of a camera that is looked at it holds the decoder
// between two pictures, of the last still the decoder and the picture, and nothing else.
import { parentPort, workerData } from 'node:worker_threads'
import type { ImageFormat } from '@portico/ports'
import sharp, { type Sharp } from 'sharp'
import { fingerprintOf } from '../feed/fingerprint.ts'
import { readCode } from '../sight/code-reader.ts'
import { smallPictureOf } from '../sight/small-picture.ts'
import { sharpness, toRgb } from './colour.ts'
import type { DecodeJob, DecodeReply, DecoderReady, DecoderStart } from './decode-job.ts'
import { FfmpegDecoder } from './ffmpeg-decoder.ts'
import { type Decoded, type H264Decoder, type H264Run, loadH264Decoder } from './h264-decoder.ts'
import { blacken } from './mask.ts'
import { StillCursor } from './still-cursor.ts'

/**
 * What each format makes of a porch without letters getting soft, in the time of somebody who waits: a JPEG with the
 * tables of the standard is a twelfth larger and takes less than half as long, the others by their least effort take half.
 */
const encodings: Readonly<Record<ImageFormat, (image: Sharp) => Sharp>> = {
  jpeg: (image) => image.jpeg({ quality: 82, optimiseCoding: false }),
  webp: (image) => image.webp({ quality: 80, effort: 0 }),
  avif: (image) => image.avif({ quality: 60, effort: 0 }),
}
/** Cameras whose run is kept; the one that was looked at longest ago gives way. */
const RUNS_MAX = 16

sharp.concurrency(1)
sharp.cache(false)
const port = parentPort
const loading = loadH264Decoder().then((decoder) => ({ decoder, cursor: new StillCursor(decoder) }))
const runs = new Map<string, H264Run>()
// cast: the near side starts this thread with exactly that
const { ffmpeg: path } = workerData as DecoderStart
const ffmpeg = path === null ? null : new FfmpegDecoder(path)

const undecodable = (id: number): DecodeReply => ({
  id,
  type: 'failed',
  code: 'HUB_CAMERA_UNDECODABLE',
  message: ffmpeg
    ? 'only whole pictures can be decoded'
    : 'without ffmpeg only whole Baseline pictures can be decoded',
})

type Look = Extract<DecodeJob, { type: 'look' }>
type Develop = Extract<DecodeJob, { type: 'develop' }>

function endRun(camera: string): void {
  runs.get(camera)?.[Symbol.dispose]()
  runs.delete(camera)
}

/** Pictures of a camera come in their order: nothing here may wait. */
function nextOf({ camera, key, unit }: Look, decoder: H264Decoder): Decoded | null {
  if (key) {
    endRun(camera)
    const run = decoder.begin(unit)
    if (run) runs.set(camera, run)
    const [oldest] = runs.keys()
    if (runs.size > RUNS_MAX && oldest !== undefined) endRun(oldest)
  }
  const picture = runs.get(camera)?.push(unit) ?? null
  if (!picture) endRun(camera)
  return picture
}

async function look(job: Look, decoder: H264Decoder): Promise<DecodeReply> {
  const { id, key, unit } = job
  const picture = nextOf(job, decoder) ?? (key && ffmpeg ? await ffmpeg.decodeLast([unit]) : null)
  if (!picture) return undecodable(id)
  const samples = key ? fingerprintOf(picture) : null
  const code = job.code ? await readCode(picture) : null
  return { id, type: 'seen', samples, small: smallPictureOf(picture), code }
}

async function develop(
  { id, groups, dress, place }: Develop,
  { decoder, cursor }: { readonly decoder: H264Decoder; readonly cursor: StillCursor },
): Promise<DecodeReply> {
  const decoded: { readonly group: number; readonly picture: Decoded }[] = []
  for (const [group, units] of groups.entries()) {
    const own = place ? cursor.decodeLast(units, place) : decoder.decodeLast(units)
    const picture = own ?? (await ffmpeg?.decodeLast(units)) ?? null
    if (picture) decoded.push({ group, picture })
  }
  const ranked = decoded.map((one) => ({ ...one, score: decoded.length > 1 ? sharpness(one.picture) : 0 }))
  const [best] = ranked.toSorted((a, b) => b.score - a.score)
  if (!best) return undecodable(id)
  const { group, picture } = best
  const { width, height } = picture
  const rgb = toRgb(picture)
  blacken(rgb, picture, dress.masks)
  const whole = sharp(rgb, { raw: { width, height, channels: 3 } })
  const sized = dress.width !== null && dress.width < width ? whole.resize({ width: dress.width }) : whole
  const { data: bytes, info } = await encodings[dress.format](sized).toBuffer({ resolveWithObject: true })
  return { id, type: 'jpeg', group, width: info.width, height: info.height, bytes }
}

const ready: DecoderReady = { type: 'ready' }
void loading.then(() => port?.postMessage(ready))

port?.on('message', (job: DecodeJob) => {
  void loading
    .then((tools) => (job.type === 'look' ? look(job, tools.decoder) : develop(job, tools)))
    .catch((error: unknown): DecodeReply => {
      const message = error instanceof Error ? error.message : 'unknown'
      return { id: job.id, type: 'failed', code: 'HUB_MEDIA_FAULT', message }
    })
    .then((reply) => port.postMessage(reply))
})
