// Plays deliveries at the simulated door for the virtual street: the same play as the command line's, told step by
// step. Nobody answers for the owner here: his own page is where that happens.
import type { Policy } from '@portico/core'
import { codeOf } from '@portico/ports'
import { refusalWords } from '@portico/protocol'
import type { AddressInfo, Server } from 'node:net'
import { freshNumber, newPhone, outForDelivery } from '../commands/out-for-delivery.ts'
import { httpError } from '../http/http-errors.ts'
import { localUrl } from '../http/reach.ts'
import type { CheckedDoor } from '../config/checked-settings.ts'
import type { Hub } from '../hub.ts'
import { ownerWords } from '../views/words.ts'

/** In some case a PIN is shown, and only to a phone that is known again. */
const usesPin = ({ mode, sentences }: Policy): boolean =>
  mode === 'pin' || sentences.some((sentence) => sentence.mode === 'pin')

export interface PlayStep {
  readonly who: string
  readonly what: string
  /** Ms since the play began. */
  readonly at: number
}

export interface PlayView {
  readonly state: 'none' | 'running' | 'delivered' | 'not-delivered'
  readonly door: string | null
  readonly trackingNumber: string | null
  /** The courier's page of this play, a path; null before he has his pass. */
  readonly courierPage: string | null
  readonly steps: readonly PlayStep[]
  /** What the courier reads, and what the owner reads; null while it goes well. */
  readonly why: string | null
  readonly ownerReads: string | null
}

const NOTHING: PlayView = {
  state: 'none',
  door: null,
  trackingNumber: null,
  courierPage: null,
  steps: [],
  why: null,
  ownerReads: null,
}

export class StreetPlay implements Disposable {
  readonly #hub: Hub
  readonly #server: Server
  readonly #ended = new AbortController()
  #view = NOTHING
  #pass: string | null = null

  /** `server`: where this hub's own house listens; the play knocks there like everybody else. */
  constructor(hub: Hub, server: Server) {
    this.#hub = hub
    this.#server = server
  }

  get view(): PlayView {
    return this.#view
  }

  /** One at a time: asked again while one runs, it goes on with that one. @throws HubError `HUB_HTTP_NOT_FOUND`, `HUB_HTTP_BUSY` */
  start(id: string | null): PlayView {
    if (this.#view.state === 'running') return this.#view
    const { doors } = this.#hub.settings
    const door = id === null ? doors[0] : doors.find((each) => each.id === id)
    if (!door) throw httpError('HUB_HTTP_NOT_FOUND', 'no such door')
    const { ready, reasons } = this.#hub.readiness()
    if (!ready) throw httpError('HUB_HTTP_BUSY', `the home is not ready yet: ${reasons.join(', ')}`)
    void this.#run(door)
    return this.#view
  }

  [Symbol.dispose](): void {
    this.#ended.abort()
  }

  /** Never rejects. */
  async #run(door: CheckedDoor): Promise<void> {
    const began = performance.now()
    const trackingNumber = freshNumber()
    this.#pass = null
    // A page that shows a PIN belongs to one phone: then there is no looking over the courier's shoulder.
    const phone = usesPin(this.#hub.runtime.policy) ? newPhone() : null
    this.#view = { ...NOTHING, state: 'running', door: door.id, trackingNumber }
    const tell = (who: string, what: string): void => {
      const at = Math.round(performance.now() - began)
      this.#view = { ...this.#view, steps: [...this.#view.steps, { who, what, at }] }
    }
    try {
      // Loaded with the first play: it brings the client of a hub along.
      const { playDelivery } = await import('../commands/delivery-play.ts')
      const played = await playDelivery({
        url: this.#url,
        door: door.id,
        trackingNumber,
        phone,
        webhook: this.#webhook(trackingNumber),
        scan: async () => this.#hub.runtime.codes.mint(door.id).code,
        owner: null,
        tell,
        onPass: (pass) => {
          this.#pass = pass
          if (phone === null) this.#view = { ...this.#view, courierPage: `/c/${pass}` }
        },
        signal: this.#ended.signal,
      })
      this.#end(played.delivered ? null : played.why)
    } catch (error) {
      this.#hub.log.warn({ code: codeOf(error) }, 'play broken off')
      this.#end(error instanceof Error ? error.message : String(error))
    }
  }

  #end(why: string | null): void {
    this.#view = {
      ...this.#view,
      state: why === null ? 'delivered' : 'not-delivered',
      why,
      ownerReads: why === null ? null : this.#ownerReads(),
    }
  }

  /** The newest no that the owner was told about this visit; his own is one. */
  #ownerReads(): string | null {
    const { visits } = this.#hub.runtime
    const pass = this.#pass === null ? null : visits.passOf(this.#pass)
    const visit = pass && visits.get(pass.session)
    const refusal =
      visit?.refusals.at(-1) ??
      (visit?.outcome === 'cancelled' ? ({ code: 'APPROVAL_DENIED' } as const) : undefined)
    return refusal
      ? `${ownerWords(refusal)} Next: ${refusalWords[refusal.code].next}. (${refusal.code})`
      : null
  }

  #webhook(trackingNumber: string): ReturnType<typeof outForDelivery> {
    const [source] = this.#hub.sources.values()
    if (!source)
      throw httpError('HUB_HTTP_NOT_FOUND', 'no source of deliveries is on: add one under carriers')
    return outForDelivery(source.carrier, trackingNumber, source.secret)
  }

  get #url(): string {
    // cast: it listens on an address, never on a pipe
    const { port } = this.#server.address() as AddressInfo
    return localUrl({ host: this.#hub.settings.house.host, port })
  }
}
