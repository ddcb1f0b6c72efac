// The edge at one simulated door: runs the dead-man in real time, wired to the motor, the reed and the siren.
import type { Clock, EdgeReport, Wake } from '@portico/plugin-api'
import { type EdgeAct, type EdgeInput, type EdgeState, initialEdge, nextEdgeDue } from '../edge/edge-state.ts'
import { stepEdge } from '../edge/edge-step.ts'
import type { Radio } from './radio.ts'

export interface EdgeOptions {
  readonly id: string
  readonly clock: Clock
  readonly radio: Radio
  readonly reed: () => 'open' | 'closed'
  readonly bolt: () => void
  readonly report: (report: EdgeReport) => void
}

export class SimulatedEdge implements Disposable {
  readonly id: string
  readonly radio: Radio
  readonly #options: EdgeOptions
  #state: EdgeState
  #wake: Wake | null = null
  #hub = false

  constructor(options: EdgeOptions) {
    this.id = options.id
    this.radio = options.radio
    this.#options = options
    this.#state = initialEdge(options.reed())
  }

  /** For those who look at the truth. */
  get state(): EdgeState {
    return this.#state
  }

  /** From the hub, over the radio; what the edge makes of it comes as a report. */
  hear(input: EdgeInput): void {
    this.radio.command(() => {
      this.feel(input)
    })
  }

  /** From its own wires. */
  feel(input: EdgeInput): void {
    const step = stepEdge(this.#state, input, this.#options.clock.mono())
    this.#state = step.state
    this.#schedule()
    for (const act of step.acts) this.#perform(act)
  }

  /** A hub came or went. */
  setHub(on: boolean): void {
    this.#hub = on
    this.#tellLink()
  }

  /** To the edge a cut radio and a hub that went away are one and the same. */
  setLink(up: boolean): void {
    this.radio.change({ up })
    this.#tellLink()
  }

  #tellLink(): void {
    this.feel({ type: this.#hub && this.radio.up ? 'connected' : 'gone' })
  }

  #perform(act: EdgeAct): void {
    if (act.type === 'bolt') this.#options.bolt()
    else if (act.type === 'report')
      this.radio.report(() => {
        this.#options.report(act.report)
      })
    // The siren sounds as long as the state says so; nobody here has ears.
  }

  #schedule(): void {
    this.#wake?.cancel()
    const next = nextEdgeDue(this.#state)
    this.#wake =
      next === null
        ? null
        : this.#options.clock.wake(next, () => {
            this.feel({ type: 'time' })
          })
  }

  [Symbol.dispose](): void {
    this.#wake?.cancel()
    this.#wake = null
    this.radio[Symbol.dispose]()
  }
}
