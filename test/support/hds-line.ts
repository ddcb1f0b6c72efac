// A home's line to a camera for its recordings: HomeKit Data Stream over TCP, each frame sealed with ChaCha20-Poly1305 by
// keys out of the pairing (as the community's specification of HomeKit Secure Video describes it).
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type Socket, connect } from 'node:net'
import { HAP, type HapCamera, tlv, u8, readTlv } from './hap-camera.ts'
import { type HdsMap, type HdsValue, HdsReader, encodeHds } from './hds-codec.ts'
import { until } from './until.ts'

const TAG = 16
const HEAD = 4
const CIPHER = 'chacha20-poly1305'

interface Message {
  readonly header: HdsMap
  readonly body: HdsMap
}

export interface Recorded {
  readonly kind: string
  readonly data: Buffer
  readonly isLast: boolean
  /** Of `performance.now()`. */
  readonly at: number
}

const mapOf = (value: HdsValue): HdsMap => {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || Buffer.isBuffer(value))
    throw new Error('no map')
  return value as HdsMap // cast: what is left of the union
}

export class HdsLine implements Disposable {
  readonly messages: Message[] = []
  readonly recorded: Recorded[] = []
  readonly #socket: Socket
  readonly #read: Buffer
  readonly #write: Buffer
  #received = Buffer.alloc(0)
  #in = 0
  #out = 0
  #id = 0
  #open: Buffer[] = []

  private constructor(socket: Socket, read: Buffer, write: Buffer) {
    this.#socket = socket
    this.#read = read
    this.#write = write
    socket.on('data', (bytes: Buffer) => this.#take(bytes))
    socket.on('error', () => undefined)
  }

  static async open(camera: HapCamera): Promise<HdsLine> {
    const salt = randomBytes(32)
    const reply = await camera.ask(HAP.setupDataStream, tlv([1, u8(0)], [2, u8(0)], [3, salt]))
    const port =
      readTlv(reply.get(2) ?? Buffer.alloc(0))
        .get(1)
        ?.readUInt16LE() ?? 0
    const salts = Buffer.concat([salt, reply.get(3) ?? Buffer.alloc(0)])
    const key = (info: string): Buffer =>
      Buffer.from(hkdfSync('sha512', camera.sharedSecret, salts, info, 32))
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    const line = new HdsLine(socket, key('HDS-Read-Encryption-Key'), key('HDS-Write-Encryption-Key'))
    await line.request('control', 'hello', {})
    return line
  }

  /** Resolves with the reply. */
  request(protocol: string, request: string, body: HdsMap): Promise<Message> {
    this.#id += 1
    const id = this.#id
    this.#send({ protocol, request, id, status: 0 }, body)
    return until(`a reply to ${protocol}/${request}`, () =>
      this.messages.find(({ header }) => header['response'] === request && header['id'] === id),
    )
  }

  /** Asks for what is recorded: 0 where it comes, else HAP's reason why not. */
  async record(stream: number): Promise<number> {
    const { header, body } = await this.request('dataSend', 'open', {
      target: 'controller',
      type: 'ipcamera.recording',
      streamId: stream,
    })
    return header['status'] === 0 ? 0 : Number(body['status'])
  }

  acknowledge(stream: number): void {
    this.#send({ protocol: 'dataSend', event: 'ack' }, { streamId: stream, endOfStream: true })
  }
  close(stream: number): void {
    this.#send({ protocol: 'dataSend', event: 'close' }, { streamId: stream, reason: 0 })
  }

  #send(header: HdsMap, body: HdsMap): void {
    const head = encodeHds(header)
    const payload = Buffer.concat([Buffer.from([head.length]), head, encodeHds(body)])
    const frame = Buffer.alloc(HEAD)
    frame.writeUInt32BE(0x01000000 + payload.length)
    const cipher = createCipheriv(CIPHER, this.#write, nonce(this.#out), { authTagLength: TAG })
    this.#out += 1
    cipher.setAAD(frame, { plaintextLength: payload.length })
    const sealed = Buffer.concat([cipher.update(payload), cipher.final()])
    this.#socket.write(Buffer.concat([frame, sealed, cipher.getAuthTag()]))
  }

  #take(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes])
    for (;;) {
      if (this.#received.length < HEAD) return
      const length = this.#received.readUInt32BE() & 0xffffff
      const end = HEAD + length + TAG
      if (this.#received.length < end) return
      const frame = this.#received.subarray(0, end)
      this.#received = this.#received.subarray(end)
      const decipher = createDecipheriv(CIPHER, this.#read, nonce(this.#in), { authTagLength: TAG })
      this.#in += 1
      decipher.setAAD(frame.subarray(0, HEAD), { plaintextLength: length })
      decipher.setAuthTag(frame.subarray(HEAD + length))
      this.#message(Buffer.concat([decipher.update(frame.subarray(HEAD, HEAD + length)), decipher.final()]))
    }
  }

  #message(payload: Buffer): void {
    const length = payload[0] ?? 0
    const header = mapOf(new HdsReader(payload.subarray(1, 1 + length)).read())
    const body = mapOf(new HdsReader(payload.subarray(1 + length)).read())
    this.messages.push({ header, body })
    if (header['event'] !== 'data') return
    const { packets, endOfStream } = body
    for (const packet of Array.isArray(packets) ? packets.map(mapOf) : []) {
      const { data } = packet
      const { dataType, isLastDataChunk } = mapOf(packet['metadata'] ?? null)
      if (Buffer.isBuffer(data)) this.#open.push(Buffer.from(data))
      if (isLastDataChunk !== true) continue
      const whole = Buffer.concat(this.#open.splice(0))
      this.recorded.push({
        kind: typeof dataType === 'string' ? dataType : '',
        data: whole,
        isLast: endOfStream === true,
        at: performance.now(),
      })
    }
  }

  [Symbol.dispose](): void {
    this.#socket.destroy()
  }
}

/** Four zeros and the number of the frame. */
function nonce(count: number): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeBigUInt64LE(BigInt(count), 4)
  return bytes
}
