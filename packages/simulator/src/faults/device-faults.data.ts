// What goes wrong with lock, contact, cameras, links, edge and detectors: F1–F33 and F67–F70 of the safety design.
import { type FrameDoubt, milliseconds, seconds } from '@portico/core'
import type { LockLie } from '@portico/world'
import type { CameraLie } from '../house/cameras.ts'
import { type FaultRoom, bothWays, heal } from './fault-room.ts'
import type { Fault } from './fault.ts'

const lockLies = (room: FaultRoom, lie: LockLie): void =>
  room.window(
    () => (room.house.lock.lie = lie),
    () => {
      room.house.lock.lie = 'honest'
      room.house.lock.pushChange()
    },
  )

const cameraLies = (room: FaultRoom, lie: CameraLie): void =>
  room.window(
    () => (room.house.cameras.lie = lie),
    () => (room.house.cameras.lie = 'honest'),
  )

const cameraIs = (room: FaultRoom, doubt: FrameDoubt): void =>
  room.window(
    () => (room.house.cameras.doubt = doubt),
    () => (room.house.cameras.doubt = null),
  )

const cut = (room: FaultRoom, link: FaultRoom['house']['notifier']): void =>
  room.window(
    () => bothWays(link, { up: false }),
    () => bothWays(link, { up: true }),
  )

/** Once the bolt moves by a motor the next time. */
function onceMotorRuns(room: FaultRoom, call: () => void): void {
  let done = false
  room.house.door.watch((happened) => {
    if (done || !happened.some((event) => event.type === 'BoltStarted' && event.by !== 'hand')) return
    done = true
    room.later(room.between(50, 700), call)
  })
}

