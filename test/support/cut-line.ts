// A line to a server that is cut once, in the middle of what the server says.
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net'
import { once } from 'node:events'

export class CutLine implements AsyncDisposable {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #mark: RegExp | null = null
  cuts = 0
  /** What the server has said. */
  bytes = 0

  private constructor(port: number) {
    this.#server = createServer((near) => {
      const far = connect(port, '127.0.0.1')
      for (const socket of [near, far]) {
        this.#sockets.add(socket)
        socket.on('error', () => undefined)
        socket.on('close', () => {
          this.#sockets.delete(socket)
          near.destroy()
          far.destroy()
        })
      }
      near.pipe(far)
      far.on('data', (chunk: Buffer) => this.#pass(chunk, near))
    })
  }

  static async lay(port: number): Promise<CutLine> {
    const line = new CutLine(port)
    line.#server.listen(0, '127.0.0.1')
    await once(line.#server, 'listening')
    return line
  }

  get port(): number {
    // cast: it listens on an address
    return (this.#server.address() as AddressInfo).port
  }

  /** Once, where these words begin. */
  cutAfter(mark: RegExp): void {
    this.#mark = mark
  }

  #pass(chunk: Buffer, near: Socket): void {
    this.bytes += chunk.length
    const at = this.#mark ? chunk.toString('latin1').search(this.#mark) : -1
    if (at < 0) {
      near.write(chunk)
      return
    }
    this.#mark = null
    this.cuts += 1
    near.end(chunk.subarray(0, at))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
