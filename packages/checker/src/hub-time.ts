// Bounds in the time of the hub: what must follow within so many milliseconds in which the hub ran. Recorded stalls
// stretch a bound; the time in which the hub was dead counts only where a rule says so.
import { type Line, isTruth, number, text } from './line.ts'

interface Open {
  readonly line: Line
  readonly what: string
  start: number
  due: number
}

export interface BoundsRule {
  readonly report: (line: Line, what: string) => void
  /** The time in which the hub was dead counts. */
  readonly dead?: boolean
  /** What is told later may still say that it happened in time: wait this long, ms. */
  readonly grace?: number
}

/**
 * A stall is told at the door that it held up, before its next decision: only decisions of the door itself say that a
 * bound of it is broken, not what the runtime notes beside them.
 */
const isOf = (line: Line, opened: Line): boolean =>
  line.type === 'End' || (line.door === opened.door && line.cause !== 'runtime')

/** The open bounds of one rule, by key. */
export class Bounds {
  readonly #rule: BoundsRule
  readonly #open = new Map<string, Open>()
  readonly #changed: () => void

  constructor(rule: BoundsRule, changed: () => void) {
    this.#rule = rule
    this.#changed = changed
  }

  /** From this line on, at most `ms`. An open bound of the same key begins anew. */
  open(key: string, { line, ms, what }: { line: Line; ms: number; what: string }): void {
    this.openFrom(key, { line, ms, what, start: line.mono })
  }

  openFrom(
    key: string,
    { line, ms, what, start }: { line: Line; ms: number; what: string; start: number },
  ): void {
    this.#open.set(key, { line, what, start, due: start + ms })
    this.#changed()
  }

  /** When the bound of a key ends; null when none is open. */
  dueOf(key: string): number | null {
    return this.#open.get(key)?.due ?? null
  }

  has(key: string): boolean {
    return this.#open.has(key)
  }

  /** It happened, at `mono` where that differs from when it was written. */
  meet(key: string, at?: { readonly line: Line; readonly mono: number }): void {
    const open = this.#open.get(key)
    if (!open) return
    this.#open.delete(key)
    if (at && at.mono > open.due) this.#late(open, at.line)
  }

  meetAll(isMet: (key: string) => boolean): void {
    for (const key of this.#open.keys()) if (isMet(key)) this.#open.delete(key)
  }

  /** The earliest moment at which one of them is broken. */
  get earliest(): number {
    let first = Infinity
    for (const { due } of this.#open.values()) first = Math.min(first, due + (this.#rule.grace ?? 0))
    return first
  }

  breakUpTo(line: Line): void {
    for (const [key, open] of this.#open)
      if (isOf(line, open.line) && line.mono > open.due + (this.#rule.grace ?? 0)) {
        this.#open.delete(key)
        this.#late(open, line)
      }
  }

  /** Nobody ran between `from` and `to`. */
  stretch(from: number, to: number, isDead: boolean): void {
    if (isDead && this.#rule.dead === true) return
    for (const open of this.#open.values()) open.due += Math.max(0, to - Math.max(from, open.start))
  }

  /** Another boot of the machine: instants begin anew. What was left of each bound is left of it still. */
  shift(by: number): void {
    for (const open of this.#open.values()) {
      open.start += by
      open.due += by
    }
  }

  #late({ line, what, start, due }: Open, at: Line): void {
    const ms = Math.round(due - start)
    this.#rule.report(at, `${what}: not within ${ms} ms of line ${line.seq} (${line.type})`)
  }
}

export class HubTime {
  readonly #all: Bounds[] = []
  #earliest = Infinity
  #stale = false
  #boot: string | null = null
  #epoch = -1
  #mono = 0
  #dead = false

  bounds(rule: BoundsRule): Bounds {
    const bounds = new Bounds(rule, () => void (this.#stale = true))
    this.#all.push(bounds)
    return bounds
  }

  /** Before the rules see the line: whatever should have happened by now and did not is told. */
  pass(line: Line): void {
    if (line.type === 'World') {
      if (text(line, 'what') === 'crash') this.#dead = true
      return
    }
    if (isTruth(line)) return this.#end(line)
    if (this.#boot !== null && (line.boot !== this.#boot || line.epoch > this.#epoch)) this.#reborn(line)
    this.#boot = line.boot
    this.#epoch = Math.max(this.#epoch, line.epoch)
    // What the runtime notes may be queued in the middle of a write that the hub did not survive.
    if (line.door !== null && line.cause !== 'runtime') this.#mono = line.mono
    if (line.type === 'HubStalled') this.#stalled(line)
    this.#break(line)
  }

  #reborn(line: Line): void {
    this.#dead = false
    for (const bounds of this.#all)
      if (line.boot === this.#boot) bounds.stretch(this.#mono, line.mono, true)
      else bounds.shift(line.mono - this.#mono)
    this.#stale = true
  }

  #stalled(line: Line): void {
    const ms = number(line, 'ms') ?? 0
    for (const bounds of this.#all) bounds.stretch(line.mono - ms, line.mono, false)
    this.#stale = true
  }

  #break(line: Line): void {
    if (this.#stale) this.#earliest = Math.min(Infinity, ...this.#all.map(({ earliest }) => earliest))
    this.#stale = false
    if (line.mono <= this.#earliest) return
    for (const bounds of this.#all) bounds.breakUpTo(line)
    this.#stale = true
  }

  /** The run is over. A hub that is dead to the end owes nothing but what its death does not excuse. */
  #end(line: Line): void {
    if (line.boot !== this.#boot) return
    if (this.#dead) for (const bounds of this.#all) bounds.stretch(this.#mono, line.mono, true)
    this.#stale = true
    this.#break(line)
  }
}
