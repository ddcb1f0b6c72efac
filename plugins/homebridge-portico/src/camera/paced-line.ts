// Sends datagrams no faster than a wireless network takes them: the newest group of a camera may be two thousand of them, and
// what is lost of it is seen until the next key picture. A key picture fits into what goes at once.

/** At once, datagrams; then so many with each step. */
const AT_ONCE = 128
const PER_STEP = 64
const STEP_MS = 5
/** What waits at most; more is left out. */
const WAITING_MAX = 8_192

export class PacedLine implements Disposable {
  readonly #send: (datagram: Uint8Array) => void
  #waiting: Uint8Array[] = []
  #left = AT_ONCE
  #stepping: NodeJS.Timeout | null = null

  constructor(send: (datagram: Uint8Array) => void) {
    this.#send = send
  }

  push(datagram: Uint8Array): void {
    this.#stepping ??= setInterval(() => this.#step(), STEP_MS)
    if (this.#waiting.length === 0 && this.#left > 0) {
      this.#left -= 1
      this.#send(datagram)
    } else if (this.#waiting.length < WAITING_MAX) this.#waiting.push(datagram)
  }

  #step(): void {
    const due = this.#waiting.splice(0, PER_STEP)
    for (const datagram of due) this.#send(datagram)
    this.#left = Math.min(AT_ONCE, this.#left + PER_STEP - due.length)
    if (this.#left < AT_ONCE) return
    if (this.#stepping) clearInterval(this.#stepping)
    this.#stepping = null
  }

  /** What waits is not sent any more. */
  [Symbol.dispose](): void {
    if (this.#stepping) clearInterval(this.#stepping)
    this.#stepping = null
    this.#waiting = []
  }
}
