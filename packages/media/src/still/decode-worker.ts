// The decoding thread: pictures in, fingerprints and JPEGs out. It holds no state between jobs.
import { parentPort } from 'node:worker_threads'
import sharp from 'sharp'
import { fingerprintOf } from '../feed/fingerprint.ts'
import { sharpness, toRgb } from './colour.ts'
import type { DecodeJob, DecodeReply } from './decode-job.ts'
import { type Decoded, type H264Decoder, loadH264Decoder } from './h264-decoder.ts'

const QUALITY = 82

sharp.concurrency(1)
sharp.cache(false)
const port = parentPort
const loading = loadH264Decoder()

async function answer(job: DecodeJob, decoder: H264Decoder): Promise<DecodeReply> {
  const { id } = job
  const pictures = job.groups.map((units, group) => ({ group, picture: decoder.decodeLast(units) }))
  const decoded = pictures.filter((one): one is { group: number; picture: Decoded } => one.picture !== null)
  const ranked = decoded.map((one) => ({ ...one, score: decoded.length > 1 ? sharpness(one.picture) : 0 }))
  const [best] = ranked.toSorted((a, b) => b.score - a.score)
  if (!best)
    return {
      id,
      type: 'failed',
      code: 'HUB_CAMERA_UNDECODABLE',
      message: 'only whole Baseline pictures can be decoded',
    }
  const { group, picture } = best
  if (job.type === 'look') return { id, type: 'samples', samples: fingerprintOf(picture) }
  const { width, height } = picture
  const bytes = await sharp(toRgb(picture), { raw: { width, height, channels: 3 } })
    .jpeg({ quality: QUALITY })
    .toBuffer()
  return { id, type: 'jpeg', group, width, height, bytes }
}

port?.on('message', (job: DecodeJob) => {
  void loading
    .then((decoder) => answer(job, decoder))
    .catch((error: unknown): DecodeReply => {
      const message = error instanceof Error ? error.message : 'unknown'
      return { id: job.id, type: 'failed', code: 'HUB_MEDIA_FAULT', message }
    })
    .then((reply) => port.postMessage(reply))
})
