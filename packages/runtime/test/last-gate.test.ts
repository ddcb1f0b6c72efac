// The last gate: what it looks at after the durable mark, that a queue only ever withdraws, and that a hub which is no
// longer the one of its home lets nothing out.
import { sealLine } from '@portico/evidence/seal'
import {
  type DoorCommandBody,
  type DoorState,
  type JournalLine,
  actorId,
  commandId,
  decide,
  evolve,
  instant,
  op,
  sessionId,
} from '@portico/core'
import { describe, expect, test } from 'vitest'
import { type GateLook, lastGate } from '../src/unlock-gate.ts'
import { newPin } from '../src/new-pin.ts'
import { SimulatedHome } from './simulated-home.ts'

const OWNER = { by: actorId('u_1'), face: 'owner-page' } as const

/** The door in the moment between mark and look, as the real runtime left it: nothing was let out. */
async function marked(): Promise<GateLook> {
  await using home = await SimulatedHome.open()
  home.door.link.lock = false
  let look: GateLook | null = null
  const devices = home.door.unlock.bind(home.door)
  home.door.unlock = (order) => {
    const door = home.state
    look = {
      door,
      queued: [],
      op: order.op,
      notAfter: order.notAfter,
      at: home.clock.mono(),
      wall: home.clock.wall(),
      epoch: door.gate.epoch,
      leads: true,
    }
    return devices(order)
  }
  await home.armed()
  await home.arrive()
  home.door.link.lock = true
  await home.approve()
  await home.pass(3)
  if (look === null) throw new Error('the gate was never reached')
  return look
}

const told = (body: DoorCommandBody): GateLook['queued'][number] => ({
  id: commandId('q'),
  body,
  received: instant(0),
  settle: () => {},
})

describe('lets out', async () => {
  const look = await marked()
  const code = (change: Partial<GateLook>): string | null => {
    const verdict = lastGate({ ...look, ...change })
    return verdict.open ? null : verdict.code
  }
  const withDoor = (change: (door: DoorState) => DoorState): string | null =>
    code({ door: change(look.door) })

  test('what holds, with the numbers it saw', () => {
    const verdict = lastGate(look)
    expect(verdict).toMatchObject({ open: true, numbers: { q: look.door.gate.question.q } })
    if (!verdict.open) return
    expect(verdict.numbers.frames).toBeGreaterThanOrEqual(3)
    expect(verdict.numbers.frameAge).toBeLessThanOrEqual(1500)
    expect(verdict.numbers.edgeAge).toBeLessThanOrEqual(7000)
  })

  test('until its last moment, and not a millisecond longer', () => {
    expect(code({ notAfter: instant(look.at + 1) })).toBeNull()
    expect(code({ notAfter: look.at })).toBeNull()
    expect(code({ notAfter: instant(look.at - 1) })).toBe('TOO_LATE')
  })

  test('nothing without its own mark', () => {
    expect(
      withDoor((door) => {
        const { session } = door
        if (!session || !('hot' in session)) throw new Error('not hot')
        return { ...door, session: { ...session, hot: { ...session.hot, mark: 'none' } } }
      }),
    ).toBe('RESTART')
    expect(code({ op: op('s_9#0') })).toBe('ABORTED')
  })

  const withdrawals: readonly [string, DoorCommandBody, string][] = [
    ['a no', { type: 'DenyEntry', sid: look.door.session?.sid ?? sessionId(''), actor: OWNER }, 'ABORTED'],
    [
      'a stop',
      { type: 'AbortSession', sid: look.door.session?.sid ?? sessionId(''), actor: OWNER },
      'ABORTED',
    ],
    ['a take-over', { type: 'TakeOver', actor: OWNER }, 'ABORTED'],
    ['a fire', { type: 'ReportFire', on: true }, 'FIRE'],
    ['tampering', { type: 'ReportTamper', on: true }, 'ABORTED'],
    ['a full disk', { type: 'ReportStorage', ok: false }, 'ABORTED'],
    ['an untrusted clock', { type: 'ReportClock', ok: false }, 'CLOCK_UNTRUSTED'],
    ['an alarm', { type: 'CallAlarm', actor: OWNER }, 'ALARM_STANDING'],
    ['a lost lock', { type: 'ReportLost', device: 'lock' }, 'START_UNPROVED'],
    ['a lost edge', { type: 'ReportLost', device: 'edge' }, 'ALARM_PATH_DOWN'],
    ['an open leaf', { type: 'ReportContact', contact: 'open', q: null, source: 'auto' }, 'ABORTED'],
    ['an unfit lock', { type: 'ReportFitness', unfit: 'LOCK_UNFIT' }, 'LOCK_UNFIT'],
  ]
  test.each(withdrawals)('nothing while %s waits to be decided', (_what, body, want) => {
    expect(code({ queued: [told(body)] })).toBe(want)
  })

  test('nothing by what only waits to be decided', () => {
    const stale = instant(look.at - 1501)
    const { session } = look.door
    if (!session || !('hot' in session)) throw new Error('not hot')
    const frames = { ...session.hot.frames, newest: stale }
    const door: DoorState = { ...look.door, session: { ...session, hot: { ...session.hot, frames } } }
    const fresh = told({
      type: 'ReportFrame',
      camera: 'hall',
      captured: look.at,
      grade: 'absolute',
      changed: true,
      durable: true,
      sha256: 'f',
      count: 1,
    })
    expect(code({ door, queued: [fresh] })).toBe('FRAME_STALE')
  })

  test('P10: nothing of a hub that a later one has followed, nor at a door of another life', () => {
    expect(code({ leads: false })).toBe('LEASE_LOST')
    expect(code({ epoch: look.epoch + 1 })).toBe('LEASE_LOST')
    expect(code({ epoch: look.epoch - 1 })).toBe('LEASE_LOST')
  })
})

