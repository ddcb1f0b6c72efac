// The people of an end-to-end test, each with nothing but what he has in a house: a browser's cookie and a socket, a
// phone that scanned a code, a carrier that signs.
import { ClientError, CourierClient, HomeClient, type LiveConnection, type Still } from '@portico/client'
import { carriers } from '@portico/plugin-carriers'
import { type ParcelStatus, wallTime } from '@portico/plugin-api'
import type {
  RingMessage,
  CourierRefusal,
  CourierView,
  LiveEvent,
  PictureHead,
  SessionView,
} from '@portico/protocol'
import { HOOK_SECRET, type HubProcess } from './hub-process.ts'
import { until } from './until.ts'

export const NUMBER = '1Z4R8V670310455204'

let events = 0

/** A signed webhook as the carrier sends it, fresh. */
export async function postHook(
  hub: HubProcess,
  status: ParcelStatus = 'out-for-delivery',
  more: { readonly number?: string; readonly eventId?: string; readonly secret?: string } = {},
): Promise<Response> {
  const { number = NUMBER, eventId = `evt_test_${process.pid}_${events++}`, secret = HOOK_SECRET } = more
  const [easypost] = carriers
  if (!easypost) throw new Error('no carrier')
  const occurredAt = wallTime(Date.now() - 60_000)
  const { headers, body } = easypost.sample({ trackingNumber: number, status, occurredAt, eventId }, secret)
  return fetch(`${hub.url}/hooks/easypost`, { method: 'POST', headers, body })
}

export interface Told {
  readonly picture: PictureHead
  readonly bytes: Uint8Array
  /** When it came, `performance.now()`. */
  readonly at: number
}

export interface Answered {
  readonly ok?: boolean
  readonly code?: string
}

/** The owner: signed in by a link, connected by a plain socket.io client. */
export class Owner implements AsyncDisposable {
  readonly told: LiveEvent[] = []
  readonly pictures: Told[] = []
  readonly rings: RingMessage[] = []
  readonly #hub: HubProcess
  #home: HomeClient
  #live: LiveConnection | null = null

  private constructor(hub: HubProcess, home: HomeClient) {
    this.#hub = hub
    this.#home = home
  }

  static async signIn(hub: HubProcess, name?: string): Promise<Owner> {
    const { secret } = await hub.ask({ type: 'owner-link', name: name ?? null, role: null })
    const owner = new Owner(hub, await HomeClient.signIn(hub.url, secret))
    await owner.connect()
    return owner
  }

  /** Connects, or connects again after what was told last: a hub that was started again is at another address. */
  async connect(): Promise<void> {
    this.#live?.[Symbol.dispose]()
    this.#home = new HomeClient(this.#hub.url, this.#home.requests.credential)
    this.#live = await this.#home.live(
      {
        onEvent: (event) => void this.told.push(event),
        onRing: (ring) => void this.rings.push(ring),
        onPicture: (picture, bytes) => {
          this.pictures.push({ picture, bytes, at: performance.now() })
        },
      },
      this.told.at(-1)?.seq,
    )
  }

  get types(): string[] {
    return this.told.map(({ type }) => type)
  }
  get home(): HomeClient {
    return this.#home
  }

  get<Body>(path: string): Promise<Body> {
    return this.#home.requests.get<Body>(path)
  }
  post(path: string, body: unknown = {}): Promise<Response> {
    return this.#home.requests.send(path, body)
  }

  async deny(session: string): Promise<Answered> {
    return answered(this.#connected.deny({ session }))
  }
  async abort(session: string): Promise<Answered> {
    return answered(this.#connected.abort({ session }))
  }

  sessions(): Promise<readonly SessionView[]> {
    return this.#home.sessions()
  }
  session(id?: string): Promise<SessionView> {
    return until('the session', async () => {
      const all = await this.sessions()
      return id === undefined ? all[0] : all.find((session) => session.id === id)
    })
  }

  async claim(number = NUMBER): Promise<void> {
    await this.#home.claim({ trackingNumber: number, title: 'A lamp' })
  }

  /** Null: the camera has none at this moment, and a person would look again. */
  async #look(camera: string): Promise<Still | null> {
    try {
      return await this.#home.still(camera)
    } catch (error) {
      if (error instanceof ClientError && error.status === 503) return null
      throw error
    }
  }

  /** Waits to be asked, looks at the picture, says yes. */
  async approve(): Promise<Answered> {
    const { id, ask } = await until('the owner to be asked', async () => {
      const asked = (await this.sessions()).find((session) => session.ask !== null)
      return asked ?? null
    })
    if (!ask) throw new Error('not asked')
    const { sha256 } = await until('a picture to look at', () => this.#look(ask.camera))
    return answered(this.#connected.approve({ session: id, try: ask.try, picture: sha256 }))
  }

  untilTold(type: string, withinMs?: number): Promise<LiveEvent> {
    return until(
      `the owner to be told ${type}`,
      () => this.told.find((event) => event.type === type),
      withinMs,
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#live?.[Symbol.dispose]()
  }

  get #connected(): LiveConnection {
    if (!this.#live) throw new Error('not connected')
    return this.#live
  }
}

async function answered(decision: Promise<void>): Promise<Answered> {
  try {
    await decision
    return { ok: true }
  } catch (error) {
    if (error instanceof ClientError) return { code: error.code }
    throw error
  }
}

/** Of the display beside the door, by home: all couriers read the same one. */
const displayTokens = new WeakMap<HubProcess, string>()

async function displayToken(hub: HubProcess): Promise<string> {
  const known = displayTokens.get(hub)
  if (known !== undefined) return known
  const { secret } = await hub.ask({ type: 'token-create', name: 'door-display', scopes: ['presence'] })
  displayTokens.set(hub, secret)
  return secret
}

/** The courier's phone: it has scanned the code beside the door. */
export class Courier {
  readonly #hub: HubProcess
  readonly #number: string
  pass = ''
  /** What this phone keeps for its pass; null: nothing. */
  phone: string | null = null

  constructor(hub: HubProcess, number = NUMBER) {
    this.#hub = hub
    this.#number = number
  }

  /** The code that the display beside the door shows now. */
  async scan(door = 'front'): Promise<string> {
    const display = new HomeClient(this.#hub.url, { kind: 'token', token: await displayToken(this.#hub) })
    return (await display.presence(door)).code
  }

  /** Scans, types the number on the label, and says: I am at the door. */
  async arrive(label = this.#number): Promise<CourierView | CourierRefusal> {
    const code = await this.scan()
    const begun = await CourierClient.begin(this.#hub.url, 'front', {
      code,
      label,
      phone: this.phone,
    })
    if (!(begun instanceof CourierClient)) return begun
    this.pass = begun.pass
    return begun.arrive(code)
  }

  async again(): Promise<CourierView | CourierRefusal> {
    return this.#page.arrive(await this.scan())
  }
  view(): Promise<CourierView | CourierRefusal> {
    return this.#page.view()
  }

  get #page(): CourierClient {
    return new CourierClient(this.#hub.url, this.pass, this.phone)
  }
}
