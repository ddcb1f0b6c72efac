// Goal: each order of a door goes to its own devices, each report to the doors it is about, and what is lost is unknown.
// Method: doors and two plugins whose keepers note what they are asked.
import { type DoorCommandBody, type DoorId, defaultSettings, doorId, instant, op } from '@portico/core'
import type { CameraSource, LockTraits } from '@portico/plugin-api'
import { HubError } from '@portico/ports'
import { TestClock } from '@portico/testing'
import { describe, expect, it } from 'vitest'
import type { CheckedDoor, CheckedPlugin } from '../../src/hub.ts'
import { DoorHardware, type DeviceKeeper } from '../../src/plugins/door-hardware.ts'
import { HouseDevices } from '../../src/plugins/house-devices.ts'
import type { PluginChild } from '../../src/plugins/plugin-child.ts'
import type { UnlockResult } from '../../src/plugins/unlock-result.ts'

const door = (id: string, edge: string | null = `${id}-edge`): CheckedDoor => ({
  id: doorId(id),
  name: id,
  lock: `${id}-lock`,
  contact: `${id}-contact`,
  edge,
  bell: 'bell',
  cameras: [{ id: 'hall', view: 'inside', witness: true }],
  settings: defaultSettings,
})

const plugin = (
  name: string,
  ids: readonly (readonly [string, CheckedPlugin['devices'][number]['kind']])[],
): CheckedPlugin => ({
  name,
  module: name,
  kind: 'real',
  devices: ids.map(([id, kind]) => ({ id, kind, options: {} })),
})

const locks = plugin('locks', [
  ['front-lock', 'lock'],
  ['front-contact', 'contact'],
  ['front-edge', 'edge'],
  ['bell', 'bell'],
  ['hall', 'camera'],
])
const more = plugin('more', [
  ['back-lock', 'lock'],
  ['back-contact', 'contact'],
])

const path = { id: 'radio', exclusive: true }
const traits: LockTraits = {
  boltWitness: 'measured',
  autoRelock: false,
  timedUnlockMaxMs: null,
  exit: 'free',
  path,
}
const source: CameraSource = {
  rtsp: 'rtsp://10.0.0.7',
  username: null,
  password: null,
  liveness: { method: 'none' },
}
const bolt = { bolt: 'locked', q: 1, source: 'query', battery: null, credential: null } as const
const OP = op('s_1#0')
const order = { op: OP, notAfter: instant(1) }

class House {
  readonly reports: (readonly [door: DoorId, body: DoorCommandBody])[] = []
  readonly rings: DoorId[] = []
  readonly cameras: string[] = []
  readonly losses: string[] = []
  readonly logged: string[] = []
  /** The camera engine takes no address. */
  isBlind = false
  readonly devices: HouseDevices

  constructor(doors: readonly CheckedDoor[] = [door('front'), door('back', null)]) {
    const log =
      (level: string) =>
      (_: unknown, message?: string): void =>
        void this.logged.push(`${level} ${message}`)
    this.devices = new HouseDevices({
      doors,
      clock: new TestClock(),
      log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
      report: (id, body) => void this.reports.push([id, body]),
      ring: (id) => void this.rings.push(id),
      setCamera: (id, view, { rtsp }) => {
        if (this.isBlind) throw new HubError('HUB_CAMERA_SOURCE', 'no such address')
        this.cameras.push(`${id} ${view} ${rtsp}`)
      },
      pluginLost: (name, why) => void this.losses.push(`${name} ${why}`),
    })
  }

  /** Everything is offered and serves. */
  serve(): this {
    const [first, second] = [this.devices.eventsFor(locks), this.devices.eventsFor(more)]
    for (const [id, events] of [
      ['front', first],
      ['back', second],
    ] as const) {
      events.offered({ kind: 'lock', id: `${id}-lock`, traits })
      events.offered({ kind: 'contact', id: `${id}-contact`, path: { id: `${id}-contact`, exclusive: true } })
      events.up()
    }
    return this
  }

  fitness(): readonly (string | null)[] {
    return this.reports.flatMap(([id, body]) =>
      body.type === 'ReportFitness' ? [`${id} ${body.unfit}`] : [],
    )
  }
  lost(): readonly string[] {
    return this.reports.flatMap(([id, body]) => (body.type === 'ReportLost' ? [`${id} ${body.device}`] : []))
  }
}

