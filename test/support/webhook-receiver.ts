// Who receives webhooks on this machine: what came, and whether it was signed by the secret that it was told.
import { once } from 'node:events'
import { type IncomingHttpHeaders, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WebhookMessage } from '@portico/protocol'
import { Webhook } from 'standardwebhooks'

export interface Came {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly answer: ServerResponse
}

export class Receiver implements AsyncDisposable {
  readonly came: Came[] = []
  /** It takes what comes and says nothing. */
  isMute = false
  readonly #server = createServer((request, answer) => {
    let body = ''
    request.on('data', (chunk: Buffer) => void (body += chunk.toString()))
    request.on('end', () => {
      this.came.push({ headers: request.headers, body, answer })
      if (!this.isMute) answer.writeHead(204).end()
    })
  })
  static async open(): Promise<Receiver> {
    const receiver = new Receiver()
    receiver.#server.listen(0, '127.0.0.1')
    await once(receiver.#server, 'listening')
    return receiver
  }
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/in` // cast: it listens
  }
  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

/** By the package of the specification; throws where it is not. */
export const verified = (secret: string, { body, headers }: Came): WebhookMessage =>
  // cast: what was signed by our hub
  new Webhook(secret).verify(body, headers as Record<string, string>) as WebhookMessage
