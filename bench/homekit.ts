// HomeKit: from a controller's write to the order on its way to the lock, and from what the hub knows back to the controller;
// in a Homebridge of the hub's own, and in a stranger's, where hap-nodejs keeps events for company.
import type { JournalLine } from '@portico/core'
import { openStoreReadOnly, type ReadOnlyStore } from '@portico/store-sqlite'
import { AppleRoom, type Whose } from '../test/support/apple-room.ts'
import type { Point } from '../test/support/hap-controller.ts'
import { machineClock } from '../test/support/machine-clock.ts'
import { until } from '../test/support/until.ts'
import { CommitProbe } from './support/commit-probe.ts'
import { DiskEye } from './support/disk-eye.ts'
import { figure, median, quantile } from './support/figures.ts'
import { type Goal, printGoals } from './support/goal.ts'
import { closeBench, openBench } from './support/opening.ts'
import { Outgoing } from './support/outgoing.ts'
import { note } from './support/rounds.ts'
import { printTable } from './support/table.ts'

const { quick } = openBench('homekit: a write to the lock, and the word back')
const ROUNDS = quick ? 5 : 40
/** Of their own, in which another process looks at the disk: it takes a processor, so they count for nothing else. */
const LOOKED_AT = quick ? 2 : 10
const UNSECURED = 0
const SECURED = 1
const ORDER = { type: 'EffectSent', effect: 'LockDoor', withinMs: 10_000 } as const

/** What is told by `performance.now()` here, in the time of the journal's lines. */
const clockAhead = machineClock.mono() - performance.now()

/** A write counts from when its bytes go to the controller's socket. */
const spans = {
  answered: 'write → answer to the controller',
  sent: 'write → order sent to the lock (stamp of `EffectSent`)',
  durable: 'write → `EffectSent` durable (its commit has returned)',
  read: '`EffectSent` durable → read from the disk by another process',
  unlockedBack: 'hub hears "unlocked" → event at the controller',
  lockedBack: 'hub has proved "locked" → event at the controller',
} as const
type Span = keyof typeof spans
type Times = Record<Span, number[]>

interface Looks {
  readonly room: AppleRoom
  readonly home: string
  readonly probe: CommitProbe
  readonly eye: DiskEye
  readonly disk: ReadOnlyStore
  readonly outgoing: Outgoing
}

class LockBench {
  readonly times: Times = { answered: [], sent: [], durable: [], read: [], unlockedBack: [], lockedBack: [] }
  readonly #looks: Looks

  constructor(looks: Looks) {
    this.#looks = looks
  }

  /** Somebody turns the knob; then the controller locks. */
  async round(): Promise<void> {
    const before = this.#head()
    const told = await this.#turn()
    const heard = this.#after(before, 'BoltObserved').find(({ data }) => data['bolt'] === 'unlocked')
    this.times.unlockedBack.push(told - (heard?.mono ?? NaN))
    await this.#lock()
  }

  /** The same, and another process waits for the order on the disk. */
  async lookedAt(): Promise<void> {
    await this.#turn()
    const after = this.#head()
    const seen = this.#looks.eye.see({ ...ORDER, after })
    await this.#write()
    const { at } = await seen
    this.times.read.push(at - (await this.#durable(after)))
    await this.#told(this.#looks.room.points.current, SECURED)
  }

  async #turn(): Promise<number> {
    const { points, visit, controller } = this.#looks.room
    controller.events.length = 0
    await visit.act('turn', 'front', { to: 'unlock' })
    return this.#told(points.current, UNSECURED)
  }

  async #lock(): Promise<void> {
    const { room, outgoing } = this.#looks
    const before = this.#head()
    await this.#write()
    const answered = machineClock.mono()
    const told = await this.#told(room.points.current, SECURED)
    const wrote = outgoing.to(room.homebridge.port)
    this.times.answered.push(answered - wrote)
    this.times.sent.push(this.#order(before).mono - wrote)
    this.times.durable.push((await this.#durable(before)) - wrote)
    const proved = this.#after(before, 'BoltObserved').findLast(({ mono }) => mono < told)
    this.times.lockedBack.push(told - (proved?.mono ?? NaN))
  }

  async #write(): Promise<void> {
    const { controller, points } = this.#looks.room
    const status = await controller.write(points.target, SECURED)
    if (status !== 0) throw new Error(`the write was refused: ${status}`)
  }

  #head(): number {
    const { disk, home } = this.#looks
    return disk.head(home)?.seq ?? -1
  }

  #after(seq: number, type: string): readonly JournalLine[] {
    const { disk, home } = this.#looks
    return disk.lines({ home, after: seq, limit: 100, types: [type] })
  }

  #order(after: number): JournalLine {
    const line = this.#after(after, ORDER.type).find(({ data }) => data['effect'] === ORDER.effect)
    if (!line) throw new Error('the controller was answered, and no order stands in the journal')
    return line
  }

  #durable(after: number): Promise<number> {
    return this.#looks.probe.durable(this.#order(after).seq)
  }

  /** When the controller was told, in the journal's time. */
  async #told(point: Point, value: number): Promise<number> {
    const { at } = await this.#looks.room.controller.untilTold(point, value)
    return at + clockAhead
  }
}

async function measure(whose: Whose): Promise<Times> {
  using probe = new CommitProbe()
  using outgoing = new Outgoing()
  await using room = await AppleRoom.open(whose, probe.env)
  const { controller, points, visit } = room
  await controller.untilRead(points.current, ({ value }) => value === SECURED)
  await controller.listen([points.current])
  const { home } = await until('the owner to be told something', () => visit.owner.told[0])
  await using eye = await DiskEye.open({ folder: visit.hub.data, home })
  using disk = openStoreReadOnly(visit.hub.data)
  const bench = new LockBench({ room, home, probe, eye, disk, outgoing })
  for (let round = 0; round < ROUNDS + LOOKED_AT; round += 1) {
    note(`${whose}: round ${round + 1} of ${ROUNDS + LOOKED_AT}`)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await (round < ROUNDS ? bench.round() : bench.lookedAt())
  }
  note('')
  return bench.times
}

const own = await measure('own')
const stranger = await measure('stranger')

const cells = (values: readonly number[]): string[] => [
  figure(Math.min(...values)),
  figure(median(values)),
  figure(quantile(values, 0.95)),
  figure(Math.max(...values)),
]
// cast: the keys of the table
const names = Object.keys(spans) as Span[]
printTable(
  ['ms', 'own min', 'p50', 'p95', 'max', "stranger's min", 'p50', 'p95', 'max'],
  names.map((span) => [spans[span], ...cells(own[span]), ...cells(stranger[span])]),
)
printGoals([
  goal('own process: write → durable order, p50', 5, median(own.durable)),
  goal('own process: event back, p50', 50, median(own.unlockedBack)),
  goal("a stranger's Homebridge: event back, p50", 250, median(stranger.unlockedBack)),
])
closeBench()

function goal(what: string, limit: number, measured: number): Goal {
  return { what, at: 'most', limit, unit: ' ms', measured }
}
