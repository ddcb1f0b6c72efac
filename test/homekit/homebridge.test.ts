// Goal: HomeKit shows what is proved and nothing else, its commands go through the gate with the face's right and stand in
// the journal, and nothing that a controller or Homebridge does disturbs a visit. Method: a real Homebridge process with
// the plugin as it is packed, paired and driven over HAP by a controller that is not ours, before a real hub and house.
import { connect } from 'node:net'
import type { JournalLine } from '@portico/core'
import type { FaceView, LiveEvent } from '@portico/protocol'
import { describe, expect, test } from 'vitest'
import { AppleRoom, faceCode, pointsOf } from '../support/apple-room.ts'
import { CHARACTERISTIC, HapController, SERVICE } from '../support/hap-controller.ts'
import { lineFindings } from '../support/line-findings.ts'
import { until } from '../support/until.ts'
import type { Visit } from '../support/visit.ts'

// HAP R2, chapter 9.
const UNSECURED = 0
const SECURED = 1
const JAMMED = 2
const UNKNOWN = 3
const CLOSED = 0
const OPEN = 1
// HAP R2, table 6-11.
const NO_RIGHT = -70401
const UNREACHABLE = -70402
const NOT_NOW = -70412

async function homekitFace({ owner }: Visit): Promise<FaceView> {
  const faces = await owner.get<FaceView[]>('/api/v1/faces')
  const face = faces.find(({ kind }) => kind === 'homekit')
  if (!face) throw new Error('no face')
  return face
}

async function allow({ hub, owner }: Visit, { id, rights, doors }: FaceView): Promise<void> {
  const { code } = await hub.ask({ type: 'rules-code' })
  const answer = await owner.post(`/api/v1/faces/${id}/rights`, { rights, doors, code })
  expect(answer.status).toBe(200)
}

function journalOf({ hub }: Visit): readonly JournalLine[] {
  const { out, code, err } = hub.command('journal', 'export')
  expect([code, err]).toEqual([0, ''])
  // cast: our own journal
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JournalLine)
}

const told = ({ owner }: Visit, type: string): LiveEvent[] =>
  owner.told.filter((event) => event.type === type)

