// Pictures for one socket: sent at once, or, while it is still busy with something, only the newest of each kind.
import type { DoorId } from '@portico/core'
import type { PictureHead } from '@portico/protocol'

export interface PushedPicture {
  readonly kind: PictureHead['kind']
  readonly door: DoorId
  /** Called at sending: the age is that of the moment. */
  readonly head: () => PictureHead
  readonly jpeg: Buffer
}

export interface PictureSocket {
  /** Nothing waits to be sent. */
  isIdle(): boolean
  send(head: PictureHead, jpeg: Buffer): void
}

export class PictureSlots {
  readonly #socket: PictureSocket
  readonly #waiting = new Map<PictureHead['kind'], PushedPicture>()

  constructor(socket: PictureSocket) {
    this.#socket = socket
  }

  push(picture: PushedPicture): void {
    this.#waiting.set(picture.kind, picture)
    this.drained()
  }

  /** The socket took what it was given. */
  drained(): void {
    for (const [kind, { head, jpeg }] of this.#waiting) {
      if (!this.#socket.isIdle()) return
      this.#waiting.delete(kind)
      this.#socket.send(head(), jpeg)
    }
  }
}