test('P10: a line of a later start in the journal closes the gate', async () => {
  await using home = await SimulatedHome.open()
  await home.armed()
  await home.arrive()
  await home.approve()
  // The mark is durable and the second hub writes before the first has looked again.
  const append = home.journal.append.bind(home.journal)
  home.journal.append = async (batch) => {
    await append(batch)
    const mark = batch.lines.find(({ type }) => type === 'EffectStarted')
    if (mark) await append({ lines: [later(mark)], outbox: [], records: [], blobs: [] })
  }
  const later = ({ seq, hash, prev, ...draft }: JournalLine): JournalLine => {
    expect([seq, prev].every((part) => part !== undefined)).toBe(true)
    return sealLine({ seq, hash }, { ...draft, epoch: draft.epoch + 1, type: 'HubRestarted' })
  }
  await home.pass(30)
  expect([home.door.unlocks, home.runtime.journal.leads]).toEqual([[], false])
  // S32: whoever was followed falls silent, in the journal too.
  const epochs = home.runtime.lines({ after: -1, limit: 1000 }).map(({ epoch }) => epoch)
  expect(epochs.lastIndexOf(1)).toBeLessThan(epochs.indexOf(2))
  expect(epochs.at(-1)).toBe(2)
})

describe('an opening by hand', () => {
  test('that its person takes back before it has left does not leave', async () => {
    await using home = await SimulatedHome.open()
    const hand = op('h_1')
    const open = { type: 'RequestOpen', actor: OWNER, right: true, op: hand } as const
    const { events } = await home.runtime.ask(home.state.door, { ...open, assurance: home.clock.mono() })
    expect(events.map(({ type }) => type)).toEqual(['HandOpenAsked'])
    // The dead-man is reported armed and the lock asked for in the same turn: the gate sees both.
    home.runtime.report(home.state.door, { type: 'ReportDeadman', op: hand, what: 'armed' })
    await Promise.resolve()
    await Promise.resolve()
    home.runtime.report(home.state.door, { type: 'RequestLock', actor: OWNER, right: true })
    await home.pass(3)
    expect(home.door.unlocks).toEqual([])
    expect(home.door.isLocked).toBe(true)
  })
})

test('a PIN has six digits, all numbers equally likely', () => {
  const draws = [0xffffffff, 4_294_000_000, 4_293_999_999, 0, 7]
  const bytes = (): Uint8Array => {
    const drawn = new Uint8Array(4)
    new DataView(drawn.buffer).setUint32(0, draws.shift() ?? 0)
    return drawn
  }
  // The first two lie above the last whole million and would favour small numbers.
  expect([newPin({ bytes }), newPin({ bytes }), newPin({ bytes })]).toEqual(['999999', '000000', '000007'])
})

test('the marks of a gate are the same in decide and evolve', async () => {
  const { door, op: of, at, wall } = await marked()
  const mark = { type: 'EffectStarted', id: 'e', effect: 'UnlockDoor', op: of, mono: at, wall } as const
  expect(evolve(door, mark)).toEqual(door)
  expect(
    decide(door, { ...told({ type: 'ReachDeadline' }), ...{ type: 'ReachDeadline' }, at, wall }).door,
  ).toEqual(door)
})
