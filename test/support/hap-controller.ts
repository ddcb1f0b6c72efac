// A controller of HomeKit that is not ours: `hap-controller`, with what it lacks. It knows no bounds, so each question has
// one here and its connection ends with the first that fails; events come by a connection of their own, because beside
// questions it loses them.
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { type Characteristic, HttpClient } from 'hap-controller'
import { until } from './until.ts'

export interface HapAddress {
  /** `0E:12:…`, as the accessory calls itself. */
  readonly username: string
  readonly port: number
}

/** `PairingData` of the controller: whoever has it is this controller. */
export type HapKeys = NonNullable<ReturnType<HttpClient['getLongTermData']>>

export interface Point {
  readonly aid: number
  readonly iid: number
}

export interface HapRead {
  readonly value: unknown
  /** Of HAP; 0: good. */
  readonly status: number
}

export interface HapEvent {
  readonly id: string
  readonly value: unknown
  /** `performance.now()`. */
  readonly at: number
}

/** Where a characteristic is found: name of the accessory, types of service and characteristic, in short form. */
export interface Sought {
  readonly accessory: string
  readonly service: string
  readonly characteristic: string
  /** Name of the service, where several are of that type. */
  readonly named?: string
}

/** HAP R2, chapters 8 and 9, short forms of the UUIDs. */
export const SERVICE = {
  information: '3E',
  lock: '45',
  contact: '80',
  occupancy: '86',
  battery: '96',
  doorbell: '121',
  camera: '110',
} as const
export const CHARACTERISTIC = {
  name: '23',
  current: '1D',
  target: '1E',
  contact: '6A',
  fault: '77',
  active: '75',
  tampered: '7A',
  occupied: '71',
  level: '68',
  low: '79',
  press: '73',
  firmware: '52',
} as const

interface Body {
  readonly accessories: readonly {
    readonly aid: number
    readonly services: readonly {
      readonly type: string
      readonly characteristics: readonly {
        readonly iid: number
        readonly type: string
        readonly value?: unknown
      }[]
    }[]
  }[]
}

const WITHIN_MS = 10_000

/** `…-0026BB765291` is HAP's own base: 00000045 → 45. */
const shortOf = (type: string): string =>
  type
    .replace(/-0000-1000-8000-0026BB765291$/i, '')
    .replace(/^0+/, '')
    .toUpperCase()

export class HapController implements AsyncDisposable {
  readonly events: HapEvent[] = []
  readonly keys: HapKeys
  readonly #address: HapAddress
  #client: HttpClient
  #listener: HttpClient | null = null

  private constructor(address: HapAddress, keys: HapKeys) {
    this.#address = address
    this.keys = keys
    this.#client = clientOf(address, keys)
  }

  /** @throws when the PIN is wrong or somebody else is paired */
  static async pair(address: HapAddress, pin: string): Promise<HapController> {
    const client = clientOf(address)
    try {
      await bounded(client.pairSetup(pin))
      const keys = client.getLongTermData()
      if (!keys) throw new Error('paired, and no keys')
      return new HapController(address, keys)
    } finally {
      await client.close().catch(() => undefined)
    }
  }

  /** The same controller on a second connection, or one after the accessory was started again. */
  static with(address: HapAddress, keys: HapKeys): HapController {
    return new HapController(address, keys)
  }

  async accessories(): Promise<Body> {
    // cast: hap-controller's own type leaves out what may be absent
    return (await this.#ask((client) => client.getAccessories())) as unknown as Body
  }

  /** Null: there is no such characteristic (now). */
  async seek({ accessory, service, characteristic, named }: Sought): Promise<Point | null> {
    const { accessories } = await this.accessories()
    for (const { aid, services } of accessories) {
      if (nameIn(services.find(({ type }) => shortOf(type) === SERVICE.information)) !== accessory) continue
      for (const one of services) {
        if (shortOf(one.type) !== service || (named !== undefined && nameIn(one) !== named)) continue
        const found = one.characteristics.find(({ type }) => shortOf(type) === characteristic)
        if (found) return { aid, iid: found.iid }
      }
    }
    return null
  }

  find(sought: Sought): Promise<Point> {
    return until(`${sought.accessory} with ${sought.service}.${sought.characteristic}`, () =>
      this.seek(sought),
    )
  }

  async read({ aid, iid }: Point): Promise<HapRead> {
    const id = `${aid}.${iid}`
    const { characteristics } = await this.#ask((client) => client.getCharacteristics([id])).catch(answerIn)
    const [found] = characteristics
    // cast: HAP R2, 6.7.4: a part that failed has a status instead of a value
    const { value, status = 0 } = (found ?? {}) as { value?: unknown; status?: number }
    return { value, status }
  }

  /** Status of HAP; 0: taken. */
  async write({ aid, iid }: Point, value: unknown): Promise<number> {
    const id = `${aid}.${iid}`
    const answer: unknown = await this.#ask((client) => client.setCharacteristics({ [id]: value })).catch(
      answerIn,
    )
    // cast: HAP R2, 6.7.2: 204 has no body; 207 and 400 have a status for each part
    const [found] = (answer as { characteristics?: { status?: number }[] } | null)?.characteristics ?? []
    return found?.status ?? 0
  }

