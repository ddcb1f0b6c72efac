// A network between a client and a hub that can be cut and mended: bytes as they come, both ways.
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net'

export class PlainRelay implements AsyncDisposable {
  readonly #server: Server
  readonly #lines = new Set<Socket>()
  #isCut = false

  /** Where it leads. */
  target = ''

  private constructor() {
    this.#server = createServer((near) => {
      if (this.#isCut) return void near.destroy()
      const { port, hostname } = new URL(this.target)
      const far = connect(Number(port), hostname)
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#lines.add(from)
        from.on('error', () => to.destroy())
        from.on('close', () => {
          this.#lines.delete(from)
          to.destroy()
        })
        from.pipe(to)
      }
    })
  }

  /** Before the hub, which has to know by which name it is called; `target` follows. */
  static async open(): Promise<PlainRelay> {
    const relay = new PlainRelay()
    await new Promise<void>((resolve) => relay.#server.listen(0, '127.0.0.1', resolve))
    return relay
  }

  get url(): string {
    // cast: it listens on an address
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Every line ends and none begins. */
  cut(): void {
    this.#isCut = true
    for (const line of this.#lines) line.destroy()
  }
  mend(): void {
    this.#isCut = false
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