export const deviceFaults: readonly Fault[] = [
  {
    id: 'F1',
    words: 'the bolt jams',
    inject: (room) =>
      room.window(
        () => room.house.door.do({ type: 'jam', at: room.between(0.1, 0.98) }),
        () => room.house.door.do({ type: 'jam', at: null }),
      ),
  },
  {
    id: 'F2',
    words: 'the bolt is thrown only half',
    inject: (room) =>
      room.after('RelockStarted', 0, () => {
        room.house.door.do({ type: 'jam', at: room.between(0.3, 0.95) })
        room.later(room.between(2000, 30_000), () => room.house.door.do({ type: 'jam', at: null }))
      }),
  },
  {
    id: 'F3',
    words: 'the lock reports 1.5–4.5 s late',
    inject: (room) => room.house.lock.link.up.slow(milliseconds(1500), milliseconds(4500)),
  },
  {
    id: 'F4',
    words: 'the lock reports up to 30 s late',
    inject: (room) =>
      room.window(
        () => room.house.lock.link.up.slow(milliseconds(0), seconds(30)),
        () => room.house.lock.link.up.heal(),
      ),
  },
  {
    id: 'F5',
    words: 'three in ten messages from and to the lock are lost',
    inject: (room) =>
      room.window(
        () => bothWays(room.house.lock.link, { lost: 0.3 }),
        () => heal(room.house.lock.link),
      ),
  },
  {
    id: 'F6',
    words: 'messages from and to the lock come twice',
    inject: (room) => bothWays(room.house.lock.link, { twice: 0.4 }),
  },
  {
    id: 'F7',
    words: 'messages from and to the lock overtake each other',
    inject: (room) => bothWays(room.house.lock.link, { overtaken: 0.4 }),
  },
  {
    id: 'F8',
    words: 'the lock answers the question before',
    inject: (room) => lockLies(room, 'stale-answers'),
  },
  {
    id: 'F9',
    words: 'the lock always says locked',
    lying: true,
    inject: (room) => lockLies(room, 'always-locked'),
  },
  {
    id: 'F10',
    words: 'the lock repeats its last command instead of looking at its bolt',
    lying: true,
    inject: (room) => lockLies(room, 'echo'),
  },
  {
    id: 'F11',
    words: 'the lock says nothing more after an unlock',
    inject: (room) => lockLies(room, 'silent-after-unlock'),
  },
  {
    id: 'F12',
    words: 'the lock locks by itself',
    inject: (room) =>
      room.house.door.do({
        type: 'relock',
        after: milliseconds(room.between(5000, 40_000)),
        sensesLeaf: room.draw.unit() < 0.5,
      }),
  },
  {
    id: 'F13',
    words: 'the lock obeys late and whatever has expired',
    inject: (room) =>
      room.window(
        () => room.house.door.do({ type: 'ghost', after: milliseconds(room.between(3000, 100_000)) }),
        () => room.house.door.do({ type: 'ghost', after: null }),
      ),
  },
  {
    id: 'F14',
    words: 'the battery of the lock is at 9 %',
    inject: (room) => room.sometime(() => room.house.door.do({ type: 'battery', percent: 9 })),
  },
  {
    id: 'F15',
    words: 'the battery of the lock dies while the bolt moves',
    inject: (room) =>
      room.sometime(() => onceMotorRuns(room, () => room.house.door.do({ type: 'battery', percent: 0 }))),
  },
  {
    id: 'F16',
    words: 'the lock answers commands with a fault',
    inject: (room) =>
      room.window(
        () => room.house.door.do({ type: 'fault', on: true }),
        () => room.house.door.do({ type: 'fault', on: false }),
      ),
  },
  {
    id: 'F17',
    words: 'the firmware of the lock reboots for 20 s',
    inject: (room) =>
      room.sometime(() => {
        room.house.door.do({ type: 'power', on: false })
        room.later(20_000, () => room.house.door.do({ type: 'power', on: true }))
      }),
  },
  {
    id: 'F18',
    words: 'the contact is stuck: closed',
    lying: true,
    inject: (room) =>
      room.window(
        () => (room.house.contact.lie = 'stuck-closed'),
        () => (room.house.contact.lie = 'honest'),
      ),
  },
  {
    id: 'F19',
    words: 'the contact is stuck: open',
    inject: (room) =>
      room.window(
        () => (room.house.contact.lie = 'stuck-open'),
        () => (room.house.contact.lie = 'honest'),
      ),
  },
  {
    id: 'F20',
    words: 'the contact loses a quarter to a half of its messages',
    inject: (room) => bothWays(room.house.contact.link, { lost: room.between(0.25, 0.5) }),
  },
  {
    id: 'F21',
    words: 'the contact sleeps: it reports changes and answers nobody',
    inject: (room) =>
      room.window(
        () => (room.house.contact.lie = 'push-only'),
        () => (room.house.contact.lie = 'honest'),
      ),
  },
  {
    id: 'F22',
    words: 'the camera shows its last picture for ever',
    inject: (room) => cameraLies(room, 'frozen'),
  },
  {
    id: 'F23',
    words: 'the camera plays ten seconds again and again',
    inject: (room) => cameraLies(room, 'looped'),
  },
  { id: 'F24', words: 'the camera is covered', inject: (room) => cameraLies(room, 'black') },
  {
    id: 'F87',
    words: 'a cloth hangs before the camera: what it shows changes, and is not the door',
    inject: (room) => cameraIs(room, 'covered'),
  },
  {
    id: 'F88',
    words: 'the camera was turned away, is out of focus, or its times are not to be believed',
    inject: (room) => cameraIs(room, room.draw.pick(['moved', 'unsharp', 'clock'] as const)),
  },
  { id: 'F25', words: 'the camera stops', inject: (room) => cameraLies(room, 'silent') },
  {
    id: 'F26',
    words: 'pictures come 1–9 s late',
    inject: (room) =>
      room.window(
        () => (room.house.cameras.delay = milliseconds(room.between(1000, 9000))),
        () => (room.house.cameras.delay = milliseconds(90)),
      ),
  },
  {
    id: 'F27',
    words: 'the clock of the camera is wrong',
    inject: (room) =>
      room.window(
        () => (room.house.cameras.clockAhead = milliseconds(room.between(-600_000, 600_000))),
        () => (room.house.cameras.clockAhead = milliseconds(0)),
      ),
  },
  {
    id: 'F28',
    words: 'pictures arrive and do not become durable',
    inject: (room) =>
      room.window(
        () => (room.house.cameras.durable = false),
        () => (room.house.cameras.durable = true),
      ),
  },
  {
    id: 'F29',
    words: 'a link is slow: 0.5–9 s',
    inject: (room) => {
      const { down, up } = room.someLink()
      const most = room.between(700, 9000)
      for (const way of [down, up]) way.slow(milliseconds(500), milliseconds(most))
    },
  },
  {
    id: 'F30',
    words: 'the lock is cut off',
    inject: (room) => cut(room, room.house.lock.link),
  },
  { id: 'F31', words: 'the contact is cut off', inject: (room) => cut(room, room.house.contact.link) },
  {
    id: 'F32',
    words: 'the camera is cut off',
    inject: (room) =>
      room.window(
        () => (room.house.cameras.up = false),
        () => (room.house.cameras.up = true),
      ),
  },
  {
    id: 'F33',
    words: 'the edge or the owner’s screens are cut off',
    inject: (room) => cut(room, room.draw.unit() < 0.7 ? room.house.edge.link : room.house.notifier),
  },
  {
    id: 'F67',
    words: 'somebody tampers with the lock',
    inject: (room) =>
      room.sometime(() => {
        room.house.door.do({ type: 'tamper', on: true })
        room.later(room.between(500, 60_000), () => room.house.door.do({ type: 'tamper', on: false }))
      }),
  },
  {
    id: 'F68',
    words: 'fire',
    inject: (room) =>
      room.sometime(() => {
        room.house.door.do({ type: 'fire', on: true })
        room.later(room.between(3000, 100_000), () => room.house.door.do({ type: 'fire', on: false }))
      }),
  },
  { id: 'F69', words: 'the edge is dead from the start', inject: (room) => room.house.edge.die() },
  {
    id: 'F70',
    words: 'the edge dies while the door is hot',
    inject: (room) => room.after('UnlockCommitted', room.between(0, 40_000), () => room.house.edge.die()),
  },
]
