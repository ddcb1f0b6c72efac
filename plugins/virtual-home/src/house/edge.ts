// The edge at one simulated door: runs the dead-man in real time, wired to the motor, the reed and the siren.
import { EdgeLink, type HubWord, verifierOf } from '@portico/edge'
import type { Clock, Op, Wake } from '@portico/plugin-api'
import {
  type EdgeAct,
  type EdgeInput,
  type EdgeState,
  initialEdge,
  nextEdgeDue,
  stepEdge,
} from '@portico/world'
import type { EdgeIdentity, EdgeVault } from './edge-vault.ts'
import type { Radio } from './radio.ts'

export interface EdgeOptions {
  readonly id: string
  readonly clock: Clock
  readonly radio: Radio
  readonly reed: () => 'open' | 'closed'
  readonly bolt: () => void
  readonly vault: EdgeVault
  /** A signed frame for the hub. */
  readonly report: (frame: string) => void
}

export class SimulatedEdge implements Disposable {
  readonly id: string
  readonly radio: Radio
  readonly #options: EdgeOptions
  #state: EdgeState
  #wake: Wake | null = null
  #hub = false
  #link: EdgeLink | null = null
  readonly #identity: EdgeIdentity
  readonly #refused = new Map<string, number>()

  constructor(options: EdgeOptions) {
    this.id = options.id
    this.radio = options.radio
    this.#options = options
    this.#state = initialEdge(options.reed())
    this.#identity = options.vault.begin(options.id)
    if (options.vault.hubKey !== null) this.pair(options.vault.hubKey)
  }

  /** For the hub, to be pinned. */
  get publicKey(): string {
    return this.#identity.keys.publicKey
  }

  /** Frames that were not obeyed, by the reason; for those who look at the truth. */
  get refused(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#refused)
  }

  /** From now on this hub is obeyed, and no other. */
  pair(hubKey: string): void {
    const { keys, epoch, life } = this.#identity
    this.#link ??= new EdgeLink({
      edge: this.id,
      sign: keys.sign,
      verify: verifierOf(hubKey),
      kept: { epoch, life },
    })
  }

  /** For those who look at the truth. */
  get state(): EdgeState {
    return this.#state
  }

  /**
   * From the hub, over the radio; what the edge makes of it comes as a report. Why it does not count, so that a hub
   * which was held up may say it anew; null when it does, or when nobody can know: it is lost or still on its way.
   */
  hear(frame: string): string | null {
    let fault: string | null = null
    this.radio.command(() => {
      const word = this.#read(frame)
      if (typeof word === 'string') return void (fault = word)
      const input = inputOf(word)
      if (input) this.feel(input)
    })
    return fault
  }

  /** Why the lock, which is wired to it, may not be opened by this order; null: it may, once. */
  faultOfUnlock(op: Op, frame: string | null): string | null {
    const heard = frame === null ? this.#refuse('unsigned') : this.#read(frame)
    if (typeof heard === 'string') return heard
    return heard.type === 'unlock' && heard.op === op ? null : this.#refuse('other-order')
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

  /** The word, or why it is none. */
  #read(frame: string): HubWord | string {
    const heard = this.#link?.hear(frame, this.#options.clock.mono()) ?? { fault: 'unpaired' as const }
    if (heard.fault !== null) return this.#refuse(heard.fault)
    // A hub that was born again has heard nothing of what was said in the epoch before.
    if (heard.isNewHub && this.#link) {
      this.#options.vault.keep(this.id, this.#link.kept)
      this.#tellLink()
    }
    return heard.word
  }

  #refuse(why: string): string {
    this.#refused.set(why, (this.#refused.get(why) ?? 0) + 1)
    return why
  }

  #tellLink(): void {
    this.feel({ type: this.#hub && this.radio.up ? 'connected' : 'gone' })
  }

  #perform(act: EdgeAct): void {
    if (act.type === 'bolt') this.#options.bolt()
    else if (act.type === 'report')
      for (const frame of this.#link?.say(act.report, this.#options.clock.mono()) ?? [])
        this.radio.report(() => {
          this.#options.report(frame)
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

/** What an order is to the dead-man; null: it is not for it. */
function inputOf(word: HubWord): EdgeInput | null {
  return word.type === 'hello' || word.type === 'unlock' ? null : word
}