describe('a door', () => {
  it('is unfit until both its witnesses are known and serve, and told when they are', () => {
    const house = new House()
    const events = house.devices.eventsFor(locks)
    events.up()
    events.offered({ kind: 'lock', id: 'front-lock', traits })
    events.up()
    events.offered({ kind: 'contact', id: 'front-contact', path: { id: 'other', exclusive: true } })
    events.up()
    expect(house.fitness()).toEqual(['front LOCK_UNFIT', 'front LOCK_UNFIT', 'front null'])
  })

  it('without an edge is not fit to let anybody in, which is told once in the log', () => {
    const house = new House().serve()
    expect(house.fitness()).toEqual(['front null', 'back DEADMAN_UNARMED'])
    expect(house.logged).toEqual(['warn door is not fit'])
  })

  it('loses all that its plugin served, is unfit at once, and asks again when it is back', () => {
    const house = new House().serve()
    const events = house.devices.eventsFor(locks)
    house.reports.length = 0
    events.lost('died', 'ended with 1')
    expect(house.lost()).toEqual(['front lock', 'front contact', 'front edge'])
    expect(house.fitness()).toEqual(['front LOCK_UNFIT'])
    expect(house.losses).toEqual(['locks died'])
    events.up()
    expect(house.fitness()).toEqual(['front LOCK_UNFIT', 'front null'])
  })

  it('loses one device that cannot be reached, and no other', () => {
    const house = new House().serve()
    const events = house.devices.eventsFor(locks)
    house.reports.length = 0
    events.reachable('front-contact', false)
    events.reachable('front-contact', true)
    expect(house.reports).toEqual([['front', { type: 'ReportLost', device: 'contact' }]])
    expect(house.logged.slice(-2)).toEqual(['warn device lost', 'info device is back'])
  })
})

describe('a report', () => {
  it('goes to the door that the device serves there, and to no other', () => {
    const house = new House().serve()
    const events = house.devices.eventsFor(locks)
    house.reports.length = 0
    events.report({ kind: 'lock', device: 'front-lock', report: bolt })
    events.report({
      kind: 'contact',
      device: 'front-contact',
      report: { contact: 'open', q: null, source: 'auto' },
    })
    events.report({ kind: 'edge', device: 'front-edge', report: { type: 'tamper', on: true } })
    events.report({ kind: 'lock', device: 'neighbour', report: bolt })
    expect(house.reports).toEqual([
      ['front', { type: 'ReportBolt', ...bolt }],
      ['front', { type: 'ReportContact', contact: 'open', q: null, source: 'auto' }],
      ['front', { type: 'ReportTamper', on: true }],
    ])
  })

  it('of a bell rings at each door that has it', () => {
    const house = new House()
    house.devices.eventsFor(locks).report({ kind: 'bell', device: 'bell' })
    expect(house.rings).toEqual(['front', 'back'])
  })

  it('of a camera connects it as the door looks through it; one of no door is left alone', () => {
    const house = new House()
    const events = house.devices.eventsFor(locks)
    events.offered({ kind: 'camera', id: 'hall', source })
    events.report({ kind: 'camera', device: 'hall', source: { ...source, rtsp: 'rtsp://10.0.0.8' } })
    events.offered({ kind: 'camera', id: 'attic', source })
    expect(house.cameras).toEqual(['hall inside rtsp://10.0.0.7', 'hall inside rtsp://10.0.0.8'])
    house.isBlind = true
    events.report({ kind: 'camera', device: 'hall', source })
    expect(house.logged).toEqual(['error camera not connected'])
  })
})

/** Notes what it is asked, and answers as a test wants. */
class Keeper implements DeviceKeeper {
  readonly asked: unknown[] = []
  fails = new Set<string>()
  handed: 'handed' | 'LOCK_UNREACHABLE' = 'handed'
  onResult: (result: UnlockResult) => void = () => {}

  unlock(
    device: string,
    of: typeof order,
    onResult: (result: UnlockResult) => void,
  ): 'handed' | 'LOCK_UNREACHABLE' {
    this.asked.push({ type: 'unlock', device, order: of })
    this.onResult = onResult
    return this.handed
  }
  async ask(ask: Parameters<DeviceKeeper['ask']>[0]): ReturnType<DeviceKeeper['ask']> {
    this.asked.push(ask)
    if ('device' in ask && this.fails.has(ask.device)) throw new HubError('HUB_PLUGIN_DOWN', ask.device)
    return null
  }
}

