// HomeKit: from a controller's write to the order on its way to the lock, and from what the hub knows back to the controller;
// in a Homebridge of the hub's own, and in a stranger's, where hap-nodejs keeps events for company.
import type { JournalLine } from '@portico/core'
import { openStoreReadOnly } from '@portico/store-sqlite'
import { AppleRoom, type Whose } from '../test/support/apple-room.ts'
import type { Point } from '../test/support/hap-controller.ts'
import { machineClock } from '../test/support/machine-clock.ts'
import { until } from '../test/support/until.ts'
import { DiskEye } from './support/disk-eye.ts'
import { figure, median, quantile } from './support/figures.ts'
import { type Goal, printGoals } from './support/goal.ts'
import { closeBench, openBench } from './support/opening.ts'
import { note } from './support/rounds.ts'
import { printTable } from './support/table.ts'

const { quick } = openBench('homekit: a write to the lock, and the word back')
const ROUNDS = quick ? 5 : 40
const UNSECURED = 0
const SECURED = 1
const ORDER = { type: 'EffectSent', effect: 'LockDoor', withinMs: 10_000 } as const

/** What is told by `performance.now()` here, in the time of the journal's lines. */
const clockAhead = machineClock.mono() - performance.now()

const spans = {
  answered: 'write → answer to the controller',
  sent: 'write → order sent to the lock (stamp of `EffectSent`)',
  durable: 'write → `EffectSent` read from the disk by another process',
  unlockedBack: 'hub hears "unlocked" → event at the controller',
  lockedBack: 'hub has proved "locked" → event at the controller',
} as const
type Span = keyof typeof spans
type Times = Record<Span, number[]>

interface Disk extends Disposable {
  /** Number of the newest line. */
  head(): number
  /** Lines of that type after that number, as soon as they are committed. */
  after(seq: number, type: string): readonly JournalLine[]
}

function diskOf({ visit }: AppleRoom, home: string): Disk {
  const store = openStoreReadOnly(visit.hub.data)
  return {
    head: () => store.head(home)?.seq ?? -1,
    after: (seq, type) => store.lines({ home, after: seq, limit: 100, types: [type] }),
    [Symbol.dispose]: () => store[Symbol.dispose](),
  }
}

interface Looks {
  readonly room: AppleRoom
  readonly disk: Disk
  readonly eye: DiskEye
}

class LockBench implements AsyncDisposable {
  readonly times: Times = { answered: [], sent: [], durable: [], unlockedBack: [], lockedBack: [] }
  readonly #room: AppleRoom
  readonly #disk: Disk
  readonly #eye: DiskEye

  private constructor({ room, disk, eye }: Looks) {
    this.#room = room
    this.#disk = disk
    this.#eye = eye
  }

  static async open(room: AppleRoom, home: string): Promise<LockBench> {
    const eye = await DiskEye.open({ folder: room.visit.hub.data, home })
    return new LockBench({ room, disk: diskOf(room, home), eye })
  }

  /** Somebody turns the knob; then the controller locks. */
  async round(): Promise<void> {
    const { points, visit, controller } = this.#room
    controller.events.length = 0
    const before = this.#disk.head()
    await visit.act('turn', 'front', { to: 'unlock' })
    const told = await this.#told(points.current, UNSECURED)
    const heard = this.#disk.after(before, 'BoltObserved').find(({ data }) => data['bolt'] === 'unlocked')
    this.times.unlockedBack.push(told - (heard?.mono ?? NaN))
    await this.#lock()
  }

  async #lock(): Promise<void> {
    const before = this.#disk.head()
    const seen = this.#eye.see({ ...ORDER, after: before })
    const wrote = machineClock.mono()
    const answered = this.#write(wrote)
    const sent = await seen
    this.times.durable.push(sent.at - wrote)
    this.times.sent.push(sent.mono - wrote)
    await answered
    const told = await this.#told(this.#room.points.current, SECURED)
    const proved = this.#disk.after(before, 'BoltObserved').findLast(({ mono }) => mono < told)
    this.times.lockedBack.push(told - (proved?.mono ?? NaN))
  }

  async #write(wrote: number): Promise<void> {
    const { controller, points } = this.#room
    const status = await controller.write(points.target, SECURED)
    if (status !== 0) throw new Error(`the write was refused: ${status}`)
    this.times.answered.push(machineClock.mono() - wrote)
  }

  /** When the controller was told, in the journal's time. */
  async #told(point: Point, value: number): Promise<number> {
    const { at } = await this.#room.controller.untilTold(point, value)
    return at + clockAhead
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disk[Symbol.dispose]()
    await this.#eye[Symbol.asyncDispose]()
  }
}

async function measure(whose: Whose): Promise<Times> {
  await using room = await AppleRoom.open(whose)
  const { controller, points, visit } = room
  await controller.untilRead(points.current, ({ value }) => value === SECURED)
  await controller.listen([points.current])
  const { home } = await until('the owner to be told something', () => visit.owner.told[0])
  await using bench = await LockBench.open(room, home)
  for (let round = 0; round < ROUNDS; round += 1) {
    note(`${whose}: round ${round + 1} of ${ROUNDS}`)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await bench.round()
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
