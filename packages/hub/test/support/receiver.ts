// A receiver of webhooks: a real server on a free port that keeps what came and answers as it is told.
import { once } from 'node:events'
import { type IncomingHttpHeaders, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { until } from './until.ts'

export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly message: { readonly type: string; readonly data: Readonly<Record<string, unknown>> }
}

export class Receiver implements AsyncDisposable {
  readonly got: Received[] = []
  /** Status, and headers, of its next answers. */
  answer: { status: number; headers?: Record<string, string> } = { status: 204 }
  readonly #server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => void (body += chunk.toString()))
    request.on('end', () => {
      const { status, headers } = this.answer
      // cast: our own messages
      this.got.push({ headers: request.headers, body, message: JSON.parse(body) as Received['message'] })
      response.writeHead(status, headers).end('x'.repeat(20_000))
    })
  })

  static async open(port = 0): Promise<Receiver> {
    const receiver = new Receiver()
    receiver.#server.listen(port, '127.0.0.1')
    await once(receiver.#server, 'listening')
    return receiver
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port // cast: it listens
  }
  get url(): string {
    return `http://127.0.0.1:${this.port}/in`
  }
  get types(): readonly string[] {
    return this.got.map(({ message }) => message.type.replace('io.portico.', ''))
  }

  /** Throws unless every message is signed by this secret, as the package of the specification sees it. */
  verify(secret: string, { headers, body }: Received): void {
    new Webhook(secret).verify(body, {
      'webhook-id': String(headers['webhook-id']),
      'webhook-timestamp': String(headers['webhook-timestamp']),
      'webhook-signature': String(headers['webhook-signature']),
    })
  }

  async received(count: number): Promise<void> {
    await until(`${count} messages`, () => this.got.length >= count)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
