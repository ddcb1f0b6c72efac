// An OAuth provider on this machine: answers as it is told to, and keeps what it was asked.
import { once } from 'node:events'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface TokenReply {
  readonly status?: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

export class TokenEndpoint implements AsyncDisposable {
  readonly asked: URLSearchParams[] = []
  readonly #server: Server
  replies: TokenReply[] = []

  private constructor() {
    this.#server = createServer((request, response) => {
      let text = ''
      request.setEncoding('utf8').on('data', (chunk: string) => void (text += chunk))
      request.on('end', () => {
        this.asked.push(new URLSearchParams(text))
        const { status = 200, body, headers = {} } = this.replies.shift() ?? { status: 500, body: '' }
        response.writeHead(status, headers).end(body)
      })
    })
  }

  static async start(): Promise<TokenEndpoint> {
    const endpoint = new TokenEndpoint()
    endpoint.#server.listen(0, '127.0.0.1')
    await once(endpoint.#server, 'listening')
    return endpoint
  }

  get url(): string {
    // cast: it listens on an address
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/token`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
