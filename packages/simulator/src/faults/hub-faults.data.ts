// What goes wrong with the hub itself: its process, its disk and its clocks. F34–F43, F71, F72 of the safety design.
import { milliseconds } from '@portico/core'
import type { Point } from '../run/hub.ts'
import type { Fault } from './fault.ts'
import type { FaultRoom } from './fault-room.ts'

const inFlight = (room: FaultRoom): 'lost' | 'kept' => (room.draw.unit() < 0.5 ? 'lost' : 'kept')

/** Kills the hub at its n-th point from now on. */
function killAtPoint(room: FaultRoom, n: number): void {
  let left = n
  room.hub.onPoint(() => {
    left -= 1
    if (left !== 0 || room.parts.isHealed()) return
    room.hub.kill({ inFlight: inFlight(room), again: milliseconds(room.between(100, 6000)) })
  })
}

const isMark = ({ what, batch }: Point): boolean =>
  what === 'written' &&
  batch !== null &&
  batch.lines.some(({ type, data }) => type === 'EffectStarted' && data['effect'] === 'UnlockDoor')

/** Where a crash hurts most: near the unlock. */
function crashNearUnlock(room: FaultRoom): void {
  let marked = false
  let left = room.draw.integer(0, 6)
  room.hub.onPoint((point) => {
    marked ||= isMark(point)
    if (!marked || left < 0 || room.parts.isHealed()) return
    left -= 1
    if (left < 0) room.hub.kill({ inFlight: inFlight(room), again: milliseconds(room.between(100, 6000)) })
  })
}

const wallJump = (room: FaultRoom): void => {
  const size = Math.exp(room.between(Math.log(3000), Math.log(86_400_000)))
  room.hub.machine.jumpWall(milliseconds(room.draw.unit() < 0.5 ? size : -size))
}

export const hubFaults: readonly Fault[] = [
  {
    id: 'F34',
    words: 'the hub is killed, up to four times',
    inject: (room) => {
      const times = room.draw.integer(1, 4)
      for (let time = 0; time < times; time++)
        if (room.draw.unit() < 0.3) crashNearUnlock(room)
        else room.sometime(() => killAtPoint(room, room.draw.integer(1, 40)))
    },
  },
  {
    id: 'F35',
    words: 'the hub crashes eight times in a row',
    inject: (room) =>
      room.sometime(() => {
        let left = 8
        const again = (): void => {
          if (left-- <= 0) return
          room.hub.kill({ inFlight: inFlight(room), again: milliseconds(room.between(100, 2000)) })
          room.later(room.between(2500, 9000), again)
        }
        again()
      }),
  },
  {
    id: 'F36',
    words: 'the loop of the hub stalls',
    inject: (room) => {
      const times = room.draw.integer(1, 3)
      for (let time = 0; time < times; time++)
        room.sometime(() => {
          const life = room.hub.life
          const ms = room.between(1000, 25_000)
          room.tell('hub', `stalls for ${(ms / 1000).toFixed(1)} s`)
          life?.clock.stall(milliseconds(ms))
        })
    },
  },
  {
    id: 'F37',
    words: 'the hub’s machine loses power',
    inject: (room) => room.sometime(() => room.hub.cutPower(milliseconds(room.between(8000, 60_000)))),
  },
  {
    id: 'F38',
    words: 'a write takes 0.2–6 s',
    inject: (room) => {
      const [min, max] = [200, room.between(400, 6000)]
      const before = room.hub.health.latency
      room.window(
        () => (room.hub.health.latency = () => milliseconds(room.between(min, max))),
        () => (room.hub.health.latency = before),
      )
    },
  },
  {
    id: 'F39',
    words: 'the disk is full',
    inject: (room) =>
      room.sometime(() => {
        room.hub.health.full = true
        room.hub.report({ type: 'ReportStorage', ok: false })
        room.later(room.between(1000, 60_000), () => {
          room.hub.health.full = false
          room.hub.report({ type: 'ReportStorage', ok: true })
        })
      }),
  },
  {
    id: 'F40',
    words: 'the disk cannot be read when the hub starts',
    inject: (room) =>
      room.sometime(() => {
        room.hub.health.unreadable = true
        room.hub.kill({ inFlight: inFlight(room), again: milliseconds(500) })
        room.later(room.between(1000, 20_000), () => (room.hub.health.unreadable = false))
      }),
  },
  {
    id: 'F41',
    words: 'the wall clock jumps',
    inject: (room) => {
      const times = room.draw.integer(1, 3)
      for (let time = 0; time < times; time++) room.sometime(() => wallJump(room))
    },
  },
  {
    id: 'F42',
    words: 'the wall clock was never set',
    inject: (room) => room.hub.machine.jumpWall(milliseconds(-56 * 365.25 * 86_400_000)),
  },
  {
    id: 'F43',
    words: 'the monotonic clock drifts by 200 ppm',
    inject: (room) => room.hub.machine.drift(room.draw.unit() < 0.5 ? 200 : -200),
  },
  {
    id: 'F71',
    words: 'a second hub is started on the same data folder',
    inject: (room) => room.sometime(() => room.hub.startSecond()),
  },
  {
    id: 'F72',
    words: 'a broken sensor reports a thousand times a second',
    inject: (room) =>
      room.sometime(() => {
        const what = room.draw.pick(['contact', 'bolt', 'edge'] as const)
        // Of a thousand a second the plugin's host lets a hundred through.
        for (let n = 0; n < 300; n++) room.later(n * 10, () => flood(room, what))
      }),
  },
  {
    id: 'F73',
    words: 'the process of the lock’s plugin is gone',
    inject: (room) =>
      room.window(
        () => room.hub.setPlugin(true),
        () => room.hub.setPlugin(false),
      ),
  },
  {
    id: 'F74',
    words: 'messages to the lock’s plugin are slow',
    inject: (room) =>
      room.window(
        () => (room.hub.plugin.lag = room.between(100, 4000)),
        () => (room.hub.plugin.lag = 0),
      ),
  },
  {
    id: 'F83',
    words: 'the camera engine hangs: film is neither begun nor ended',
    inject: (room) =>
      room.window(
        () => (room.hub.engine.broken = true),
        () => (room.hub.engine.broken = false),
      ),
  },
]

function flood(room: FaultRoom, what: 'contact' | 'bolt' | 'edge'): void {
  const reed = room.house.contact.reed
  if (what === 'contact') room.hub.report({ type: 'ReportContact', contact: reed, q: null, source: 'auto' })
  else if (what === 'edge') room.hub.report({ type: 'ReportEdge' })
  else
    room.hub.report({
      type: 'ReportBolt',
      bolt: room.house.door.truth.bolt ? 'locked' : 'unlocked',
      q: null,
      source: 'auto',
      battery: 80,
      credential: null,
    })
}

export const healHub = ({ hub }: FaultRoom): void => {
  hub.health.latency = () => milliseconds(2)
  hub.health.full = false
  hub.health.unreadable = false
  if (hub.plugin.down) hub.setPlugin(false)
  hub.engine.broken = false
  hub.plugin.lag = 0
  hub.machine.drift(0)
  hub.report({ type: 'ReportStorage', ok: true })
}
