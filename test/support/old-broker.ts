// A broker of MQTT 3.1.1 alone: it refuses a CONNECT of version 5 in one of two ways that are met, and is Mosquitto to the rest.
import { once } from 'node:events'
import { type AddressInfo, type Server, connect, createServer } from 'node:net'

/** `says`: CONNACK "unacceptable protocol version" (3.1.1 §3.2.2.3). `hangs-up`: not a word. */
export type OldManners = 'says' | 'hangs-up'

/** The level stands behind the length of one byte and the name `MQTT` (§3.1.2.2); our CONNECT may have two of length. */
const levelIn = (packet: Buffer): number => packet[packet.indexOf('MQTT') + 4] ?? 0

export class OldBroker implements AsyncDisposable {
  readonly #server: Server
  /** Levels of those who came. */
  readonly levels: number[] = []

  constructor(port: number, manners: OldManners) {
    this.#server = createServer((near) => {
      near.on('error', () => undefined)
      near.once('data', (packet) => {
        const level = levelIn(packet)
        this.levels.push(level)
        if (level === 5) {
          if (manners === 'says') near.end(Buffer.of(0x20, 0x02, 0x00, 0x01))
          else near.destroy()
          return
        }
        const far = connect(port, '127.0.0.1')
        far.on('error', () => near.destroy())
        far.write(packet)
        near.pipe(far).pipe(near)
      })
    })
  }

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    // cast: it listens on TCP
    return `mqtt://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close()
    await Promise.resolve()
  }
}
