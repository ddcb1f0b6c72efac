// A controller of one HomeKit camera: pairs, reads, writes, is told of events, and speaks TLV (HomeKit Accessory Protocol R2,
// chapters 5, 6 and 14).
import { HttpClient, type PairingData } from 'hap-controller'
import { until } from './until.ts'

/** Short numbers of HAP's characteristics; before a stroke the service that it has to be in. */
export const HAP = {
  setupEndpoints: '118',
  selectedStream: '117',
  streamingStatus: '120',
  press: '73',
  motion: '22',
  recordingActive: '204/B0',
  selectedRecording: '209',
  recordingSound: '226',
  setupDataStream: '131',
  cameraActive: '21B',
} as const

const BASE = '-0000-1000-8000-0026BB765291'
const isType = (type: string | undefined, short: string): boolean =>
  type?.toUpperCase().replace(BASE, '').replace(/^0+/, '') === short

interface Found {
  readonly aid: number
  readonly iid: number
}

interface Accessory {
  readonly aid: number
  readonly services: readonly {
    readonly type: string
    readonly characteristics: readonly {
      readonly type: string
      readonly iid: number
      readonly perms: string[]
    }[]
  }[]
}

export class HapCamera implements AsyncDisposable {
  readonly #commands: HttpClient
  readonly #events: HttpClient
  readonly told: { readonly iid: number; readonly value: unknown }[] = []
  #accessories: readonly Accessory[] = []

  readonly #keys: PairingData

  private constructor(port: number, keys: PairingData) {
    const open = (): HttpClient =>
      new HttpClient('camera', '127.0.0.1', port, keys, { usePersistentConnections: true })
    this.#keys = keys
    this.#commands = open()
    this.#events = open()
  }

  static async pair(port: number, pin: string): Promise<HapCamera> {
    const first = new HttpClient('camera', '127.0.0.1', port)
    await first.pairSetup(pin)
    const keys = first.getLongTermData()
    await first.close()
    if (!keys) throw new Error('paired, and no keys')
    return HapCamera.#open(port, keys)
  }

  /** The same controller at the accessory that was started again. */
  again(port: number): Promise<HapCamera> {
    return HapCamera.#open(port, this.#keys)
  }

  static async #open(port: number, keys: PairingData): Promise<HapCamera> {
    const camera = new HapCamera(port, keys)
    // cast: the reply of `GET /accessories`
    const { accessories } = (await camera.#commands.getAccessories()) as unknown as {
      accessories: Accessory[]
    }
    camera.#accessories = accessories
    return camera
  }

  /** The n-th characteristic of a type. */
  find(short: string, index = 0): Found {
    const [characteristic = '', service] = short.split('/').toReversed()
    const all = this.#accessories.flatMap(({ aid, services }) =>
      services
        .filter(({ type }) => service === undefined || isType(type, service))
        .flatMap(({ characteristics }) =>
          characteristics.filter(({ type }) => isType(type, characteristic)).map(({ iid }) => ({ aid, iid })),
        ),
    )
    const found = all[index]
    if (!found) throw new Error(`no characteristic ${short}`)
    return found
  }

  async read(short: string, index = 0): Promise<unknown> {
    const { aid, iid } = this.find(short, index)
    const { characteristics } = await this.#commands.getCharacteristics([`${aid}.${iid}`])
    return characteristics[0]?.value
  }

  /** The status that the accessory gives. */
  async write(short: string, value: unknown, index = 0): Promise<void> {
    const { aid, iid } = this.find(short, index)
    await this.#commands.setCharacteristics({ [`${aid}.${iid}`]: value })
  }

  async writeTlv(short: string, value: Buffer, index = 0): Promise<void> {
    await this.write(short, value.toString('base64'), index)
  }
  async readTlv(short: string, index = 0): Promise<ReadonlyMap<number, Buffer>> {
    return readTlv(Buffer.from(String(await this.read(short, index)), 'base64'))
  }

  /** Writes and reads the answer in one request. */
  async ask(short: string, value: Buffer): Promise<ReadonlyMap<number, Buffer>> {
    const { aid, iid } = this.find(short)
    const reply = await this.#commands.setCharacteristics({
      [`${aid}.${iid}`]: { value: value.toString('base64'), r: true },
    })
    // cast: the reply of a write that wants one
    const { characteristics } = reply as { characteristics: { value: string }[] }
    return readTlv(Buffer.from(characteristics[0]?.value ?? '', 'base64'))
  }

  image(width: number, height: number): Promise<Buffer> {
    return this.#commands.getImage(width, height)
  }

  async follow(...shorts: readonly string[]): Promise<void> {
    this.#events.on(
      'event',
      ({ characteristics }: { characteristics: { iid: number; value: unknown }[] }) => {
        this.told.push(...characteristics)
      },
    )
    await this.#events.subscribeCharacteristics(
      shorts.map((short) => {
        const { aid, iid } = this.find(short)
        return `${aid}.${iid}`
      }),
    )
  }

  untilTold(short: string, value: unknown): Promise<boolean> {
    const { iid } = this.find(short)
    return until(`${short} to be ${String(value)}`, () =>
      this.told.some((told) => told.iid === iid && told.value === value),
    )
  }

  /** What both sides agreed on when the connection of the commands was verified. */
  get sharedSecret(): Buffer {
    const secret: unknown = Reflect.get(
      Reflect.get(Reflect.get(this.#commands, 'pairingProtocol'), 'pairVerify'),
      'sharedSecret',
    )
    if (!Buffer.isBuffer(secret)) throw new Error('not verified')
    return secret
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#commands.close(), this.#events.close()])
  }
}

/** Items of type, length and value; longer values go on in items of the same type. */
export function tlv(...items: readonly (readonly [number, Uint8Array])[]): Buffer {
  return Buffer.concat(items.flatMap(([type, value]) => [Buffer.from([type, value.length]), value]))
}

export function readTlv(bytes: Buffer): ReadonlyMap<number, Buffer> {
  const found = new Map<number, Buffer>()
  for (let at = 0; at + 2 <= bytes.length;) {
    const [type = 0, length = 0] = bytes.subarray(at, at + 2)
    const before = found.get(type) ?? Buffer.alloc(0)
    found.set(type, Buffer.concat([before, bytes.subarray(at + 2, at + 2 + length)]))
    at += 2 + length
  }
  return found
}

export const u8 = (value: number): Buffer => Buffer.from([value])
export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}
export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
export function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}
