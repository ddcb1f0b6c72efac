// RTSP messages and the binary frames between them on one TCP connection (RFC 2326 sections 4, 6, 7, 10.12). All
// sizes are bounded: the other side is a stranger.
import { RtspError } from './errors.ts'

export interface RtspMessage {
  readonly type: 'message'
  /** Request line or status line. */
  readonly start: string
  /** By lower-case name; a name may come several times. */
  readonly headers: ReadonlyMap<string, readonly string[]>
  readonly body: string
}

export interface InterleavedFrame {
  readonly type: 'frame'
  readonly channel: number
  readonly data: Uint8Array
}

const HEAD_BYTES_MAX = 16 * 1024
const BODY_BYTES_MAX = 64 * 1024
const DOLLAR = 0x24
const HEAD_END = Buffer.from('\r\n\r\n')

/** The first value of a header. */
export const headerOf = (message: RtspMessage, name: string): string | undefined =>
  message.headers.get(name)?.[0]

export function writeMessage(
  start: string,
  headers: Readonly<Record<string, string | readonly string[]>>,
  body = '',
): Buffer {
  const lines = [start]
  for (const [name, value] of Object.entries(headers))
    for (const one of typeof value === 'string' ? [value] : value) lines.push(`${name}: ${one}`)
  const bytes = Buffer.from(body)
  if (bytes.length > 0) lines.push(`Content-Length: ${bytes.length}`)
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), bytes])
}

export function writeFrame(channel: number, data: Uint8Array): Buffer {
  const head = Buffer.of(DOLLAR, channel, data.length >> 8, data.length & 0xff)
  return Buffer.concat([head, data])
}

/** Cuts a byte stream into messages and frames; throws `HUB_RTSP_SYNTAX` at what is neither or too large. */
export class RtspReader {
  #rest: Buffer = Buffer.alloc(0)

  #frame(): InterleavedFrame | null {
    if (this.#rest.length < 4) return null
    const end = 4 + this.#rest.readUInt16BE(2)
    if (this.#rest.length < end) return null
    const { buffer, byteOffset } = this.#rest
    const frame: InterleavedFrame = {
      type: 'frame',
      channel: this.#rest.readUInt8(1),
      data: new Uint8Array(buffer, byteOffset + 4, end - 4),
    }
    this.#rest = this.#rest.subarray(end)
    return frame
  }

  *push(chunk: Buffer): Generator<RtspMessage | InterleavedFrame> {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    for (;;) {
      const next = this.#rest[0] === DOLLAR ? this.#frame() : this.#message()
      if (!next) return
      yield next
    }
  }

  #message(): RtspMessage | null {
    let start = 0
    while (this.#rest[start] === 0x0d || this.#rest[start] === 0x0a) start += 1
    if (start > 0) this.#rest = this.#rest.subarray(start)
    const first = this.#rest[0]
    if (first === undefined) return null
    // Every method and `RTSP/` begins with a capital letter; anything else is garbage and is told at once.
    if (first !== DOLLAR && (first < 0x41 || first > 0x5a))
      throw new RtspError('HUB_RTSP_SYNTAX', 'neither a message nor a frame on the connection')
    if (first === DOLLAR) return null
    const headEnd = this.#rest.indexOf(HEAD_END)
    if (headEnd > HEAD_BYTES_MAX || (headEnd < 0 && this.#rest.length > HEAD_BYTES_MAX))
      throw new RtspError('HUB_RTSP_SYNTAX', `message head of more than ${HEAD_BYTES_MAX} bytes`)
    if (headEnd < 0) return null
    const [line = '', ...fields] = this.#rest.toString('latin1', 0, headEnd).split('\r\n')
    const headers = parseHeaders(fields)
    const length = contentLength(headers)
    const bodyStart = headEnd + HEAD_END.length
    if (this.#rest.length < bodyStart + length) return null
    const body = this.#rest.toString('utf8', bodyStart, bodyStart + length)
    this.#rest = this.#rest.subarray(bodyStart + length)
    return { type: 'message', start: line, headers, body }
  }
}

function parseHeaders(fields: readonly string[]): Map<string, string[]> {
  const headers = new Map<string, string[]>()
  for (const field of fields) {
    const colon = field.indexOf(':')
    if (colon <= 0) throw new RtspError('HUB_RTSP_SYNTAX', 'a header line without a name')
    const name = field.slice(0, colon).trim().toLowerCase()
    const values = headers.get(name)
    const value = field.slice(colon + 1).trim()
    if (values) values.push(value)
    else headers.set(name, [value])
  }
  return headers
}

function contentLength(headers: ReadonlyMap<string, readonly string[]>): number {
  const text = headers.get('content-length')?.[0] ?? '0'
  const length = Number(text)
  if (!/^\d{1,9}$/.test(text) || length > BODY_BYTES_MAX)
    throw new RtspError('HUB_RTSP_SYNTAX', `body of more than ${BODY_BYTES_MAX} bytes`)
  return length
}
