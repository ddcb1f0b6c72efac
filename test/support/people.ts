// The people of an end-to-end test, each with nothing but what he has in a house: a browser's cookie and a socket, a
// phone that scanned a code, a carrier that signs.
import { io, type Socket } from 'socket.io-client'
import { carriers } from '@portico/plugin-carriers'
import { type ParcelStatus, wallTime } from '@portico/plugin-api'
import type { CourierView, LiveEvent, PictureHead, SessionView } from '@portico/protocol'
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
  readonly bytes: Buffer
  /** When it came, `performance.now()`. */
  readonly at: number
}

/** The owner: signed in by a link, connected by a plain socket.io client. */
export class Owner implements AsyncDisposable {
  readonly told: LiveEvent[] = []
  readonly pictures: Told[] = []
  readonly #hub: HubProcess
  readonly #cookie: string
  #socket: Socket | null = null

  private constructor(hub: HubProcess, cookie: string) {
    this.#hub = hub
    this.#cookie = cookie
  }

  static async signIn(hub: HubProcess, name?: string): Promise<Owner> {
    const { out, err, code } = hub.command('owner', 'link', ...(name === undefined ? [] : ['--name', name]))
    const link = /#([A-Za-z0-9_-]{16,})\s*$/.exec(out)?.[1]
    if (code !== 0 || link === undefined) throw new Error(`no owner link: ${out}${err}`)
    const answer = await fetch(`${hub.url}/api/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: hub.url },
      body: JSON.stringify({ link }),
    })
    const cookie = answer.headers.get('set-cookie')?.split(';')[0]
    if (!answer.ok || cookie === undefined)
      throw new Error(`sign-in: ${answer.status} ${await answer.text()}`)
    const owner = new Owner(hub, cookie)
    await owner.connect()
    return owner
  }

  /** Connects, or connects again after what was told last. */
  async connect(): Promise<void> {
    this.#socket?.disconnect()
    const after = this.told.at(-1)?.seq
    const socket = io(`${this.#hub.url}/live`, {
      transports: ['websocket'],
      extraHeaders: { cookie: this.#cookie, origin: this.#hub.url },
      auth: after === undefined ? {} : { after },
      reconnection: false,
    })
    socket.on('event', (event: LiveEvent) => void this.told.push(event))
    socket.on('picture', (picture: PictureHead, bytes: Buffer) => {
      this.pictures.push({ picture, bytes, at: performance.now() })
    })
    this.#socket = socket
    await new Promise<void>((resolve, reject) => {
      socket.once('ready', () => resolve())
      socket.once('connect_error', reject)
    })
  }

  get types(): string[] {
    return this.told.map(({ type }) => type)
  }

  async get<Body>(path: string): Promise<Body> {
    const answer = await fetch(this.#hub.url + path, { headers: { cookie: this.#cookie } })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as Body
  }

  post(path: string, body: unknown = {}): Promise<Response> {
    return fetch(this.#hub.url + path, {
      method: 'POST',
      headers: { cookie: this.#cookie, origin: this.#hub.url, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  }

  /** A command over the socket, with its answer. */
  async command(name: string, body: unknown): Promise<{ readonly ok?: boolean; readonly code?: string }> {
    const socket = this.#socket
    if (!socket) throw new Error('not connected')
    return (await socket.timeout(10_000).emitWithAck(name, body)) as { ok?: boolean; code?: string }
  }

  async sessions(): Promise<readonly SessionView[]> {
    return this.get<SessionView[]>('/api/v1/sessions')
  }

  session(id?: string): Promise<SessionView> {
    return until('the session', async () => {
      const all = await this.sessions()
      return id === undefined ? all[0] : all.find((session) => session.id === id)
    })
  }

  async claim(number = NUMBER): Promise<void> {
    const answer = await this.post('/api/v1/parcels', { trackingNumber: number, title: 'A lamp' })
    if (!answer.ok) throw new Error(`claim: ${answer.status} ${await answer.text()}`)
  }

  /** Waits to be asked, looks at the picture, says yes. */
  async approve(): Promise<{ readonly ok?: boolean; readonly code?: string }> {
    const { id, ask } = await until('the owner to be asked', async () => {
      const asked = (await this.sessions()).find((session) => session.ask !== null)
      return asked ?? null
    })
    if (!ask) throw new Error('not asked')
    const still = await fetch(`${this.#hub.url}/api/v1/cameras/${ask.camera}/still`, {
      headers: { cookie: this.#cookie },
    })
    const picture = still.headers.get('x-portico-sha256')
    if (!still.ok || picture === null) throw new Error(`still: ${still.status} ${await still.text()}`)
    return this.command('approve', { session: id, try: ask.try, picture })
  }

  untilTold(type: string, withinMs?: number): Promise<LiveEvent> {
    return until(
      `the owner to be told ${type}`,
      () => this.told.find((event) => event.type === type),
      withinMs,
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket?.disconnect()
  }
}

/** The courier's phone: it has scanned the code beside the door. */
export class Courier {
  readonly #hub: HubProcess
  #token = ''
  pass = ''

  constructor(hub: HubProcess) {
    this.#hub = hub
  }

  /** The code that the display beside the door shows now. */
  async scan(door = 'front'): Promise<string> {
    this.#token ||= this.#makeToken()
    const answer = await fetch(`${this.#hub.url}/api/v1/doors/${door}/presence`, {
      headers: { authorization: `Bearer ${this.#token}` },
    })
    if (!answer.ok) throw new Error(`presence: ${answer.status} ${await answer.text()}`)
    return ((await answer.json()) as { code: string }).code
  }

  /** Scans, types the number on the label, and says: I am at the door. */
  async arrive(label = NUMBER): Promise<Response> {
    const code = await this.scan()
    const begun = await this.#post('/d/front', { code, label })
    if (!begun.ok) return begun
    this.pass = ((await begun.json()) as { pass: string }).pass
    return this.#post(`/c/${this.pass}/arrive`, { code })
  }

  async again(): Promise<Response> {
    return this.#post(`/c/${this.pass}/arrive`, { code: await this.scan() })
  }

  async view(): Promise<CourierView> {
    return (await (await fetch(`${this.#hub.url}/c/${this.pass}`)).json()) as CourierView
  }

  #makeToken(): string {
    const { out, err } = this.#hub.command('token', 'create', 'door-display', '--scope', 'presence')
    const token = /ptk_[A-Za-z0-9_-]+/.exec(out)?.[0]
    if (token === undefined) throw new Error(`no token: ${out}${err}`)
    return token
  }

  #post(path: string, body: unknown): Promise<Response> {
    return fetch(this.#hub.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  }
}
