// Goal: a phone with HomeKit sees and hears who stands at the door, and speaks to him. Method: a hub with its virtual home, a
// Homebridge with the packed plugin, and a controller that receives SRTP by another hand's code. No Apple device is here.
import { spawnSync } from 'node:child_process'
import { setTimeout as later } from 'node:timers/promises'
import { defaultHome } from '@portico/hub'
import { joinAnnexB, parseSenderReport } from '@portico/rtp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CameraHomebridge } from '../support/camera-homebridge.ts'
import { HAP, HapCamera } from '../support/hap-camera.ts'
import { HapLook } from '../support/hap-look.ts'
import { HubProcess } from '../support/hub-process.ts'
import { decodedOpus, opusTone } from '../support/opus-tone.ts'
import { Owner } from '../support/people.ts'
import { shareOf } from '../support/tone.ts'
import { until } from '../support/until.ts'

const heardHome = defaultHome
  .replaceAll(
    /view: (outside|inside) } }/g,
    (_, view: string) => `view: ${view}, framesPerSecond: 5, hears: ${view === 'outside'} } }`,
  )
  .replace('{ id: porch, view: outside }', '{ id: porch, view: outside, sound: live }')

let hub: HubProcess
let homebridge: CameraHomebridge
let camera: HapCamera

beforeAll(async () => {
  hub = await HubProcess.start({ settings: heardHome })
  await using owner = await Owner.signIn(hub)
  const reply = await owner.post('/api/v1/faces/code')
  // cast: the hub's own schema
  const { code } = (await reply.json()) as { code: string }
  homebridge = await CameraHomebridge.start({ url: hub.url, code })
  camera = await HapCamera.pair(await homebridge.accessory('Front door porch'), homebridge.pin)
}, 90_000)

afterAll(async () => {
  await camera?.[Symbol.asyncDispose]()
  await homebridge?.[Symbol.asyncDispose]()
  await hub?.[Symbol.asyncDispose]()
})

/** What a decoder says of a stream: errors as text, and how many pictures. */
function decoded(nals: readonly Uint8Array[]): { readonly errors: string; readonly pictures: number } {
  const input = joinAnnexB(nals)
  const args = ['-v', 'error', '-f', 'h264', '-i', '-', '-f', 'framecrc', '-']
  const { stdout, stderr } = spawnSync('ffmpeg', args, { input, encoding: 'utf8' })
  return { errors: stderr, pictures: stdout.split('\n').filter((line) => /^0,/.test(line)).length }
}

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0
if (!hasFfmpeg) process.stderr.write('camera.test: no ffmpeg here, what HomeKit is sent is not decoded\n')

const gaps = (look: HapLook): number =>
  look.video.packets.filter(({ sequence }, i) => {
    const before = look.video.packets[i - 1]
    return before && (before.sequence + 1) % 65_536 !== sequence
  }).length

describe('a doorbell camera in HomeKit', () => {
  it('shows the picture of this moment', async () => {
    const jpeg = await camera.image(320, 180)
    expect(jpeg.subarray(0, 3).toString('hex')).toBe('ffd8ff')
    const [large, again] = await Promise.all([camera.image(640, 360), camera.image(640, 360)])
    expect(large.length).toBeGreaterThan(jpeg.length)
    expect(again.length).toBeGreaterThan(0)
  })

  it('is looked at and listened to by two at once, each with keys of his own', async () => {
    await using first = new HapLook(camera)
    await using second = new HapLook(camera, 1)
    for (const look of [first, second]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, as phones do
      await look.setup()
      // oxlint-disable-next-line no-await-in-loop -- the same
      await look.start()
    }
    const isServed = ({ video, audio, keyAt }: HapLook): boolean =>
      keyAt !== null && video.packets.length > 60 && audio.packets.length > 60 && video.reports.length > 1
    await until('both to see and hear', () => isServed(first) && isServed(second))
    for (const look of [first, second]) {
      expect([look.video.refused, look.audio.refused, gaps(look)]).toEqual([0, 0, 0])
      const [packet] = look.video.packets
      expect(packet).toMatchObject({ ssrc: look.ssrc, payloadType: 99 })
      expect(Math.max(...look.video.packets.map(({ payload }) => payload.length))).toBeLessThanOrEqual(1_356)
      const report = parseSenderReport(look.video.reports.at(-1) ?? Buffer.alloc(0))
      expect(Math.abs((report?.wallMs ?? 0) - Date.now())).toBeLessThan(5_000)
    }
    expect(first.ssrc).not.toBe(second.ssrc)
    const times = first.audio.packets.map(({ timestamp }) => timestamp)
    expect(new Set(times.slice(1).map((time, i) => (time - (times[i] ?? 0) + 2 ** 32) % 2 ** 32))).toEqual(
      new Set([480]),
    )
    expect(first.audio.packets[0]).toMatchObject({ ssrc: first.audioSsrc, payloadType: 110 })
    // The tone that a virtual camera hears.
    const heard = decodedOpus(first.audio.packets.slice(20).map(({ payload }) => payload))
    expect(shareOf(440, heard)).toBeGreaterThan(0.6)
    if (hasFfmpeg) {
      const { errors, pictures } = decoded(first.nals)
      expect(errors).toBe('')
      expect(pictures).toBeGreaterThan(2)
    }
    await first.end()
    await second.end()
    // Available again.
    expect(await camera.read(HAP.streamingStatus)).toBe(Buffer.from([1, 1, 0]).toString('base64'))
  })

  it('is spoken to, and the house hears it', async () => {
    await using house = await hub.house()
    await using look = new HapLook(camera)
    await look.setup()
    await look.start()
    await until('sound', () => look.audio.packets.length > 0)
    const heard = await until('the house to hear', async () => {
      // What a phone sends in a second and a half, at its pace.
      for (const packet of opusTone(1_000, 75)) {
        look.speak(packet)
        // oxlint-disable-next-line no-await-in-loop -- at its pace
        await later(20)
      }
      const { sound = '' } = (await house.act('listen', 'porch')) as { sound?: string } // cast: its own answer
      const bytes = Buffer.from(sound, 'base64')
      return bytes.length > 4_000 && shareOf(1_000, bytes.subarray(-4_000)) > 0.8
    })
    expect(heard).toBe(true)
    await look.end()
  })

  it('rings, and tells a motion besides, on which alone homes record', async () => {
    await camera.follow(HAP.press, HAP.motion)
    await using house = await hub.house()
    await house.act('ring', 'front')
    await camera.untilTold(HAP.motion, 1)
    await camera.untilTold(HAP.press, 0)
  })
})
