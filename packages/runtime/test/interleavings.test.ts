// The runner, its inbox and the last gate under every order in which commands arrive, writes come back and effects are
// carried out: fast-check chooses the order, and the journal is judged afterwards (layer 2 of the test programme).
import {
  type DoorCommandBody,
  type JournalLine,
  actorId,
  defaultSettings,
  doorId,
  evolve,
  homeId,
  initialDoor,
  instant,
  milliseconds,
  parcelId,
  sessionId,
  sessionOp,
  wallTime,
} from '@portico/core'
import type { Batch, Journal } from '@portico/ports'
import { MemoryJournal, TestClock, seededChance } from '@portico/testing'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DoorDevices } from '../src/door-devices.ts'
import { DoorRunner } from '../src/door-runner.ts'
import { HomeJournal } from '../src/home-journal.ts'
import { type NamedEffect, eventOfLine } from '../src/line-event.ts'

const runs = Number(process.env['PORTICO_MODEL_RUNS'] ?? 300)
const [HOME, FRONT, SID] = [homeId('default'), doorId('front'), sessionId('s_1')]
const OP = sessionOp(SID, 0)
const OWNER = { by: actorId('u_1'), face: 'owner-page' } as const
const silentLog = { debug() {}, info() {}, warn() {}, error() {} }

/** A journal whose writes come back when the order has it. */
class OrderedJournal extends MemoryJournal {
  order: fc.Scheduler | null = null
  override async append(batch: Batch): Promise<void> {
    await this.order?.schedule(Promise.resolve(), `write ${batch.lines.map(({ type }) => type).join(' ')}`)
    return super.append(batch)
  }
}

class Bench {
  readonly journal = new OrderedJournal()
  readonly clock = new TestClock()
  readonly home: HomeJournal
  readonly runner: DoorRunner
  /** What reached the lock, with what was durable and what had been said by that moment. */
  readonly unlocks: {
    readonly op: string
    readonly lines: readonly JournalLine[]
    readonly told: readonly string[]
  }[] = []
  readonly told: string[] = []
  readonly performed: NamedEffect[] = []
  /** How many had left at each look at what the door has become. */
  readonly looks: number[] = []

  constructor() {
    this.home = new HomeJournal({
      home: HOME,
      journal: this.journal satisfies Journal,
      clock: this.clock,
      epoch: 1,
      writer: 'hub',
    })
    const done = async (): Promise<void> => {}
    const devices: DoorDevices = {
      unlock: ({ op }) => {
        this.unlocks.push({ op, lines: this.lines, told: [...this.told] })
        return 'handed'
      },
      grantPin: () => 'LOCK_UNREACHABLE',
      revokePin: done,
      lock: done,
      query: done,
      arm: done,
      disarm: done,
      release: done,
      heartbeat: done,
      siren: done,
    }
    this.runner = new DoorRunner({
      door: initialDoor(HOME, FRONT, defaultSettings),
      journal: this.home,
      clock: this.clock,
      chance: seededChance(1),
      log: silentLog,
      devices,
      announcer: { alarm() {}, notice() {}, courier() {}, photo() {}, fallback() {} },
      perform: (effect) => void this.performed.push(effect),
      projection: { project: () => ({ lines: [], records: [], apply: () => {} }) },
      onChange: () => void this.looks.push(this.performed.length),
    })
  }

  get lines(): readonly JournalLine[] {
    return this.journal.lines({ home: HOME, after: -1, limit: 10_000 })
  }
  get q(): number {
    return this.runner.door.gate.question.q
  }
  tell(body: DoorCommandBody): void {
    this.told.push(body.type)
    this.runner.tell(body)
  }
  async ask(...bodies: readonly DoorCommandBody[]): Promise<void> {
    for (const body of bodies) await this.runner.ask(body)
  }

  /** A door at which only the last answer is missing. */
  async almost(): Promise<void> {
    const { clock } = this
    await this.ask(
      { type: 'Restarted', epoch: 1, was: 0, rebooted: false },
      { type: 'ReportFitness', unfit: null },
      { type: 'ReportStorage', ok: true },
      { type: 'ReportClock', ok: true },
      {
        type: 'ArmSession',
        sid: SID,
        mode: 'auto',
        from: wallTime(clock.wall() - 1),
        to: wallTime(clock.wall() + 3_600_000),
        source: 'easypost',
        claim: 'household',
        channel: 'carrier-signed',
        ceiling: 'auto',
        parcels: [parcelId('p_1')],
        policy: 'x',
      },
      {
        type: 'ProvePresence',
        sid: SID,
        method: 'door-code',
        token: 't',
        fault: null,
        localDate: '2026-11-23',
        nonce: 'aa',
      },
      { type: 'ReportLiveness', op: OP, camera: 'hall', method: 'signed', nonce: 'aa' },
      { type: 'ReportDeadman', op: OP, what: 'armed' },
      this.frame(),
      this.frame(),
      this.frame(),
    )
    await this.ask({
      type: 'ReportBolt',
      bolt: 'locked',
      q: this.q,
      source: 'query',
      battery: 90,
      credential: null,
    })
  }
  frame(): DoorCommandBody {
    const captured = instant(this.clock.mono())
    return {
      type: 'ReportFrame',
      camera: 'hall',
      captured,
      grade: 'absolute',
      changed: true,
      durable: true,
      sha256: 'f'.repeat(64),
      count: 1,
    }
  }
}

