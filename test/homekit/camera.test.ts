// Goal: a phone with HomeKit sees and hears who stands at the door, and speaks to him. Method: a hub with its virtual home, a
// Homebridge with the packed plugin, and a controller that receives SRTP by another hand's code. No Apple device is here.
import { setTimeout as later } from 'node:timers/promises'
import { defaultHome } from '@portico/hub'
import type { FaceRight, FaceView } from '@portico/protocol'
import { parseSenderReport } from '@portico/rtp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HAP, HapCamera } from '../support/hap-camera.ts'
import { CHARACTERISTIC, HapController, SERVICE } from '../support/hap-controller.ts'
import { HapLook } from '../support/hap-look.ts'
import { FRAGMENT_MS, chooseRecording, switchRecording } from '../support/hap-recording.ts'
import { HdsLine } from '../support/hds-line.ts'
import { HomebridgeProcess } from '../support/homebridge-process.ts'
import { HubProcess } from '../support/hub-process.ts'
import { decoded, hasFfmpeg, probed } from '../support/judged-film.ts'
import { decodedOpus, opusTone } from '../support/opus-tone.ts'
import { Owner, postHook } from '../support/people.ts'
import { shareOf } from '../support/tone.ts'
import { until } from '../support/until.ts'

const heardHome = defaultHome
  .replaceAll(
    /view: (outside|inside) } }/g,
    (_, view: string) => `view: ${view}, framesPerSecond: 5, hears: ${view === 'outside'} } }`,
  )
  .replace('{ id: porch, view: outside }', '{ id: porch, view: outside, sound: live }')

/** Reasons of HomeKit Data Stream. */
const NOT_ALLOWED = 1
const BUSY = 2

if (!hasFfmpeg) process.stderr.write('camera.test: no ffmpeg here, what HomeKit is sent is not decoded\n')

let hub: HubProcess
let homebridge: HomebridgeProcess
let camera: HapCamera

beforeAll(async () => {
  hub = await HubProcess.start({ settings: heardHome })
  await using owner = await Owner.signIn(hub)
  const reply = await owner.post('/api/v1/faces/code')
  // cast: the hub's own schema
  const { code } = (await reply.json()) as { code: string }
  homebridge = await HomebridgeProcess.start({ config: { url: hub.url, code } })
  camera = await HapCamera.pair(await homebridge.portOf('Front door porch'), homebridge.pin)
}, 90_000)

afterAll(async () => {
  await camera?.[Symbol.asyncDispose]()
  await homebridge?.[Symbol.asyncDispose]()
  await hub?.[Symbol.asyncDispose]()
})

const gaps = (look: HapLook): number =>
  look.video.packets.filter(({ sequence }, i) => {
    const before = look.video.packets[i - 1]
    return before && (before.sequence + 1) % 65_536 !== sequence
  }).length

/** Nobody looks any more. */
const isEnded = async (): Promise<boolean> =>
  (await camera.read(HAP.streamingStatus)) === Buffer.from([1, 1, 0]).toString('base64')

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
    expect(await camera.untilTold(HAP.motion, 1)).toBe(true)
    expect(await camera.untilTold(HAP.press, 0)).toBe(true)
  })
})

/** As much as is asked for: a recording then begins with more than can have been filmed since it was asked for. */
async function untilPastIsKept(): Promise<void> {
  let stream = 100
  await until('the past to be kept', async () => {
    using line = await HdsLine.open(camera)
    const asked = performance.now()
    if ((await line.record((stream += 1))) !== 0) return false
    const first = await until('a fragment', () => line.recorded[1])
    line.close(stream)
    return first.at - asked < FRAGMENT_MS - 500
  })
}