  /** From now on `events` has what changes. */
  async listen(points: readonly Point[]): Promise<void> {
    await this.#listener?.close()
    const listener = clientOf(this.#address, this.keys)
    this.#listener = listener
    listener.on(
      'event',
      ({ characteristics }: { characteristics: readonly Characteristic.CharacteristicObject[] }) => {
        // hap-nodejs tells several at once last first, because Apple's controllers read them so.
        for (const { aid, iid, value } of characteristics.toReversed())
          this.events.push({ id: `${String(aid)}.${String(iid)}`, value, at: performance.now() })
      },
    )
    await bounded(listener.subscribeCharacteristics(points.map(({ aid, iid }) => `${aid}.${iid}`)))
  }

  /** Resolves with the newest value that was told of it, once it is `value`. */
  async untilTold({ aid, iid }: Point, value: unknown, withinMs?: number): Promise<HapEvent> {
    const id = `${aid}.${iid}`
    const look = (): HapEvent | null => {
      const newest = this.events.findLast((event) => event.id === id)
      return newest !== undefined && newest.value === value ? newest : null
    }
    try {
      return await until(`${id} to be told as ${String(value)}`, look, withinMs)
    } catch (cause) {
      const told = this.events.filter((event) => event.id === id).map((event) => event.value)
      const { value: now } = await this.read({ aid, iid })
      throw new Error(`${String(cause)}: told ${JSON.stringify(told)}, it is ${JSON.stringify(now)}`, {
        cause,
      })
    }
  }

  untilRead(point: Point, is: (read: HapRead) => boolean, withinMs?: number): Promise<HapRead> {
    return until(
      `${point.aid}.${point.iid} to be read`,
      async () => {
        const read = await this.read(point)
        return is(read) ? read : null
      },
      withinMs,
    )
  }

  /** Another controller, let in by this one: two people of the house. */
  async invite(): Promise<HapController> {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const known = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
    const secret = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url')
    const name = randomUUID()
    await this.#ask((client) => client.addPairing(name, known, true))
    return new HapController(this.#address, {
      ...this.keys,
      iOSDevicePairingID: Buffer.from(name).toString('hex'),
      iOSDeviceLTSK: Buffer.concat([secret, known]).toString('hex'),
      iOSDeviceLTPK: known.toString('hex'),
    })
  }

  async #ask<Answer>(work: (client: HttpClient) => Promise<Answer>): Promise<Answer> {
    try {
      return await bounded(work(this.#client))
    } catch (error) {
      // It would go on with the keys of a connection that has ended.
      await this.#client.close().catch(() => undefined)
      this.#client = clientOf(this.#address, this.keys)
      throw error
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.close().catch(() => undefined)
    await this.#listener?.close().catch(() => undefined)
  }
}

function clientOf({ username, port }: HapAddress, keys?: HapKeys): HttpClient {
  const options = { usePersistentConnections: true, subscriptionsUseSameConnection: false }
  return new HttpClient(username, '127.0.0.1', port, keys, options)
}

/** @throws that it took too long */
async function bounded<Answer>(work: Promise<Answer>): Promise<Answer> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`HAP: no answer within ${WITHIN_MS} ms`)), WITHIN_MS)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}

interface Characteristics {
  readonly characteristics: readonly unknown[]
}

/** HAP answers a part that failed with 207 or 400, which the controller throws. @throws whatever has no such answer */
function answerIn(error: unknown): Characteristics {
  // cast: the shape is looked at in the next line
  const body = (error as { body?: Characteristics } | null)?.body
  if (!Array.isArray(body?.characteristics)) throw error
  return body
}

function nameIn(service: Body['accessories'][number]['services'][number] | undefined): unknown {
  return service?.characteristics.find(({ type }) => shortOf(type) === CHARACTERISTIC.name)?.value
}
