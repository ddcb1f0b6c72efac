// One WebSocket of the hub: a line that is read, tried again with back-off while somebody wants it. What the hub says on
// closing decides: a camera that is private, unknown or deaf is not asked again at once.

export interface HubAddress {
  /** Origin, for instance `http://127.0.0.1:8080`. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

/** What a line says of itself: `private` and `unknown` as the hub told, `lost` when it will be tried again. */
export type LineEnd = 'private' | 'unknown' | 'lost'

export interface LineListener {
  /** Age in ms when it was sent, and the bytes. */
  onPiece(ageMs: number, bytes: Uint8Array): void
  /** A text frame: another stream begins. */
  onHead(): void
  onEnd(why: LineEnd): void
}

const RETRY_FIRST_MS = 250
const RETRY_MAX_MS = 10_000
/** The hub says no, and hardly changes its mind within seconds. */
const RETRY_REFUSED_MS = 30_000
const AGE_BYTES = 8
/** A frame is bounded by the hub (a group of pictures, 6 MB); more is no hub's. */
const FRAME_MAX = 8 * 1024 * 1024

const refusals: Readonly<Record<number, LineEnd>> = {
  4401: 'private',
  4403: 'private',
  4404: 'unknown',
  4405: 'unknown',
}

/** Where the hub is and who we are there, at this moment; null: not known, the hub has not let us in. */
export type FindHub = () => HubAddress | null

export const openHubSocket = ({ url, headers }: HubAddress, path: string): WebSocket => {
  const socket = new WebSocket(url.replace(/^http/, 'ws') + path, { headers: { ...headers } })
  socket.binaryType = 'arraybuffer'
  return socket
}

export class FrameLine implements Disposable {
  readonly #hub: FindHub
  readonly #path: string
  readonly #listener: LineListener
  #socket: WebSocket | null = null
  #retry: NodeJS.Timeout | null = null
  #wait = RETRY_FIRST_MS
  #isOver = false

  /** Begins at once. */
  constructor(hub: FindHub, path: string, listener: LineListener) {
    this.#hub = hub
    this.#path = path
    this.#listener = listener
    this.#open()
  }

  #open(): void {
    const address = this.#hub()
    if (!address) return this.#again('lost')
    const socket = openHubSocket(address, this.#path)
    this.#socket = socket
    socket.addEventListener('message', ({ data }: { readonly data: unknown }) => {
      this.#wait = RETRY_FIRST_MS
      if (typeof data === 'string') this.#listener.onHead()
      else if (data instanceof ArrayBuffer) this.#take(data)
    })
    // The close that follows says why.
    socket.addEventListener('error', () => undefined)
    socket.addEventListener('close', ({ code }) => this.#ended(refusals[code] ?? 'lost'))
  }

  #take(data: ArrayBuffer): void {
    if (data.byteLength <= AGE_BYTES || data.byteLength > FRAME_MAX) return
    const ageMs = new DataView(data).getFloat64(0)
    if (Number.isFinite(ageMs)) this.#listener.onPiece(Math.max(0, ageMs), new Uint8Array(data, AGE_BYTES))
  }

  #ended(why: LineEnd): void {
    if (this.#isOver) return
    this.#socket = null
    this.#again(why)
    this.#listener.onEnd(why)
  }

  #again(why: LineEnd): void {
    this.#retry = setTimeout(() => this.#open(), why === 'lost' ? this.#wait : RETRY_REFUSED_MS)
    this.#wait = Math.min(2 * this.#wait, RETRY_MAX_MS)
  }

  [Symbol.dispose](): void {
    this.#isOver = true
    if (this.#retry) clearTimeout(this.#retry)
    this.#socket?.close()
  }
}
