// Goal: whatever devices and plugins tell, and whatever is asked at the same moment, the outcome is a defined one and never
// an open door. Method: the real runtime on a simulated door, told nonsense, floods, losses and contradictions.
import { type DoorCommandBody, actorId, after, instant, milliseconds, op, seconds } from '@portico/core'
import type { Batch } from '@portico/ports'
import { MemoryJournal, type TestClock } from '@portico/testing'
import {
  array,
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  integer,
  oneof,
  option,
  record,
} from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FRONT, OWNER, SimulatedHome } from './simulated-home.ts'

const BEN = { by: actorId('u_ben'), face: 'owner-page' } as const

/** A disk that needs its time for every commit, once it is told to. */
class SlowJournal extends MemoryJournal {
  slow: { readonly clock: TestClock; readonly ms: number } | null = null

  override async append(batch: Batch): Promise<void> {
    const { slow } = this
    if (slow) {
      const { promise, resolve } = Promise.withResolvers<void>()
      slow.clock.wake(after(slow.clock.mono(), milliseconds(slow.ms)), resolve)
      await promise
    }
    await super.append(batch)
  }
}

const nonsense = oneof(
  record({
    type: constantFrom('ReportBolt' as const),
    bolt: constantFrom('locked', 'unlocked', 'moving', 'jammed', 'unknown'),
    q: option(integer({ min: 0, max: 2_000_000 })),
    source: constantFrom('query', 'auto', 'manual', 'owner', 'remote', 'deadman'),
    battery: option(integer({ min: 0, max: 100 })),
    credential: option(constantFrom('code-7', '__proto__', '')),
  }),
  record({
    type: constantFrom('ReportContact' as const),
    contact: constantFrom('closed', 'open', 'unknown'),
    q: option(integer({ min: 0, max: 2_000_000 })),
    source: constantFrom('query', 'auto'),
  }),
  record({
    type: constantFrom('ReportDeadman' as const),
    op: constantFrom(op('s_1#0'), op('front/hand-1'), op('')),
    what: constantFrom('armed', 'refused', 'disarmed', 'fired'),
  }),
  record({
    type: constantFrom('ReportEdgeAlarm' as const),
    op: constantFrom(op('s_1#0')),
    why: constantFrom('silence', 'moon'),
    silentFor: integer(),
    noted: integer().map(instant),
  }),
  record({ type: constantFrom('ReportTamper' as const, 'ReportFire' as const), on: boolean() }),
  record({
    type: constantFrom('ReportLost' as const),
    device: constantFrom('lock', 'contact', 'edge', 'camera'),
  }),
)

