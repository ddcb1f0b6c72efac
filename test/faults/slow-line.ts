// A line between two processes that can be slow, stand still, or break: what is sent over it arrives late and in order,
// waits while it is out, or ends with the connection.
import {
  type AddressInfo,
  type NetConnectOpts,
  type Server,
  type Socket,
  connect,
  createServer,
} from 'node:net'

export class SlowLine implements AsyncDisposable {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #target: NetConnectOpts
  #delayMs = 0
  #isOut = false

  private constructor(target: NetConnectOpts) {
    this.#target = target
    this.#server = createServer((near) => this.#join(near))
  }

  /** Listens at a path, or at a free port of this machine. */
  static async lay(target: NetConnectOpts, path: string | null): Promise<SlowLine> {
    const line = new SlowLine(target)
    await new Promise<void>((resolve) => {
      if (path === null) line.#server.listen(0, '127.0.0.1', resolve)
      else line.#server.listen(path, resolve)
    })
    return line
  }

  get port(): number {
    // cast: it listens on an address when no path was given
    return (this.#server.address() as AddressInfo).port
  }

  /** Each piece arrives this much later. */
  slow(delayMs: number): void {
    this.#delayMs = delayMs
  }
  /** Nothing passes and nobody is told. */
  pull(): void {
    this.#isOut = true
    for (const socket of this.#sockets) socket.pause()
  }
  /** Everything breaks off; new connections are taken. */
  break(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
  heal(): void {
    this.#delayMs = 0
    this.#isOut = false
    for (const socket of this.#sockets) socket.resume()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.break()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #join(near: Socket): void {
    const far = connect(this.#target)
    this.#carry(near, far)
    this.#carry(far, near)
  }

  #carry(from: Socket, to: Socket): void {
    this.#sockets.add(from)
    if (this.#isOut) from.pause()
    let last = 0
    from.on('data', (piece: Buffer) => {
      // In order, though the delay may have become shorter meanwhile.
      last = Math.max(last, performance.now() + this.#delayMs)
      const wait = last - performance.now()
      if (wait <= 0.5) to.write(piece)
      else setTimeout(() => to.writable && to.write(piece), wait)
    })
    from.on('error', () => to.destroy())
    from.on('close', () => {
      this.#sockets.delete(from)
      to.destroy()
    })
  }
}
