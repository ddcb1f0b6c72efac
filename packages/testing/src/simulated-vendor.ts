// Tracking services as an account sees them: an HTTP server on this machine that knows keys, follows parcels, keeps
// webhooks, and has the moods of real ones. What it tells of a parcel is what the test gave it.
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import { type VendorAnswer, type VendorAsk, type VendorName, vendors } from './simulated-vendors.ts'

export type VendorMood =
  | { readonly type: 'good' }
  | { readonly type: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Never answers. */
  | { readonly type: 'silent' }
  /** Promises more than it sends. */
  | { readonly type: 'truncated' }
  /** Sends so many bytes. */
  | { readonly type: 'huge'; readonly bytes: number }
  | { readonly type: 'charset'; readonly charset: string }
  | { readonly type: 'text'; readonly text: string }

export interface HeardAsk extends VendorAsk {
  /** The key it came with; null: none. */
  readonly key: string | null
}

const CHUNK = Buffer.alloc(64 * 1024, ' ')

export class SimulatedVendor implements AsyncDisposable {
  readonly name: VendorName
  /** Those that it knows. */
  keys: readonly string[]
  mood: VendorMood = { type: 'good' }
  /** What it tells of a parcel, by its number; one that is not here it does not know. */
  readonly parcels = new Map<string, object>()
  /** Parcels of others in the same account: it tells of them with every answer that has a list. */
  readonly strangers: object[] = []
  readonly followed = new Set<string>()
  readonly hooks = new Map<string, { readonly url: string; readonly secret: string | null }>()
  readonly heard: HeardAsk[] = []
  readonly #server: Server
  url = ''

  private constructor(name: VendorName, keys: readonly string[]) {
    this.name = name
    this.keys = keys
    this.#server = createServer((request, response) => void this.#serve(request, response))
  }

  static async open(name: VendorName, ...keys: readonly string[]): Promise<SimulatedVendor> {
    const vendor = new SimulatedVendor(name, keys)
    await new Promise<void>((resolve) => vendor.#server.listen(0, '127.0.0.1', resolve))
    const address = vendor.#server.address()
    vendor.url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
    return vendor
  }

  /** As `METHOD /path`, without the query. */
  get lines(): readonly string[] {
    return this.heard.map(({ method, path }) => `${method} ${path}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const url = new URL(request.url ?? '/', this.url)
    const text = Buffer.concat(chunks).toString()
    const ask: VendorAsk = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: text === '' ? null : JSON.parse(text),
    }
    const key = vendors[this.name].keyOf(ask)
    this.heard.push({ ...ask, key })
    this.#answer(response, ask, key)
  }

  #answer(response: ServerResponse, ask: VendorAsk, key: string | null): void {
    const { mood } = this
    switch (mood.type) {
      case 'good': {
        const open = vendors[this.name].isOpen?.(ask) === true
        const isKnown = open || (key !== null && this.keys.includes(key))
        return send(response, isKnown ? vendors[this.name].answer(ask, this) : vendors[this.name].stranger)
      }
      case 'status':
        return send(response, {
          status: mood.status,
          body: { error: 'mood' },
          ...(mood.headers && { headers: mood.headers }),
        })
      case 'silent':
        return undefined
      case 'truncated':
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
        response.write('{"id": "trk')
        setImmediate(() => response.destroy())
        return undefined
      case 'huge':
        return pour(response, mood.bytes)
      case 'charset':
        response.writeHead(200, { 'content-type': `application/json; charset=${mood.charset}` })
        response.end(Buffer.from('{"name": "caf\u00e9"}', 'latin1'))
        return undefined
      case 'text':
        response.writeHead(200, { 'content-type': 'text/html' })
        response.end(mood.text)
        return undefined
    }
  }
}

function send(response: ServerResponse, { status, body, headers = {} }: VendorAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

/** As fast as it is taken; whoever hangs up ends it. */
function pour(response: ServerResponse, bytes: number): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  let left = bytes
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= CHUNK.length
      if (!response.write(CHUNK)) {
        response.once('drain', more)
        return
      }
    }
    response.end('{}')
  }
  response.on('error', () => undefined)
  more()
}
