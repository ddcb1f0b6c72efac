// Goal: each order of a door goes to its own devices, each report to the doors it is about, and what is lost is unknown.
// Method: doors and two plugins whose keepers note what they are asked.
import { type DoorCommandBody, instant } from '@portico/core'
import { type EdgeLink, HubLink, verifierOf } from '@portico/edge'
import { TestClock } from '@portico/testing'
import { describe, expect, it } from 'vitest'
import type { CheckedDoor } from '../../src/config/checked-settings.ts'
import { DoorHardware } from '../../src/plugins/door-hardware.ts'
import type { PluginChild } from '../../src/plugins/plugin-child.ts'
import type { UnlockResult } from '../../src/plugins/unlock-result.ts'
import {
  door,
  locks,
  more,
  traits,
  source,
  bolt,
  OP,
  order,
  pinOrder,
  hubKeys,
  edgeKeys,
  frontEdge,
  House,
  Keeper,
} from './house-devices-bench.ts'

/** Only a mail has bytes behind its message. */
const NO_TAIL = new Uint8Array()

describe('a door', () => {
  it('is unfit until both its witnesses are known and serve, and told when they are', () => {
    const house = new House()
    const events = house.devices.eventsFor(locks)
    events.offered({ kind: 'edge', id: 'front-edge', key: edgeKeys.publicKey })
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
    expect(house.logged).toEqual(['info edge paired', 'warn door is not fit'])
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
    events.report({ kind: 'lock', device: 'front-lock', report: bolt }, NO_TAIL)
    events.report(
      {
        kind: 'contact',
        device: 'front-contact',
        report: { contact: 'open', q: null, source: 'auto' },
      },
      NO_TAIL,
    )
    const edge = frontEdge()
    edge.hear(house.edges.helloTo('front-edge') ?? '', house.clock.mono())
    for (const frame of edge.say({ type: 'tamper', on: true }, house.clock.mono()))
      events.report({ kind: 'edge', device: 'front-edge', frame }, NO_TAIL)
    events.report({ kind: 'lock', device: 'neighbour', report: bolt }, NO_TAIL)
    expect(house.reports).toEqual([
      ['front', { type: 'ReportBolt', ...bolt }],
      ['front', { type: 'ReportContact', contact: 'open', q: null, source: 'auto' }],
      ['front', { type: 'ReportTamper', on: true }],
    ])
  })

  it('of a bell rings at each door that has it', () => {
    const house = new House()
    house.devices.eventsFor(locks).report({ kind: 'bell', device: 'bell' }, NO_TAIL)
    expect(house.rings).toEqual(['front', 'back'])
  })

  it('of a camera connects it as the door looks through it; one of no door is left alone', () => {
    const house = new House()
    const events = house.devices.eventsFor(locks)
    events.offered({ kind: 'camera', id: 'hall', source })
    events.report({ kind: 'camera', device: 'hall', source: { ...source, rtsp: 'rtsp://10.0.0.8' } }, NO_TAIL)
    events.offered({ kind: 'camera', id: 'attic', source })
    expect(house.cameras).toEqual(['hall inside rtsp://10.0.0.7', 'hall inside rtsp://10.0.0.8'])
    house.isBlind = true
    events.report({ kind: 'camera', device: 'hall', source }, NO_TAIL)
    expect(house.logged).toEqual(['error camera not connected'])
  })
})

describe('an order', () => {
  const clock = new TestClock()

  /** What the edge makes of what it was sent. */
  const readBy = (edge: EdgeLink, asked: readonly unknown[]): readonly unknown[] =>
    asked.map((ask) => {
      // cast: asked of an edge
      const heard = edge.hear((ask as { readonly frame: string }).frame, clock.mono())
      return heard.fault ?? heard.word
    })

  const hardware = (
    keeper: Keeper | null,
    of: CheckedDoor = door('front'),
    isPaired = true,
  ): { readonly door: DoorHardware; readonly reports: DoorCommandBody[] } => {
    const reports: DoorCommandBody[] = []
    const line = new HubLink({
      edge: 'front-edge',
      epoch: 7,
      sign: hubKeys.sign,
      verify: verifierOf(edgeKeys.publicKey),
    })
    const parts = {
      clock,
      lineTo: () => (isPaired ? line : null),
      door: of,
      keeperOf: () => keeper,
      report: (body: DoorCommandBody) => void reports.push(body),
    }
    return { door: new DoorHardware(parts), reports }
  }

  it('to unlock is handed over in this tick, or the lock is unreachable', () => {
    const keeper = new Keeper()
    expect(hardware(keeper).door.unlock(order)).toBe('handed')
    const frame: unknown = expect.any(String)
    expect(keeper.asked).toEqual([{ type: 'unlock', device: 'front-lock', order: { ...order, frame } }])
    keeper.handed = 'LOCK_UNREACHABLE'
    expect(hardware(keeper).door.unlock(order)).toBe('LOCK_UNREACHABLE')
    expect(hardware(null).door.unlock(order)).toBe('LOCK_UNREACHABLE')
  })

  it('to keep a PIN is handed over in this tick, with the leave of the edge, or the lock is unreachable', () => {
    const keeper = new Keeper()
    expect(hardware(keeper).door.grantPin(pinOrder)).toBe('handed')
    const frame: unknown = expect.any(String)
    expect(keeper.asked).toEqual([{ type: 'grant-pin', device: 'front-lock', order: { ...pinOrder, frame } }])
    expect(hardware(null).door.grantPin(pinOrder)).toBe('LOCK_UNREACHABLE')
  })

  it.each<[UnlockResult, string | null]>([
    ['late', 'TOO_LATE'],
    ['refused', 'LOCK_REFUSED'],
    ['accepted', null],
    ['doubt', null],
  ])('to keep a PIN that was %s: %s', (result, told) => {
    const keeper = new Keeper()
    const { door: of, reports } = hardware(keeper)
    of.grantPin(pinOrder)
    keeper.onResult(result)
    const voided = { type: 'ReportEffect', effect: 'GrantPin', op: OP, result: 'void', code: told }
    expect(reports).toEqual(told === null ? [] : [voided])
  })

  it('to forget a PIN goes to the lock', async () => {
    const keeper = new Keeper()
    await hardware(keeper).door.revokePin(OP)
    expect(keeper.asked).toEqual([{ type: 'revoke-pin', device: 'front-lock', op: OP }])
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
      ...Array.from({ length: 3 }, () => ({ type: 'edge', device: 'front-edge', frame: expect.any(String) })),
      { type: 'edge-now', device: 'front-edge', frame: expect.any(String) },
      { type: 'edge', device: 'front-edge', frame: expect.any(String) },
    ])
    expect(readBy(frontEdge(), keeper.asked.slice(3))).toEqual([
      { type: 'arm', order: arm },
      { type: 'disarm', op: OP },
      { type: 'release', op: OP },
      { type: 'heartbeat', beat },
      { type: 'siren', on: true },
    ])
  })

  it('to an edge that is not paired, or shows another key, fails and may be tried again', async () => {
    const keeper = new Keeper()
    await expect(hardware(keeper, door('front'), false).door.siren(true)).rejects.toMatchObject({
      code: 'HUB_EDGE_UNPAIRED',
      retryable: true,
    })
    expect(keeper.asked).toEqual([])
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

  it('T15: is not done in a real home', async () => {
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
