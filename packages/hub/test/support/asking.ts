// One HTTP request with full control over its headers, `Host` among them.
import { type IncomingHttpHeaders, request } from 'node:http'

export interface Asked {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  /** Parsed when it is JSON. */
  readonly body: any // oxlint-disable-line typescript/no-explicit-any -- a test looks into it freely
}

export interface Asking {
  readonly headers?: Record<string, string | readonly string[]>
  /** Sent as JSON, bytes as they are. */
  readonly body?: unknown
}

export function askAt(base: string, line: string, { headers = {}, body }: Asking = {}): Promise<Asked> {
  const [method = 'GET', path = '/'] = line.split(' ')
  const isBytes = body instanceof Uint8Array
  const payload = body === undefined ? null : isBytes ? Buffer.from(body) : Buffer.from(JSON.stringify(body))
  return new Promise((resolve, reject) => {
    const sent = request(new URL(base), {
      method,
      path,
      agent: false,
      timeout: 10_000,
      headers: {
        ...(payload && !('transfer-encoding' in headers) && { 'content-length': String(payload.length) }),
        ...(payload && !isBytes && { 'content-type': 'application/json' }),
        ...headers,
      },
    })
    sent.on('error', reject)
    sent.on('timeout', () => sent.destroy(new Error(`${line}: no answer in 10 s`)))
    sent.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const bytes = Buffer.concat(chunks)
        const isJson =
          bytes.length > 0 && response.headers['content-type']?.startsWith('application/json') === true
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          bytes,
          body: isJson ? JSON.parse(bytes.toString()) : null,
        })
      })
    })
    sent.end(payload ?? undefined)
  })
}
