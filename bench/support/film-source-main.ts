// A camera of 1080p at 15 pictures a second and 4 Mbit/s, with G.711 beside it, as a process of its own: what it costs to
// send is not what it costs to receive. Sizes are those of a fixed scene; the bytes mean nothing, and nobody here decodes
// them. Prints its port; ends when its input ends.
import { randomBytes } from 'node:crypto'
import { type OutgoingPicture, type OutgoingSound, startRtspServer } from '@portico/rtp'

const PICTURE_MS = 1_000 / 15
const GROUP = 30
const KEY_BYTES = 150_000
const OTHER_BYTES = 28_000
const SOUND_MS = 40

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))
/** 1920 × 1080 High, level 4. */
const sps = hex('67640028acd940780227e5c05a808080a0000003002000000781e30632c0')
const pps = hex('68ebe3cb22c0')

/** A slice that begins a picture, of random bytes among which no start code can be. */
function slice(head: readonly number[], bytes: number): Uint8Array {
  const body = randomBytes(bytes)
  for (let at = 0; at < bytes; at += 1) if (body[at] === 0) body[at] = 0x5a
  return Uint8Array.from([...head, ...body])
}

const keys = Array.from({ length: 4 }, () => slice([0x65, 0x88, 0x84], KEY_BYTES))
const others = Array.from({ length: 64 }, () => slice([0x41, 0x9a, 0x21], OTHER_BYTES))
const viewers = new Set<(picture: OutgoingPicture) => void>()
const listeners = new Set<(sound: OutgoingSound) => void>()
const start = performance.now()
let [pictures, sounds] = [0, 0]

setInterval(() => {
  for (; pictures * PICTURE_MS < performance.now() - start; pictures += 1) {
    const key = pictures % GROUP === 0
    const nal = key ? keys[(pictures / GROUP) % keys.length] : others[pictures % others.length]
    if (!nal) continue
    const rtpTime = Math.round(pictures * PICTURE_MS * 90)
    for (const show of viewers) show({ nals: [nal], key, rtpTime, capturedWallMs: Date.now() })
  }
  for (; sounds * SOUND_MS < performance.now() - start; sounds += 1) {
    const payload = randomBytes(SOUND_MS * 8)
    for (const hear of listeners) hear({ payload, rtpTime: sounds * SOUND_MS * 8, heardWallMs: Date.now() })
  }
}, 10)

const follow =
  <T>(all: Set<(one: T) => void>) =>
  (one: (item: T) => void): (() => void) => {
    all.add(one)
    return () => {
      all.delete(one)
    }
  }

const stream = {
  sps,
  pps,
  follow: follow(viewers),
  sound: {
    format: { codec: 'pcmu', rate: 8_000, channels: 1, config: new Uint8Array(0) } as const,
    follow: follow(listeners),
  },
}
const clock = {
  mono: () => performance.now(),
  wake: (at: number, call: () => void) => {
    const timer = setTimeout(call, Math.max(0, at - performance.now()))
    return { cancel: () => clearTimeout(timer) }
  },
}
const server = await startRtspServer({
  host: '127.0.0.1',
  port: 0,
  streams: new Map([['/eye', stream]]),
  clock,
})
console.log(server.port)
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