describe('Homebridge', () => {
  test('shows a whole delivery as it is proved, and lets nobody open', async () => {
    await using room = await AppleRoom.open()
    const { visit, controller, points, homebridge } = room
    const { current, target, leaf, leafFault, tampered, delivery, alarm, battery } = points
    const face = await homekitFace(visit)
    expect(face).toMatchObject({
      name: 'Homebridge',
      rights: ['see', 'camera', 'lock', 'refuse'],
      isLive: true,
    })
    await controller.untilRead(current, ({ value }) => value === SECURED)
    for (const [point, value] of [
      [target, SECURED],
      [leaf, CLOSED],
      [leafFault, 0],
      [tampered, 0],
      [delivery, 0],
      [alarm, 0],
      [battery, 100],
    ] as const)
      expect(await controller.read(point)).toEqual({ value, status: 0 })
    await controller.listen(Object.values(points))

    // Locking is the face's own right, and stands in the journal as its act.
    expect(await controller.write(target, SECURED)).toBe(0)
    const asked = await visit.owner.untilTold('LockAsked')
    expect(asked.data).toMatchObject({ by: face.id, face: 'homekit' })

    // Opening is not; and with the right it wants a PIN, which HomeKit has none of.
    expect(await controller.write(target, UNSECURED)).toBe(NO_RIGHT)
    await controller.untilTold(target, SECURED)
    await allow(visit, { ...face, rights: [...face.rights, 'open'] })
    // A face whose rights change is asked to come in anew.
    await controller.untilRead(target, ({ value }) => value === SECURED)
    expect(await controller.write(target, UNSECURED)).toBe(NOT_NOW)
    expect((await controller.read(target)).value).toBe(SECURED)
    expect(await visit.unlocksReceived()).toBe(0)

    await visit.armed()
    expect((await controller.read(delivery)).value).toBe(0)
    await visit.courier.arrive()
    await visit.owner.untilTold('ApprovalAsked')
    await controller.untilTold(delivery, 1)
    expect(await visit.owner.approve()).toEqual({ ok: true })
    await controller.untilTold(current, UNSECURED)
    await controller.untilTold(target, UNSECURED)
    await visit.open()
    await controller.untilTold(leaf, OPEN)
    expect(await controller.write(target, UNSECURED)).toBe(NOT_NOW)
    await visit.leave()
    await controller.untilTold(leaf, CLOSED)
    await controller.untilTold(current, SECURED)
    await controller.untilTold(delivery, 0)
    expect((await visit.closed()).outcome).toBe('delivered')
    const secured = told(visit, 'DoorSecured').at(-1)
    expect(secured).toBeDefined()
    expect(homebridge.output).not.toMatch(/slow to respond|unhandled|didn't respond/i)

    const lines = journalOf(visit)
    const about = lines.filter(({ data }) => JSON.stringify(data).includes(face.id))
    expect(about.map(({ type }) => type)).toEqual(expect.arrayContaining(['LockAsked', 'SecurityNotice']))
    const refused = lines.filter(({ type, data }) => type === 'Refused' && data['command'] === 'RequestOpen')
    const missing = { code: 'ASSURANCE_MISSING', by: face.id, face: 'homekit' }
    expect(refused.map(({ data }) => data)).toMatchObject([missing, missing])
    expect(await lineFindings(lines)).toEqual([])
  })

  test('a wish to lock in the middle of a visit ends it, a killed Homebridge disturbs none', async () => {
    await using room = await AppleRoom.open()
    const { visit, controller, points, homebridge } = room
    const face = await homekitFace(visit)
    await visit.unlocked()
    await controller.listen([points.current, points.delivery])
    expect(await controller.write(points.target, SECURED)).toBe(0)
    const aborted = await visit.owner.untilTold('AbortNoted')
    expect(aborted.data).toMatchObject({ by: face.id, face: 'homekit' })
    await homebridge.kill()
    const { outcome } = await visit.closed()
    expect(outcome).not.toBe('delivered')
    await until('the door to be locked', () => visit.isLocked())

    // What the last Homebridge kept of its accessories is no word on today's door.
    await homebridge.begin()
    await using again = HapController.with(homebridge, controller.keys)
    expect(await pointsOf(again)).toEqual(points)
    await again.untilRead(points.current, ({ value }) => value === SECURED)
    expect(homebridge.pairingFile).not.toBeNull()
    expect(await lineFindings(journalOf(visit))).toEqual([])
  })

  test('of the hub says jammed, alarmed and unknown as such, and nothing old when the hub is gone', async () => {
    await using room = await AppleRoom.open('own')
    expect(room.homebridge.pairingFile).toBeNull()
    const { visit, controller, points, homebridge } = room
    const { current, target, leaf, leafFault, alarm, delivery } = points
    await controller.untilRead(current, ({ value }) => value === SECURED)
    await controller.listen(Object.values(points))
    await visit.act('turn', 'front', { to: 'unlock' })
    await controller.untilTold(current, UNSECURED)
    await visit.act('jam', 'front', { on: true, at: 0.5 })
    await controller.write(target, SECURED)
    await controller.untilTold(current, JAMMED)
    await controller.untilTold(alarm, 1)
    await visit.act('jam', 'front', { on: false })

    // One that stands still says nothing either: whoever writes is told so, and what he has given up opens nothing later.
    process.kill(visit.hub.pid, 'SIGSTOP')
    expect(await controller.write(target, UNSECURED)).toBe(UNREACHABLE)
    await controller.untilTold(current, UNKNOWN)
    expect(await controller.read(leaf)).toMatchObject({ status: UNREACHABLE })
    process.kill(visit.hub.pid, 'SIGCONT')
    await controller.untilRead(current, ({ value }) => value === SECURED)
    expect(await visit.unlocksReceived()).toBe(0)
    expect(journalOf(visit).map(({ type }) => type)).toContain('HubStalled')

    controller.events.length = 0
    await visit.hub.kill()
    await controller.untilTold(current, UNKNOWN)
    await controller.untilTold(leafFault, 1)
    for (const point of [target, leaf, alarm, delivery])
      expect(await controller.read(point)).toMatchObject({ status: UNREACHABLE })
    expect((await controller.read(current)).value).toBe(UNKNOWN)
    expect(await controller.write(target, SECURED)).toBe(UNREACHABLE)
    // One that starts meanwhile knows no better.
    await homebridge.kill()
    await homebridge.begin()
    await using again = HapController.with(homebridge, controller.keys)
    expect((await again.read(current)).value).toBe(UNKNOWN)
    expect(await again.read(leaf)).toMatchObject({ status: UNREACHABLE })

    await visit.hub.begin()
    await again.untilRead(leaf, ({ status }) => status === 0, 60_000)
    await again.untilRead(current, ({ value }) => value !== UNKNOWN, 60_000)
  })

  test('takes a flood, half-open sockets and strangers without harm, and two controllers at once', async () => {
    await using room = await AppleRoom.open()
    const { visit, controller, points, homebridge } = room
    await expect(HapController.pair(homebridge, '111-22-333')).rejects.toThrow(/M2|pair/i)
    await using second = await controller.invite()
    await second.listen([points.delivery])
    const silent = Array.from({ length: 40 }, () => connect(homebridge.port, '127.0.0.1'))
    for (const socket of silent) {
      socket.on('error', () => undefined)
      socket.write('PUT /characteristics HTTP/1.1\r\ncontent-length: 4096\r\n\r\n{')
    }
    await visit.asked()
    await controller.listen([points.delivery])
    const flood = await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        at % 2 === 0 ? controller.write(points.target, UNSECURED) : second.read(points.current),
      ),
    )
    expect(flood.filter((answer) => answer === 0)).toEqual([])
    expect(await visit.owner.approve()).toEqual({ ok: true })
    await visit.owner.untilTold('DoorUnlocked')
    await visit.open()
    await visit.leave()
    expect((await visit.closed()).outcome).toBe('delivered')
    expect(await visit.unlocksReceived()).toBe(1)
    await second.untilTold(points.delivery, 0)
    await controller.untilTold(points.delivery, 0)
    for (const socket of silent) socket.destroy()
    expect(homebridge.isAlive).toBe(true)
  })

  test('says once what is wrong with a code, and takes the next one', async () => {
    await using room = await AppleRoom.open()
    const { visit, homebridge } = room
    const { url } = visit.hub
    const face = await homekitFace(visit)
    const known = homebridge.pairingFile
    // The face is taken out: its Homebridge says so and shows nothing.
    expect((await visit.owner.post(`/api/v1/faces/${face.id}/revoke`)).status).toBe(200)
    await until('the plugin to say so', () => homebridge.output.includes('does not let us in'))
    expect(await room.controller.read(room.points.leaf)).toMatchObject({ status: UNREACHABLE })
    for (const wrong of ['00000000', '00000001']) {
      await homebridge.stop()
      homebridge.configure({ url, code: wrong })
      await homebridge.begin()
      await until('the plugin to say so', () =>
        /does not know this code|does not let us in/.test(homebridge.output),
      )
    }
    // Settings that lead nowhere: what the last start kept of the door is not told either.
    await homebridge.stop()
    homebridge.configure({ url: 'nowhere' })
    await homebridge.begin()
    await until('the plugin to say so', () => homebridge.output.includes('the address of the hub is needed'))
    await using lost = HapController.with(homebridge, room.controller.keys)
    await lost.untilRead(room.points.leaf, ({ status }) => status === UNREACHABLE)
    expect((await lost.read(room.points.current)).value).toBe(UNKNOWN)
    const { code } = await faceCode(visit)
    await homebridge.stop()
    homebridge.configure({ url, code })
    await homebridge.begin()
    await until('the plugin to be let in', () => /the hub at .* is there/.test(homebridge.output))
    expect(homebridge.pairingFile).not.toBe(known)
    const next = await homekitFace(visit)
    expect(next.id).not.toBe(face.id)

    // A door that it may show no longer is gone, not silent.
    await using looking = HapController.with(homebridge, room.controller.keys)
    const lock = { accessory: 'Front door', service: SERVICE.lock, characteristic: CHARACTERISTIC.current }
    await looking.find(lock)
    await allow(visit, { ...next, doors: [] })
    await until('the door to be gone', async () => (await looking.seek(lock)) === null)
    await allow(visit, { ...next, doors: null })
    await looking.find(lock)
  })
})
