// A home as a person or a script with a token reaches it: its doors, visits, parcels, pictures and events.
import type {
  AlarmView,
  ClaimRequest,
  DoorView,
  Me,
  OpenReply,
  ParcelView,
  PresenceReply,
  SessionView,
} from '@portico/protocol'
import { ClientError } from './errors.ts'
import { LiveConnection, type LiveListener } from './live-connection.ts'
import { type Credential, Requests, accepted } from './requests.ts'

/** The newest picture of a camera. An approval names it by its hash. */
export interface Still {
  readonly jpeg: Uint8Array
  readonly sha256: string
  /** Ms since it was captured. */
  readonly ageMs: number
}

/**
 * @example
 * const home = await HomeClient.signIn('http://127.0.0.1:8080', link)
 * for (const door of await home.doors()) console.log(door.name, door.state)
 */
export class HomeClient {
  readonly requests: Requests

  constructor(url: string, credential: Credential) {
    this.requests = new Requests(url, credential)
  }

  /** With the last part of an owner link, which is good once. @throws ClientError */
  static async signIn(url: string, link: string): Promise<HomeClient> {
    const stranger = new Requests(url, null)
    const answer = await accepted(
      await stranger.ask('/api/v1/sign-in', {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url },
        body: JSON.stringify({ link }),
      }),
    )
    const [cookie] = answer.headers.get('set-cookie')?.split(';') ?? []
    if (cookie === undefined)
      throw new ClientError({ code: 'CLIENT_ANSWER', message: `${url} signs nobody in` }, answer.status)
    return new HomeClient(url, { kind: 'cookie', cookie })
  }

  async signOut(): Promise<void> {
    await this.requests.post('/api/v1/sign-out')
  }
  me(): Promise<Me> {
    return this.requests.get('/api/v1/me')
  }
  doors(): Promise<readonly DoorView[]> {
    return this.requests.get('/api/v1/doors')
  }
  alarms(): Promise<readonly AlarmView[]> {
    return this.requests.get('/api/v1/alarms')
  }
  /** Newest first. */
  sessions(limit = 50): Promise<readonly SessionView[]> {
    return this.requests.get(`/api/v1/sessions?limit=${limit}`)
  }
  session(id: string): Promise<SessionView> {
    return this.requests.get(`/api/v1/sessions/${encodeURIComponent(id)}`)
  }
  parcels(): Promise<readonly ParcelView[]> {
    return this.requests.get('/api/v1/parcels')
  }
  /** Says that the household waits for this parcel. */
  claim(parcel: ClaimRequest): Promise<ParcelView> {
    return this.requests.post('/api/v1/parcels', parcel)
  }
  /** An authenticated adult takes the door over: the visit ends, the door is his. */
  async takeOver(session: string): Promise<void> {
    await this.requests.post(`/api/v1/sessions/${encodeURIComponent(session)}/take-over`)
  }
  /** `secureByEye`: "I stand at the door and see it shut and locked". */
  async acknowledge(alarm: string, secureByEye: boolean): Promise<void> {
    await this.requests.post(`/api/v1/alarms/${encodeURIComponent(alarm)}/acknowledge`, { secureByEye })
  }
  /** Begins an opening by hand; events with the `op` tell how it goes on. */
  open(door: string): Promise<OpenReply> {
    return this.requests.post(`/api/v1/doors/${encodeURIComponent(door)}/open`)
  }
  async lock(door: string): Promise<void> {
    await this.requests.post(`/api/v1/doors/${encodeURIComponent(door)}/lock`)
  }
  /** A fresh code for the display beside the door. */
  presence(door: string): Promise<PresenceReply> {
    return this.requests.get(`/api/v1/doors/${encodeURIComponent(door)}/presence`)
  }

  async still(camera: string): Promise<Still> {
    const answer = await accepted(
      await this.requests.ask(`/api/v1/cameras/${encodeURIComponent(camera)}/still`),
    )
    const sha256 = answer.headers.get('x-portico-sha256')
    if (sha256 === null)
      throw new ClientError({ code: 'CLIENT_ANSWER', message: 'a picture without its hash' }, answer.status)
    const ageMs = Number(answer.headers.get('x-portico-age-ms'))
    return { jpeg: new Uint8Array(await answer.arrayBuffer()), sha256, ageMs }
  }

  /** Resolves when the hub lets it in; everything after event number `after` is told first. @throws ClientError */
  live(listener: LiveListener, after: number | null = null): Promise<LiveConnection> {
    const { url, credential } = this.requests
    return LiveConnection.open({ url, credential, listener, after })
  }
}
