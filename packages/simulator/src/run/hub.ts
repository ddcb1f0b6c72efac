// The hub's machine: disk, clocks, and one life of the hub after another. Faults kill it at any point, let its loop
// stall, fill its disk or cut its power; a supervisor starts it again.
import { type DoorCommandBody, type Duration, type JournalLine, after, milliseconds } from '@portico/core'
import type { Batch } from '@portico/ports'
import { MemoryDisk, type SeededChance, type TestClock } from '@portico/testing/fakes'
import type { House } from '../house/house.ts'
import { LifeClock } from '../house/life-clock.ts'
import type { MachineClock } from '../house/machine-clock.ts'
import type { DiskHealth } from './hub-journal.ts'
import { Life, type LifeParts } from './life.ts'

export interface HubOptions extends Pick<
  LifeParts,
  'policy' | 'settings' | 'seal' | 'signer' | 'voices' | 'onWire' | 'residents' | 'third'
> {
  readonly clock: TestClock
  readonly machine: MachineClock
  readonly house: House
  readonly draw: SeededChance
  /** Lines that became durable, in order; also those that nobody was told of before a crash. */
  readonly onLines: (lines: readonly JournalLine[]) => void
  /** Something that happened to the hub, for the story. */
  readonly onEvent: (what: string) => void
  readonly onReboot: () => void
}

/** A place in the life of the hub where it may be killed. */
export interface Point {
  readonly what: string
  readonly batch: Batch | null
}

/** From the start of the process to the first line of the hub. */
const START_TAKES = { min: 300, max: 3000 }

export class Hub {
  readonly machine: MachineClock
  readonly disk = new MemoryDisk()
  readonly health: DiskHealth = {
    latency: () => milliseconds(2),
    full: false,
    unreadable: false,
  }
  readonly plugin = { lag: 0, down: false }
  readonly engine = { broken: false }
  readonly #options: HubOptions
  readonly #points: ((point: Point) => void)[] = []
  #life: Life | null = null
  #lives = 0
  #powered = true
  #seen = -1
  #pictures = 0

  constructor(options: HubOptions) {
    this.#options = options
    this.machine = options.machine
  }

  get life(): Life | null {
    return this.#life
  }
  get epoch(): number {
    return this.#lives
  }

  /** Called at every point until the end of the run. */
  onPoint(watch: (point: Point) => void): void {
    this.#points.push(watch)
  }

  /** The process begins; it is of use once it has opened the home. */
  start(): void {
    if (this.#life || !this.#powered) return
    this.#lives += 1
    const { clock, house, draw, policy, settings, seal, signer, voices, onWire, residents, third } =
      this.#options
    const life = new Life({
      epoch: this.#lives,
      clock: new LifeClock(clock, this.machine),
      machine: this.machine,
      house,
      disk: this.disk,
      health: this.health,
      plugin: this.plugin,
      engine: this.engine,
      policy,
      settings,
      seal,
      signer,
      voices,
      onWire,
      residents,
      third,
      readyAfter: milliseconds(draw.integer(100, 900)),
      name: () => (this.#pictures++).toString(16).padStart(64, '0'),
      point: (what, batch) => this.#passPoint({ what, batch }),
      onLines: (lines) => this.#told(lines),
      onOpened: () => this.#catchUp(life),
      onFailed: () => this.kill({ inFlight: 'lost', again: milliseconds(2000) }),
    })
    this.#life = life
    void life.open()
  }

  /** One owner a data folder: a second hub is refused while the first lives, and is the next life when it is dead. */
  startSecond(): void {
    if (this.#life) this.#options.onEvent('a second hub is refused')
    else this.start()
  }

  /** `kill -9`. What was being written is lost, or kept without anybody having been told. */
  kill({ inFlight, again }: { readonly inFlight: 'lost' | 'kept'; readonly again: Duration | null }): void {
    const life = this.#life
    if (!life) return
    this.#life = null
    life.die(inFlight)
    this.#options.house.edge.setHub(false)
    this.#options.onEvent('crash')
    this.#catchUp(life)
    if (again !== null) this.#startLater(again)
  }

  /** The whole machine loses power, and boots again. */
  cutPower(down: Duration): void {
    if (!this.#powered) return
    this.kill({ inFlight: this.#options.draw.unit() < 0.5 ? 'lost' : 'kept', again: null })
    this.#powered = false
    this.#options.onEvent('power cut')
    const { clock } = this.#options
    clock.wake(after(clock.mono(), down), () => {
      this.#powered = true
      this.machine.reboot()
      this.#options.onReboot()
      this.start()
    })
  }

  /** From a device: to the life that is there, if it has come so far. */
  report(body: DoorCommandBody): void {
    this.#life?.report(body)
  }

  /** What the lock says comes through the process of its plugin. */
  reportOfLock(body: DoorCommandBody): void {
    if (!this.plugin.down) this.report(body)
  }

  /** The process of the lock's plugin is gone, or has come back. */
  setPlugin(down: boolean): void {
    this.plugin.down = down
    this.report(
      down ? { type: 'ReportLost', device: 'lock' } : { type: 'ReportFitness', unfit: null, pin: true },
    )
    const third = this.#options.third()
    if (!down && third?.source === 'lock-door-sensor') this.report(third)
  }

  #startLater(again: Duration): void {
    const { clock, draw } = this.#options
    const takes = draw.integer(START_TAKES.min, START_TAKES.max)
    clock.wake(after(clock.mono(), milliseconds(again + takes)), () => this.start())
  }

  #passPoint(point: Point): void {
    for (const watch of this.#points) if (this.#life) watch(point)
  }

  #told(lines: readonly JournalLine[]): void {
    const fresh = lines.filter(({ seq }) => seq > this.#seen)
    const last = fresh.at(-1)
    if (!last) return
    this.#seen = last.seq
    this.#options.onLines(fresh)
  }

  /** Lines that reached the disk in the moment of the crash are part of the story, too. */
  #catchUp({ home }: Life): void {
    this.#told(this.disk.lines({ home, after: this.#seen, limit: Number.MAX_SAFE_INTEGER }))
  }
}
