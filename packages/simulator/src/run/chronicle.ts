// What a run leaves: the hub's lines, the truth of the house beside them, and the story in words. Lines of the world are
// put between those of the hub by true time; then all are numbered and linked anew, so that the export is one chain.
import { type DraftLine, type JournalLine, instant } from '@portico/core'
import { sealLine } from '@portico/evidence/seal'
import type { TestClock } from '@portico/testing/fakes'
import type { EdgeAlarm } from '../house/edge.ts'
import type { FrontDoor } from '../house/front-door.ts'
import type { MachineClock } from '../house/machine-clock.ts'
import { knownSigner, placeSigner } from './signer.ts'

export interface RunOptions {
  /** World and End lines are merged in. */
  readonly trace: boolean
  /** Lines are hashed as the hub hashes them. */
  readonly hashes: boolean
}

export interface StoryLine {
  /** True time, ms after the start. */
  readonly at: number
  readonly who: string
  readonly what: string
}

interface WorldLine {
  /** True time. */
  readonly at: number
  readonly boot: string
  readonly mono: number
  readonly wall: number
  readonly type: 'World' | 'End'
  readonly data: Readonly<Record<string, unknown>>
}

export interface ChronicleParts {
  readonly options: RunOptions
  readonly clock: TestClock
  readonly machine: MachineClock
}

export class Chronicle {
  readonly #parts: ChronicleParts
  readonly #began: number
  readonly #lines: JournalLine[] = []
  /** How many lines of the world came before each line of the hub. */
  readonly #placed: number[] = []
  readonly #world: WorldLine[] = []
  readonly #story: StoryLine[] = []
  readonly #waiting = new Map<string, (() => void)[]>()
  readonly #isUp = new Map<string, boolean>()
  #told: { bolt: boolean; open: boolean } | null = null

  constructor(parts: ChronicleParts) {
    this.#parts = parts
    this.#began = parts.clock.mono()
  }

  /** The truth of this door is told from here on. */
  watch(door: FrontDoor): void {
    door.watch(() => this.#tellTruth(door))
    this.#tellTruth(door)
  }

  /** A line of the story; `mark` also stands in the trace, for the checker. */
  tell(who: string, what: string, mark: string | null = null): void {
    this.#story.push({ at: this.#parts.clock.mono() - this.#began, who, what })
    if (mark !== null) this.#note('World', { what: mark })
  }

  /** An unlock or a PIN on the lock's radio, whoever sent it. */
  wire(what: 'unlock' | 'pin', op: string): void {
    this.#note('World', { what, op })
  }

  edgeAlarm({ op, why, silentFor }: EdgeAlarm): void {
    this.tell('edge', `sounds: ${why}`)
    this.#note('World', { what: 'edge alarm', op, why, silentFor })
  }

  /** A boot of its own has instants of its own: the truth is told anew. */
  rebooted(): void {
    if (this.#told) this.#note('World', { ...this.#told })
  }

  /** Hands at the door that are not the hub's doing. */
  hand(who: string): void {
    this.#note('World', { what: 'hand', who })
  }

  /** Whether the household means somebody to come in unasked, from here on. */
  household(unasked: boolean): void {
    this.#note('World', { what: 'household', unasked })
  }

  /** Whether somebody at the door, or a person afar, could hear of it. */
  up(what: 'edge' | 'notifier', up: boolean): void {
    if (this.#isUp.get(what) === up) return
    this.#isUp.set(what, up)
    this.#note('World', { what, up })
  }

  onLine(type: string, call: () => void): void {
    this.#waiting.set(type, [...(this.#waiting.get(type) ?? []), call])
  }

  lines(lines: readonly JournalLine[]): void {
    for (const line of lines) {
      this.#lines.push(line)
      this.#placed.push(this.#world.length)
      const waiting = this.#waiting.get(line.type)
      if (!waiting) continue
      this.#waiting.delete(line.type)
      for (const call of waiting) call()
    }
  }

  close(end: WorldLine['data']): {
    readonly lines: readonly JournalLine[]
    readonly story: readonly StoryLine[]
  } {
    if (!this.#parts.options.trace) return { lines: this.#lines, story: this.#story }
    this.#note('End', end)
    return { lines: this.#merged(), story: this.#story }
  }

  #tellTruth(door: FrontDoor): void {
    const { truth } = door
    if (this.#told && truth.bolt === this.#told.bolt && truth.open === this.#told.open) return
    this.#told = truth
    this.#note('World', { ...truth })
  }

  #note(type: WorldLine['type'], data: WorldLine['data']): void {
    if (!this.#parts.options.trace) return
    const { machine, clock } = this.#parts
    const at = clock.mono()
    this.#world.push({
      at,
      boot: machine.boot,
      mono: machine.shownAt(instant(at)),
      wall: machine.wall(),
      type,
      data,
    })
  }

  #merged(): readonly JournalLine[] {
    const { hashes } = this.#parts.options
    const seal = hashes ? sealLine : number
    const merged: JournalLine[] = []
    /** By the hub's own number: where its line stands now. */
    const moved = new Map<number, JournalLine>()
    let next = 0
    let epoch = 1
    const put = (line: DraftLine): JournalLine => {
      const sealed = seal(merged.at(-1) ?? null, line)
      merged.push(sealed)
      return sealed
    }
    const world = (until: number): void => {
      for (; next < until; next++) {
        const line = this.#world[next]
        if (line) put(lineOf(line, epoch))
      }
    }
    for (const [place, line] of this.#lines.entries()) {
      world(this.#before(line, this.#placed[place] ?? 0, next))
      epoch = Math.max(epoch, line.epoch)
      moved.set(line.seq, put({ ...line, data: this.#resigned(line, moved) }))
    }
    world(this.#world.length)
    return merged
  }

  /** A checkpoint names a line and its hash; in the chain with the truth in it both are others. */
  #resigned({ type, data, wall }: JournalLine, moved: ReadonlyMap<number, JournalLine>): JournalLine['data'] {
    const line = type === 'Checkpoint' ? moved.get(Number(data['upTo'])) : undefined
    const signer = this.#parts.options.hashes ? knownSigner : placeSigner
    return line ? { ...signer.checkpoint(line, wall) } : data
  }

  /**
   * Lines of the hub become durable later than they were decided: what happened between the decision and the disk
   * belongs behind them.
   */
  #before(line: JournalLine, placed: number, from: number): number {
    let until = Math.min(placed, this.#world.length)
    while (until > from) {
      const last = this.#world[until - 1]
      if (!last || last.boot !== line.boot || last.mono < line.mono) break
      until -= 1
    }
    return until
  }
}

function lineOf({ boot, mono, wall, type, data }: WorldLine, epoch: number): DraftLine {
  return {
    v: 1,
    home: 'default',
    boot,
    epoch,
    mono,
    wall,
    writer: 'sim',
    door: 'front',
    session: null,
    type,
    cause: 'world',
    lag: 0,
    data,
  }
}

const number: typeof sealLine = (head, draft) => ({
  ...draft,
  seq: head === null ? 0 : head.seq + 1,
  prev: head?.hash ?? '0'.repeat(64),
  hash: `#${head === null ? 0 : head.seq + 1}`,
})
