// A name server of one's own that knows a few TXT records (RFC 1035): where the tests' senders publish their keys.
import { type RemoteInfo, type Socket, createSocket } from 'node:dgram'
import { once } from 'node:events'

const ANSWER = 0x8580
const NO_SUCH_NAME = 0x8583

/** The labels of the one question, and where it ends. */
function question(message: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), end: at + 5 }
}

/** In strings of at most 255 bytes, as TXT records are. */
function txtData(text: string): Buffer {
  const strings = text.match(/[^]{1,255}/g) ?? ['']
  return Buffer.concat(strings.flatMap((each) => [Buffer.of(each.length), Buffer.from(each, 'latin1')]))
}

function answerTo(message: Buffer, records: ReadonlyMap<string, string>): Buffer {
  const { name, end } = question(message)
  const text = records.get(name)
  const header = Buffer.alloc(12)
  message.copy(header, 0, 0, 2)
  header.writeUInt16BE(text === undefined ? NO_SUCH_NAME : ANSWER, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(text === undefined ? 0 : 1, 6)
  if (text === undefined) return Buffer.concat([header, message.subarray(12, end)])
  const data = txtData(text)
  const record = Buffer.alloc(12)
  record.writeUInt16BE(0xc00c, 0)
  record.writeUInt16BE(16, 2)
  record.writeUInt16BE(1, 4)
  record.writeUInt32BE(60, 6)
  record.writeUInt16BE(data.length, 10)
  return Buffer.concat([header, message.subarray(12, end), record, data])
}

export class NameServer implements AsyncDisposable {
  readonly records = new Map<string, string>()
  /** Names it was asked for. */
  readonly asked: string[] = []
  readonly #socket: Socket

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('message', (message: Buffer, from: RemoteInfo) => {
      this.asked.push(question(message).name)
      socket.send(answerTo(message, this.records), from.port, from.address)
    })
  }

  static async start(): Promise<NameServer> {
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    return new NameServer(socket)
  }

  get address(): string {
    return `127.0.0.1:${this.#socket.address().port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#socket, 'close')
    this.#socket.close()
    await closed
  }
}
