// A network cable between a page and the hub that can be pulled: while it is out, bytes go nowhere and nobody is told,
// as with a real one. TCP connections live on and carry what waited once it is back.
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net'

export class Cable implements AsyncDisposable {
  readonly #server: Server
  readonly #lines = new Set<Socket>()
  #isOut = false

  /** Where it leads. */
  target = ''

  private constructor() {
    this.#server = createServer((near) => {
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
        if (this.#isOut) from.pause()
      }
    })
  }

  /** Before the hub, which has to know by which name it is called; `target` follows. */
  static async lay(): Promise<Cable> {
    const cable = new Cable()
    await new Promise<void>((resolve) => cable.#server.listen(0, '127.0.0.1', resolve))
    return cable
  }

  get host(): string {
    // cast: it listens on an address
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }
  get url(): string {
    return `http://${this.host}`
  }

  pull(): void {
    this.#isOut = true
    for (const line of this.#lines) line.pause()
  }
  plug(): void {
    this.#isOut = false
    for (const line of this.#lines) line.resume()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const line of this.#lines) line.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