describe('an order', () => {
  const hardware = (
    keeper: Keeper | null,
    of: CheckedDoor = door('front'),
  ): { readonly door: DoorHardware; readonly reports: DoorCommandBody[] } => {
    const reports: DoorCommandBody[] = []
    const parts = {
      door: of,
      keeperOf: () => keeper,
      report: (body: DoorCommandBody) => void reports.push(body),
    }
    return { door: new DoorHardware(parts), reports }
  }

  it('to unlock is handed over in this tick, or the lock is unreachable', () => {
    const keeper = new Keeper()
    expect(hardware(keeper).door.unlock(order)).toBe('handed')
    expect(keeper.asked).toEqual([{ type: 'unlock', device: 'front-lock', order }])
    keeper.handed = 'LOCK_UNREACHABLE'
    expect(hardware(keeper).door.unlock(order)).toBe('LOCK_UNREACHABLE')
    expect(hardware(null).door.unlock(order)).toBe('LOCK_UNREACHABLE')
  })

  it.each<[UnlockResult, string | null]>([
    ['late', 'TOO_LATE'],
    ['refused', 'LOCK_REFUSED'],
    ['accepted', null],
    ['doubt', null],
  ])('to unlock that was %s is void by: %s', (result, code) => {
    const keeper = new Keeper()
    const { door: front, reports } = hardware(keeper)
    front.unlock(order)
    keeper.onResult(result)
    expect(reports).toEqual(
      code === null ? [] : [{ type: 'ReportEffect', effect: 'UnlockDoor', op: OP, result: 'void', code }],
    )
  })

  it('goes to the device that the settings name for it', async () => {
    const keeper = new Keeper()
    const { door: front } = hardware(keeper)
    const arm = { op: OP, epoch: 1, withinMs: 210_000, silenceActMs: 12_000, silenceAlarmMs: 15_000 }
    const beat = { epoch: 1, sent: instant(1), seq: 1 }
    await front.lock(3)
    await front.query(7)
    await front.arm(arm)
    await front.disarm(OP)
    await front.release(OP)
    await front.heartbeat(beat)
    await front.siren(true)
    expect(keeper.asked).toEqual([
      { type: 'lock', device: 'front-lock', op: 'front/lock-3' },
      { type: 'query', device: 'front-lock', q: 7 },
      { type: 'query', device: 'front-contact', q: 7 },
      { type: 'arm', device: 'front-edge', order: arm },
      { type: 'disarm', device: 'front-edge', op: OP },
      { type: 'release', device: 'front-edge', op: OP },
      { type: 'heartbeat', device: 'front-edge', beat },
      { type: 'siren', device: 'front-edge', on: true },
    ])
  })

  it('to ask both witnesses asks the second also when the first fails', async () => {
    const keeper = new Keeper()
    keeper.fails.add('front-lock')
    await expect(hardware(keeper).door.query(1)).rejects.toMatchObject({ message: 'front-lock' })
    expect(keeper.asked).toHaveLength(2)
  })

  it('to an edge that is not there arms nothing, and that is told; the rest needs nothing done', async () => {
    const keeper = new Keeper()
    const { door: back } = hardware(keeper, door('back', null))
    const arm = { op: OP, epoch: 1, withinMs: 210_000, silenceActMs: 12_000, silenceAlarmMs: 15_000 }
    await expect(back.arm(arm)).rejects.toMatchObject({ code: 'HUB_DEVICE_MISSING' })
    await back.disarm(OP)
    await back.release(OP)
    await back.siren(true)
    await back.heartbeat({ epoch: 1, sent: instant(1), seq: 1 })
    expect(keeper.asked).toEqual([])
  })

  it('before its plugin was started fails and may be tried again', async () => {
    await expect(hardware(null).door.lock(1)).rejects.toMatchObject({
      code: 'HUB_PLUGIN_DOWN',
      retryable: true,
    })
  })
})

describe('an act in the simulated world', () => {
  const act = { act: 'ring', on: 'front', options: {} }
  // cast: of a plugin only what it is asked is looked at
  const childOf = (keeper: Keeper): PluginChild => keeper as unknown as PluginChild

  it('goes to the plugin of the device it names, else to the world', async () => {
    const house = new House()
    const [world, other] = [new Keeper(), new Keeper()]
    house.devices.attach({ ...locks, kind: 'virtual' }, childOf(world))
    house.devices.attach({ ...more, kind: 'virtual' }, childOf(other))
    expect(await house.devices.act(act)).toEqual({})
    await house.devices.act({ ...act, on: 'back-lock' })
    expect([world.asked.length, other.asked.length]).toEqual([1, 1])
  })

  it('is not done in a real home', async () => {
    const house = new House()
    house.devices.attach(locks, childOf(new Keeper()))
    await expect(house.devices.act(act)).rejects.toMatchObject({
      code: 'HUB_DEVICE_MISSING',
      message: 'this home is real: nothing in it can be done from here',
    })
  })

  it('leads orders of a door to its own keeper', async () => {
    const house = new House()
    const keeper = new Keeper()
    house.devices.attach(locks, childOf(keeper))
    const [front, back] = [door('front'), door('back')].map((each) => house.devices.devicesOf(each))
    expect([front?.unlock(order), back?.unlock(order)]).toEqual(['handed', 'LOCK_UNREACHABLE'])
    keeper.onResult('refused')
    expect(house.reports).toEqual([
      ['front', { type: 'ReportEffect', effect: 'UnlockDoor', op: OP, result: 'void', code: 'LOCK_REFUSED' }],
    ])
  })
})