describe('a device that reports garbage', () => {
  test('opens nothing while nobody said yes, and the door is itself again when it stops', async () => {
    await assert(
      asyncProperty(array(nonsense, { maxLength: 60 }), async (reports) => {
        await using home = await SimulatedHome.open()
        await home.armed()
        await home.arrive()
        // cast: each is a report of its kind
        for (const report of reports as readonly DoorCommandBody[]) {
          home.runtime.report(FRONT, report)
          await home.pass(0.2)
        }
        expect(home.door.unlocks).toEqual([])
        home.runtime.report(FRONT, { type: 'ReportFire', on: false })
        home.runtime.report(FRONT, { type: 'ReportTamper', on: false })
        await home.pass(90)
        // The honest lock and contact answer the next questions.
        expect([home.state.gate.bolt.word, home.state.gate.contact.word]).toEqual(['locked', 'closed'])
        expect(home.door.isLocked).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  test('that says *armed* for another op than the one under way arms nothing', async () => {
    await using home = await SimulatedHome.open()
    home.door.link.edge = false
    await home.armed()
    await home.arrive()
    await home.approve()
    for (const other of ['s_1#0', '', 'front/hand-1'])
      home.runtime.report(FRONT, { type: 'ReportDeadman', op: op(other), what: 'armed' })
    await home.pass(13)
    expect(home.door.unlocks).toEqual([])
    expect(home.lines.find(({ type }) => type === 'EntryRefused')?.data['code']).toBe('DEADMAN_UNARMED')
  })
})

describe('a device that floods: 10,000 reports in a second', () => {
  test('T17: delays no stop of a person and no deadline, and opens nothing', async () => {
    const journal = new SlowJournal()
    await using home = await SimulatedHome.open({ journal })
    await home.armed()
    await home.arrive()
    await home.approve()
    await home.pass(3)
    home.door.do({ type: 'open', from: 'outside', wide: true })
    await home.pass(1)
    expect(home.phase).toBe('inside')
    journal.slow = { clock: home.clock, ms: 20 }
    let told = 0
    let asked = 0
    let answered = 0
    for (let ms = 0; ms < 1_000; ms += 10) {
      for (let n = 0; n < 100; n++)
        // The truth over and over, and answers to questions of long ago.
        home.runtime.report(
          FRONT,
          told++ % 2 === 0
            ? { type: 'ReportContact', contact: 'open', q: null, source: 'auto' }
            : { type: 'ReportContact', contact: 'closed', q: 1, source: 'query' },
        )
      if (ms === 500) {
        asked = home.clock.mono()
        const sid = home.state.session?.sid
        if (!sid) throw new Error('no visit')
        void home.runtime
          .ask(FRONT, { type: 'AbortSession', sid, actor: OWNER })
          .then(() => (answered = home.clock.mono()))
      }
      await home.clock.advance(milliseconds(10))
    }
    expect(told).toBe(10_000)
    expect(answered).toBeGreaterThan(asked)
    expect(answered - asked).toBeLessThanOrEqual(200)
    journal.slow = null
    home.door.do({ type: 'close' })
    await home.pass(40)
    expect([home.door.unlocks.length, home.door.isLocked]).toEqual([1, true])
  })
})

/** What the hub tells a door when the plugin of its lock is gone: it threw, hung, flooded or died. */
const pluginLost = (home: SimulatedHome): void => {
  home.door.link.lock = false
  home.door.link.contact = false
  home.runtime.report(FRONT, { type: 'ReportLost', device: 'lock' })
  home.runtime.report(FRONT, { type: 'ReportLost', device: 'contact' })
  home.runtime.report(FRONT, { type: 'ReportFitness', unfit: 'LOCK_UNFIT' })
}
const pluginBack = (home: SimulatedHome): void => {
  home.door.link.lock = true
  home.door.link.contact = true
  home.runtime.report(FRONT, { type: 'ReportFitness', unfit: null })
}
const alarmsOf = ({ state }: SimulatedHome): readonly string[] => state.gate.alarms.map(({ kind }) => kind)

describe('a plugin that is lost in the middle of a visit', () => {
  test('while the owner is asked: his yes opens nothing', async () => {
    await using home = await SimulatedHome.open()
    await home.armed()
    await home.arrive()
    pluginLost(home)
    await home.approve()
    await home.pass(13)
    expect(home.door.unlocks).toEqual([])
    expect(home.lines.find(({ type }) => type === 'EntryRefused')?.data['code']).toBe('LOCK_UNFIT')
  })

  test('while the door stands open: an alarm, and proof when it is back', async () => {
    await using home = await SimulatedHome.open()
    await home.armed()
    await home.arrive()
    await home.approve()
    await home.pass(3)
    home.door.do({ type: 'open', from: 'outside', wide: true })
    await home.pass(1)
    pluginLost(home)
    await home.pass(1)
    expect(alarmsOf(home)).toContain('LOCK_LOST_OPEN')
    home.door.do({ type: 'close' })
    await home.pass(5)
    expect(home.types).not.toContain('DoorSecured')
    pluginBack(home)
    await home.pass(60)
    expect([home.door.isLocked, home.door.unlocks.length]).toEqual([true, 1])
    expect(home.types).toContain('DoorSecured')
  })

  test('while it is locked again: unproved is an alarm within 20 s', async () => {
    await using home = await SimulatedHome.open()
    await home.armed()
    await home.arrive()
    await home.approve()
    await home.pass(3)
    await home.dropOff()
    await home.pass(1.2)
    expect(home.phase).toBe('relocking')
    pluginLost(home)
    await home.pass(20)
    expect(alarmsOf(home)).toEqual(expect.arrayContaining(['LOCK_LOST_OPEN', 'RELOCK_UNPROVED']))
  })
})

describe('two commands in one tick', () => {
  const both = async (
    home: SimulatedHome,
    bodies: readonly DoorCommandBody[],
  ): Promise<readonly string[]> => {
    const outcomes = await Promise.all(bodies.map((body) => home.runtime.ask(FRONT, body)))
    return outcomes.map(({ events }) => {
      const refused = events.find(({ type }) => type === 'Refused')
      return refused?.type === 'Refused' ? refused.code : 'done'
    })
  }
  const asked = async (home: SimulatedHome): Promise<{ yes: DoorCommandBody; sid: never }> => {
    await home.armed()
    await home.arrive()
    const { session } = home.state
    if (!session) throw new Error('no visit')
    const { sha256, captured } = await home.cameras.still('porch')
    const yes: DoorCommandBody = {
      type: 'ApproveEntry',
      sid: session.sid,
      try: session.tries,
      actor: OWNER,
      picture: { sha256, captured },
      nonce: home.runtime.desk.nonce(),
    }
    return { yes, sid: session.sid as never } // cast: for any command
  }

  test('T12: yes and no: nothing opens, whoever came first', async () => {
    for (const order of [0, 1]) {
      await using home = await SimulatedHome.open()
      const { yes, sid } = await asked(home)
      const no: DoorCommandBody = { type: 'DenyEntry', sid, actor: BEN }
      await both(home, order === 0 ? [yes, no] : [no, yes])
      await home.pass(20)
      expect([home.door.unlocks, home.phase]).toEqual([[], 'idle'])
    }
  })

  test('two times yes: one proof, one unlock', async () => {
    await using home = await SimulatedHome.open()
    const { yes } = await asked(home)
    expect(await both(home, [yes, { ...yes }])).toEqual(['done', 'NOT_ASKED'])
    await home.pass(5)
    expect(home.door.unlocks).toHaveLength(1)
  })

  test('stop, and the last thing that was missing: nothing leaves', async () => {
    await using home = await SimulatedHome.open()
    const { yes, sid } = await asked(home)
    home.cameras.how = 'silent'
    await both(home, [yes])
    await home.pass(2)
    expect(home.phase).toBe('proving')
    const report = { camera: 'hall', grade: 'absolute', changed: true, durable: true, count: 3 } as const
    const { session } = home.state
    if (session?.phase !== 'proving') throw new Error('no proof')
    for (let n = 0; n < 4; n++)
      home.runtime.report(FRONT, {
        type: 'ReportFrame',
        ...report,
        captured: instant(home.clock.mono()),
        sha256: String(n).padStart(64, '0'),
      })
    await both(home, [{ type: 'AbortSession', sid, actor: BEN }])
    await home.pass(20)
    expect([home.door.unlocks, home.phase]).toEqual([[], 'idle'])
  })

  test('opening by hand twice: one is in flight, one unlock', async () => {
    await using home = await SimulatedHome.open()
    const open = (n: number): DoorCommandBody => ({
      type: 'RequestOpen',
      actor: OWNER,
      right: true,
      assurance: home.clock.mono(),
      op: op(`front/hand-${n}`),
    })
    expect(await both(home, [open(1), open(2)])).toEqual(['done', 'DOOR_BUSY'])
    await home.clock.advance(seconds(3))
    expect(home.door.unlocks).toEqual(['front/hand-1'])
  })

  test('open and lock: the door ends locked', async () => {
    await using home = await SimulatedHome.open()
    await both(home, [
      {
        type: 'RequestOpen',
        actor: OWNER,
        right: true,
        assurance: home.clock.mono(),
        op: op('front/hand-1'),
      },
      { type: 'RequestLock', actor: BEN, right: true },
    ])
    await home.pass(60)
    expect([home.door.isLocked, home.state.gate.hand]).toEqual([true, null])
  })
})
