// All sockets that are open on a listener: how many there may be, and which end when a right does.
import type { Hub } from '../hub.ts'
import type { Identity } from '../people/identity.ts'
import { quotaKey } from '../http/rights.ts'

export const SOCKETS_MAX = 256

interface OpenSocket {
  readonly owner: string
  readonly close: (why: 'signed-out' | 'stopping') => void
}

export class OpenSockets implements Disposable {
  readonly #sockets = new Set<OpenSocket>()
  readonly #faces: Pick<Hub['faceBook'], 'rightsOf'>
  readonly #endings: readonly Disposable[]

  constructor({
    people,
    tokens,
    displays,
    faceBook,
  }: Pick<Hub, 'people' | 'tokens' | 'displays' | 'faceBook'>) {
    this.#faces = faceBook
    const end = (owner: string): void => {
      for (const socket of this.#sockets) if (socket.owner === owner) socket.close('signed-out')
    }
    this.#endings = [people.onEnded(end), tokens.onEnded(end), displays.onEnded(end), faceBook.onCut(end)]
  }

  get isFull(): boolean {
    return this.#sockets.size >= SOCKETS_MAX
  }

  /** `close` is called when the login ends, the token is revoked, a face may less, or the hub stops. */
  add(identity: Identity, close: OpenSocket['close']): Disposable {
    const socket: OpenSocket = { owner: quotaKey(identity), close }
    this.#sockets.add(socket)
    if (!this.#isAsItWas(identity)) queueMicrotask(() => close('signed-out'))
    return { [Symbol.dispose]: () => void this.#sockets.delete(socket) }
  }

  /** A face may have ended, or be allowed something else, between its being let in and its being counted here. */
  #isAsItWas(identity: Identity): boolean {
    if (identity.kind !== 'face') return true
    const now = this.#faces.rightsOf(identity.id)
    return now?.rights === identity.rights && now.doors === identity.doors
  }

  [Symbol.dispose](): void {
    for (const ending of this.#endings) ending[Symbol.dispose]()
    for (const socket of this.#sockets) socket.close('stopping')
  }
}