describe('HomeKit Secure Video', () => {
  it('records nothing that is switched off', async () => {
    using line = await HdsLine.open(camera)
    expect(await line.record(1)).toBe(NOT_ALLOWED)
    await chooseRecording(camera)
    expect(await line.record(2)).toBe(NOT_ALLOWED)
    await switchRecording(camera, true)
    await camera.write(HAP.cameraActive, false)
    expect(await line.record(3)).toBe(NOT_ALLOWED)
    await camera.write(HAP.cameraActive, true)
  })

  it('records what was before the ring, what follows, and an end; one at a time', async () => {
    await using house = await hub.house()
    await untilPastIsKept()
    const rang = performance.now()
    await house.act('ring', 'front')
    using line = await HdsLine.open(camera)
    // The recording before this one may have to end first.
    let stream = 200
    await until('the recording', async () => (await line.record((stream += 1))) === 0)
    await until('the past', () => line.recorded.length >= 2)
    using second = await HdsLine.open(camera)
    expect(await second.record(8)).toBe(BUSY)
    await until('the last fragment', () => line.recorded.at(-1)?.isLast)
    line.acknowledge(stream)
    const [init, first, ...more] = line.recorded
    expect(init?.kind).toBe('mediaInitialization')
    expect(new Set([first, ...more].map((each) => each?.kind))).toEqual(new Set(['mediaFragment']))
    // Sent before it could have been filmed.
    expect((first?.at ?? Infinity) - rang).toBeLessThan(FRAGMENT_MS - 500)
    if (hasFfmpeg) {
      // Each fragment begins with a key picture: it can be read behind the first bytes alone.
      const alone = Buffer.concat([init, more.at(-1)].map((each) => each?.data ?? Buffer.alloc(0)))
      expect(probed(alone)).toMatchObject({ errors: '', codecs: ['h264', 'aac'] })
      const whole = probed(Buffer.concat(line.recorded.map(({ data }) => data)))
      expect(whole).toMatchObject({ errors: '', codecs: ['h264', 'aac'] })
      const length = (FRAGMENT_MS / 1000) * (line.recorded.length - 1)
      expect(Math.abs(whole.seconds - length)).toBeLessThan(line.recorded.length)
    }
  })

  it('goes on after Homebridge was started again, until it is switched off', async () => {
    await homebridge.stop()
    await camera[Symbol.asyncDispose]()
    await homebridge.begin()
    camera = await camera.again(await homebridge.portOf('Front door porch'))
    using line = await HdsLine.open(camera)
    // Its line to the hub may not be there yet: a home asks again as well.
    let stream = 20
    await until('a recording', async () => (await line.record((stream += 1))) === 0)
    await until('a fragment', () => line.recorded.length >= 2)
    line.close(stream)
    await switchRecording(camera, false)
    using other = await HdsLine.open(camera)
    expect(await other.record(9)).toBe(NOT_ALLOWED)
  })
})

describe('what is not so', () => {
  it('is not told as so: a visit that is only expected is no motion', async () => {
    await camera.follow(HAP.motion)
    await using owner = await Owner.signIn(hub)
    await owner.claim()
    await postHook(hub)
    await until('a visit that is expected', async () => (await owner.sessions())[0]?.phase === 'armed')
    expect(await camera.read(HAP.motion)).toBe(0)
    expect(camera.told).toEqual([])
  })

  it('is not shown as so: nobody is left before a camera that is silent, and there is no picture of it', async () => {
    await using house = await hub.house()
    await using look = new HapLook(camera)
    await look.setup()
    await look.start()
    await until('a key picture', () => look.keyAt)
    await house.act('freeze', 'porch', { how: 'silent' })
    await until('the end', isEnded)
    await expect(camera.image(640, 360)).rejects.toThrow(/-70402|error|status/i)
    await house.act('freeze', 'porch', { how: 'off' })
    const jpeg = await until('a picture again', () => camera.image(640, 360).catch(() => null))
    expect(jpeg.length).toBeGreaterThan(0)
  })
})

/** Everything that a face of its kind usually may, with its cameras or without. */
async function mayShowCameras(may: boolean): Promise<void> {
  await using owner = await Owner.signIn(hub)
  const [face] = await owner.get<FaceView[]>('/api/v1/faces')
  const others: readonly FaceRight[] = face?.rights.filter((right) => right !== 'camera') ?? []
  const { code } = await hub.ask({ type: 'rules-code' })
  const wished = { rights: may ? [...others, 'camera'] : others, doors: null, code }
  expect((await owner.post(`/api/v1/faces/${face?.id}/rights`, wished)).status).toBe(200)
}

describe('the right to show cameras', () => {
  it('is followed as it goes and as it comes, while Homebridge runs', async () => {
    await using bridge = await HapController.pair(homebridge, homebridge.pin)
    const bell = {
      accessory: 'Front door',
      service: SERVICE.doorbell,
      characteristic: CHARACTERISTIC.press,
    }
    expect(await bridge.seek(bell)).toBeNull()
    await using look = new HapLook(camera)
    await look.setup()
    await look.start()
    await until('a key picture', () => look.keyAt)
    await mayShowCameras(false)
    await until('the look to end', isEnded)
    await look.end()
    // Nobody is shown anything, and who rings is heard at the door itself.
    const press = await bridge.find(bell)
    await expect(camera.image(320, 180)).rejects.toThrow(/-70402|error|status/i)
    await bridge.listen([press])
    await using house = await hub.house()
    await house.act('ring', 'front')
    await bridge.untilTold(press, 0)

    await mayShowCameras(true)
    await until('the bell of the door to be gone', async () => (await bridge.seek(bell)) === null)
    expect((await until('a picture', () => camera.image(320, 180).catch(() => null))).length).toBeGreaterThan(
      0,
    )

    // A Homebridge that starts without it, and is given it later.
    await mayShowCameras(false)
    await bridge.find(bell)
    await homebridge.stop()
    await homebridge.begin()
    await using again = HapController.with(homebridge, bridge.keys)
    await again.find(bell)
    expect(homebridge.output).not.toContain('Front door porch')
    await mayShowCameras(true)
    await camera[Symbol.asyncDispose]()
    camera = await camera.again(await homebridge.portOf('Front door porch'))
    expect((await camera.image(320, 180)).length).toBeGreaterThan(0)
    expect(homebridge.isAlive).toBe(true)
  })
})
