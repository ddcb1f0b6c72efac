// The edge at the door: the real dead-man of `@portico/world`, by wire to motor, reed and siren. It needs no hub, and
// survives every hub; what it noted meanwhile it hands in to the next.
import type { Instant } from '@portico/core'
import type { EdgeReport } from '@portico/plugin-api'
import type { TestClock } from '@portico/testing/fakes'
import type { Wake } from '@portico/ports'
import {
  type EdgeAct,
  type EdgeInput,
  type EdgeState,
  initialEdge,
  nextEdgeDue,
  stepEdge,
} from '@portico/world'
import type { Link2 } from './wire.ts'

export interface EdgeOptions {
  readonly clock: TestClock
  readonly link: Link2
  readonly reed: () => 'open' | 'closed'
  readonly bolt: () => void
  /** The siren sounds, or falls silent. */
  readonly siren: (on: boolean) => void
  readonly alarm: (alarm: EdgeAlarm) => void
  readonly report: (report: EdgeReport) => void
  /** It has power and its radio is not cut, or not. */
  readonly up: (on: boolean) => void
}

export interface EdgeAlarm {
  readonly at: Instant
  readonly op: string
  readonly why: 'silence' | 'deadman'
  readonly silentFor: number
}

export class Edge {
  readonly link: Link2
  readonly #options: EdgeOptions
  #state: EdgeState
  #wake: Wake | null = null
  #hub = false
  #dead = false

  constructor(options: EdgeOptions) {
    this.#options = options
    this.link = options.link
    this.#state = initialEdge(options.reed())
    for (const way of [options.link.up, options.link.down]) way.watch(() => this.#tellLink())
    options.up(true)
  }

  get state(): EdgeState {
    return this.#state
  }

  /** No power: it hears, does and says nothing any more. */
  die(): void {
    this.#dead = true
    this.#wake?.cancel()
    this.#options.up(false)
    if (this.#state.siren) this.#options.siren(false)
  }

  /** The power is back: it begins anew and has forgotten what it watched. */
  revive(): void {
    if (!this.#dead) return
    this.#dead = false
    this.#state = initialEdge(this.#options.reed())
    this.#tellLink()
  }

  /** From the hub; `heard` travels back when the edge has taken it. */
  hear(input: EdgeInput, heard: (() => void) | null = null): void {
    this.link.down.send(() => {
      if (this.#dead) return
      this.feel(input)
      if (heard) this.link.up.send(heard)
    })
  }

  /** From its own wires. */
  feel(input: EdgeInput): void {
    if (this.#dead) return
    const noted = this.#state.notes.length
    const step = stepEdge(this.#state, input, this.#options.clock.mono())
    this.#state = step.state
    this.#schedule()
    if (step.state.notes.length > noted) this.#tellAlarms(step.state.notes.slice(noted))
    for (const act of step.acts) this.#perform(act)
  }

  /** A hub came or went. */
  setHub(on: boolean): void {
    this.#hub = on
    this.#tellLink()
  }

  #tellAlarms(notes: EdgeState['notes']): void {
    for (const { at, note } of notes)
      if (note.type === 'alarm')
        this.#options.alarm({ at, op: note.op, why: note.why, silentFor: note.silentForMs })
  }

  /** To the edge a cut radio and a hub that went away are one and the same. */
  #tellLink(): void {
    const { up, down } = this.link
    this.#options.up(up.fresh && down.fresh && !this.#dead)
    this.feel({ type: this.#hub && this.link.up.up ? 'connected' : 'gone' })
  }

  #perform(act: EdgeAct): void {
    if (act.type === 'bolt') this.#options.bolt()
    else if (act.type === 'siren') this.#options.siren(act.on)
    else this.link.up.send(() => this.#options.report(act.report))
  }

  #schedule(): void {
    this.#wake?.cancel()
    const next = nextEdgeDue(this.#state)
    this.#wake = next === null ? null : this.#options.clock.wake(next, () => this.feel({ type: 'time' }))
  }
}