type Arrival = (bench: Bench) => DoorCommandBody
const closing: Arrival = ({ q }) => ({ type: 'ReportContact', contact: 'closed', q, source: 'query' })
const abort: Arrival = () => ({ type: 'AbortSession', sid: SID, actor: OWNER })
const arrivals: readonly Arrival[] = [
  abort,
  () => ({ type: 'TakeOver', actor: OWNER }),
  () => ({ type: 'TightenSession', sid: SID }),
  () => ({ type: 'ReportFire', on: true }),
  () => ({ type: 'ReportTamper', on: true }),
  () => ({ type: 'ReportStorage', ok: false }),
  () => ({ type: 'ReportEdge' }),
  () => ({ type: 'ReachDeadline' }),
  (bench) => bench.frame(),
  () => ({ type: 'ReportBolt', bolt: 'unlocked', q: null, source: 'auto', battery: 90, credential: null }),
  () => ({ type: 'ReportContact', contact: 'open', q: null, source: 'auto' }),
  () => ({ type: 'ReportLost', device: 'lock' }),
  closing,
]
/** Whoever said one of these, decided yet or not, must not see the door open after it. */
const withdraws: ReadonlySet<string> = new Set([
  'AbortSession',
  'TakeOver',
  'TightenSession',
  'ReportFire',
  'ReportTamper',
  'ReportStorage',
  'ReportBolt',
  'ReportLost',
])

const places = (lines: readonly JournalLine[], type: string, effect?: string): readonly number[] =>
  lines
    .filter((line) => line.type === type && (effect === undefined || line.data['effect'] === effect))
    .map(({ seq }) => seq)

function judge({ lines, unlocks, runner }: Bench): void {
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, place) => place))
  for (const { lines: durable, told } of unlocks) {
    const types = durable.map(({ type }) => type)
    expect(types).toEqual(expect.arrayContaining(['UnlockCommitted', 'EffectIssued', 'EffectStarted']))
    const [committed = -1] = places(durable, 'UnlockCommitted')
    const [issued = -1] = places(durable, 'EffectIssued', 'UnlockDoor')
    const [marked = -1] = places(durable, 'EffectStarted', 'UnlockDoor')
    expect(committed < issued && issued < marked).toBe(true)
    expect(told.filter((type) => withdraws.has(type))).toEqual([])
  }
  // What a new life would read is what this one knows.
  const events = lines.flatMap((line) => eventOfLine(line) ?? [])
  const replayed = events.reduce(evolve, initialDoor(HOME, FRONT, defaultSettings))
  const { session } = runner.door
  expect([replayed.session?.phase, replayed.gate.alarms]).toEqual([session?.phase, runner.door.gate.alarms])
}

test(`in ${runs} orders of commands, writes and effects the gate lets out once, marked first, and never after a no`, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.shuffledSubarray([...arrivals], { minLength: 1, maxLength: 6 }),
      async (order, others) => {
        const bench = new Bench()
        await bench.almost()
        bench.journal.order = order
        for (const [place, arrive] of [closing, ...others].entries())
          void order.schedule(Promise.resolve(), `command ${place}`).then(() => bench.tell(arrive(bench)))
        await order.waitIdle()
        bench.journal.order = null
        await bench.clock.advance(milliseconds(300))
        expect(bench.unlocks.length).toBeLessThanOrEqual(1)
        judge(bench)
        await bench.runner.stop()
      },
    ),
    { numRuns: runs },
  )
})

test('with nothing in its way the door opens in every order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (order) => {
      const bench = new Bench()
      await bench.almost()
      bench.journal.order = order
      for (const arrive of [closing, (b: Bench) => b.frame()])
        void order.schedule(Promise.resolve()).then(() => bench.tell(arrive(bench)))
      await order.waitIdle()
      expect(bench.unlocks.map(({ op }) => op)).toEqual([OP])
      await bench.runner.stop()
    }),
    { numRuns: Math.min(runs, 50) },
  )
})

test('what a door has decided leaves before anybody looks at what it has become', async () => {
  const bench = new Bench()
  await bench.ask({ type: 'Restarted', epoch: 1, was: 0, rebooted: false })
  expect(bench.performed.map(({ effect }) => effect.type)).toContain('QueryDoor')
  expect(bench.looks).toEqual([bench.performed.length])
})
