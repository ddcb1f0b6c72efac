// The open line of a display: looked at again every half minute, so that one that ended is cut, and beside a door a
// fresh code each time, and at once after one was used.
import { type DoorId, type JournalLine, after, seconds } from '@portico/core'
import type { DoorCodeMessage, ProofCodeMessage } from '@portico/protocol'
import { type Wake, proofCode } from '@portico/ports'
import type { Socket } from 'socket.io'
import type { CheckedDoor } from '../config/checked-settings.ts'
import type { Hub } from '../hub.ts'
import type { Identity } from '../people/identity.ts'
import { streetUrl } from '../http/street-url.ts'

/** A code is good for twice as long: there is always one to scan. */
export const CODE_EVERY = seconds(30)

/** After these nobody has to see anything on the display any more. */
const overWith: ReadonlySet<string> = new Set([
  'LivenessProved',
  'EntryRefused',
  'UnlockCommitted',
  'SessionClosed',
])

export type DisplayIdentity = Extract<Identity, { readonly kind: 'display' }>

export interface DisplayLineOptions {
  readonly hub: Pick<Hub, 'cameras' | 'displays' | 'runtime' | 'clock' | 'settings'>
  readonly socket: Socket
  readonly display: DisplayIdentity
}

export class DisplayLine implements Disposable {
  readonly #options: DisplayLineOptions
  readonly #endings: readonly Disposable[]
  #wake: Wake | null = null

  constructor(options: DisplayLineOptions) {
    this.#options = options
    const { hub, display } = options
    this.#endings = [
      hub.displays.connect(display.id),
      hub.runtime.codes.onUsed((door) => {
        if (door === this.#door) this.#beat()
      }),
      hub.runtime.follow((lines) => {
        for (const line of lines) if (line.door !== null && line.door === this.#door) this.#told(line)
      }),
    ]
    this.#beat()
  }

  [Symbol.dispose](): void {
    this.#wake?.cancel()
    for (const ending of this.#endings) ending[Symbol.dispose]()
  }

  /** Of whose code it shows; null inside. */
  get #door(): DoorId | null {
    const { place, door } = this.#options.display
    return place === 'door-side' ? door : null
  }

  /** While a camera is to prove by this display that it lives, the display shows what it has to see. */
  #told({ type, data }: JournalLine): void {
    if (overWith.has(type)) return this.#beat()
    const nonce = type === 'ProofStarted' ? data['nonce'] : undefined
    if (typeof nonce !== 'string' || !this.#provesHere()) return
    const { socket } = this.#options
    this.#wake?.cancel()
    const forMs = this.#setup?.settings.timers.prove ?? CODE_EVERY
    socket.emit('proof-code', { code: proofCode(nonce), forMs } satisfies ProofCodeMessage)
    this.#wake = this.#options.hub.clock.wake(after(this.#options.hub.clock.mono(), forMs), () =>
      this.#beat(),
    )
  }

  #provesHere(): boolean {
    const { cameras } = this.#options.hub
    const witness = this.#setup?.cameras.find((camera) => camera.witness)
    return witness !== undefined && cameras.proofOf(witness.id) === 'display'
  }

  get #setup(): CheckedDoor | undefined {
    return this.#options.hub.settings.doors.find(({ id }) => id === this.#door)
  }

  #beat(): void {
    const { hub, socket, display } = this.#options
    this.#wake?.cancel()
    if (!hub.displays.isThere(display.id)) {
      socket.disconnect(true)
      return
    }
    if (this.#door !== null) this.#showCode(this.#door)
    this.#wake = hub.clock.wake(after(hub.clock.mono(), CODE_EVERY), () => this.#beat())
  }

  #showCode(door: DoorId): void {
    const { hub, socket } = this.#options
    // A door that the settings know no more has no code.
    if (!hub.runtime.door(door)) return
    const { code, goodFor } = hub.runtime.codes.mint(door)
    const { host } = socket.handshake.headers
    const message: DoorCodeMessage = {
      code,
      url: streetUrl(hub.settings, host, `/d/${door}?t=${code}`),
      goodForMs: goodFor,
    }
    socket.emit('door-code', message)
  }
}
