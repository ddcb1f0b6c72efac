// A home as a person or a script with a token reaches it: its doors, visits, parcels, pictures and events.
import type {
  AtHomeRequest,
  AtHomeView,
  AlarmView,
  ClaimRequest,
  FoundCameras,
  DisplayView,
  DoorView,
  Me,
  OpenReply,
  PairDisplayRequest,
  ParcelStep,
  ParcelView,
  PersonView,
  PresenceReply,
  RehearsalRequest,
  RehearsalView,
  RulesRequest,
  RulesView,
  SessionView,
  SourceKeyRequest,
  SourceSecretReply,
  SourceSecretRequest,
  SourceTest,
  SourcesView,
  TraceReply,
} from '@portico/protocol'
import { ClientError } from './errors.ts'
import { LiveConnection, type LiveListener } from './live-connection.ts'
import { type Credential, Requests, type Still, accepted, stillOf } from './requests.ts'

export interface ParcelsQuery {
  /** At least three characters of number, carrier, title, sender, order, person, place or verdict. */
  readonly q?: string
  /** Unix ms: somebody spoke of it in this time. */
  readonly from?: number
  readonly to?: number
  readonly before?: Pick<ParcelView, 'lastSeen' | 'id'>
  readonly limit?: number
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
  /** What bolt and contact said in the course of a visit. */
  trace(session: string): Promise<TraceReply> {
    return this.requests.get(`/api/v1/sessions/${encodeURIComponent(session)}/trace`)
  }
  /** Newest first; `before` goes on behind a row: `<lastSeen>.<id>`. */
  parcels({ q, before, from, to, limit = 100 }: ParcelsQuery = {}): Promise<readonly ParcelView[]> {
    const query = new URLSearchParams({ limit: String(limit) })
    if (q !== undefined) query.set('q', q)
    if (from !== undefined) query.set('from', String(from))
    if (to !== undefined) query.set('to', String(to))
    if (before !== undefined) query.set('before', `${before.lastSeen}.${before.id}`)
    return this.requests.get(`/api/v1/parcels?${query.toString()}`)
  }
  /** What was said of a parcel, and by whom; oldest first. */
  timeline(parcel: string): Promise<readonly ParcelStep[]> {
    return this.requests.get(`/api/v1/parcels/${encodeURIComponent(parcel)}/timeline`)
  }
  /** Names for the ids in visits and rules. */
  people(): Promise<readonly PersonView[]> {
    return this.requests.get('/api/v1/people')
  }
  /** Says that the household waits for this parcel. */
  claim(parcel: ClaimRequest): Promise<ParcelView> {
    return this.requests.post('/api/v1/parcels', parcel)
  }
  /** An authenticated adult takes the door over: the visit ends, the door is his. */
  async takeOver(session: string): Promise<void> {
    await this.requests.post(`/api/v1/sessions/${encodeURIComponent(session)}/take-over`)
  }
  /** A pass is dead from this moment on; a visit that began with it and was not let in yet ends. */
  async revokePass(pass: string): Promise<void> {
    await this.requests.post(`/api/v1/passes/${encodeURIComponent(pass)}/revoke`)
  }
  /** `secureByEye`: "I stand at the door and see it shut and locked". */
  async acknowledge(alarm: string, secureByEye: boolean): Promise<void> {
    await this.requests.post(`/api/v1/alarms/${encodeURIComponent(alarm)}/acknowledge`, { secureByEye })
  }
  /** Begins an opening by hand; events with the `op` tell how it goes on. */
  open(door: string): Promise<OpenReply> {
    return this.requests.post(`/api/v1/doors/${encodeURIComponent(door)}/open`)
  }
  /** The siren at once. While it sounds a second call changes nothing. */
  async callAlarm(door: string): Promise<void> {
    await this.requests.post(`/api/v1/doors/${encodeURIComponent(door)}/alarm`)
  }
  async lock(door: string): Promise<void> {
    await this.requests.post(`/api/v1/doors/${encodeURIComponent(door)}/lock`)
  }
  /** Asks the network for cameras; takes about five seconds. */
  lookForCameras(): Promise<FoundCameras> {
    return this.requests.post('/api/v1/cameras/look')
  }
  displays(): Promise<readonly DisplayView[]> {
    return this.requests.get('/api/v1/displays')
  }
  /** With the six digits that the display shows. */
  pairDisplay(display: PairDisplayRequest): Promise<DisplayView> {
    return this.requests.post('/api/v1/displays', display)
  }
  async revokeDisplay(id: string): Promise<void> {
    await this.requests.post(`/api/v1/displays/${encodeURIComponent(id)}/revoke`)
  }
  sources(): Promise<SourcesView> {
    return this.requests.get('/api/v1/sources')
  }
  /** Without a secret the hub makes one and tells it this once. */
  changeSourceSecret(source: string, request: SourceSecretRequest): Promise<SourceSecretReply> {
    return this.requests.post(`/api/v1/sources/${encodeURIComponent(source)}/secret`, request)
  }
  async changeSourceKey(source: string, request: SourceKeyRequest): Promise<void> {
    await this.requests.post(`/api/v1/sources/${encodeURIComponent(source)}/key`, request)
  }
  async forgetSourceKey(source: string): Promise<void> {
    await this.requests.post(`/api/v1/sources/${encodeURIComponent(source)}/key/forget`)
  }
  /** Tries each way of it; may take some seconds. */
  testSource(source: string): Promise<SourceTest> {
    return this.requests.post(`/api/v1/sources/${encodeURIComponent(source)}/test`)
  }
  rules(): Promise<RulesView> {
    return this.requests.get('/api/v1/rules')
  }
  /** Tighter at once; looser with a code from the hub's console, and after a wait. */
  changeRules(change: RulesRequest): Promise<RulesView> {
    return this.requests.post('/api/v1/rules', change)
  }
  stopRules(): Promise<RulesView> {
    return this.requests.post('/api/v1/rules/stop')
  }
  /** What past visits would have become under these rules; changes nothing. */
  rehearse(order: RehearsalRequest): Promise<RehearsalView> {
    return this.requests.post('/api/v1/rules/rehearsal', order)
  }
  atHome(): Promise<AtHomeView> {
    return this.requests.get('/api/v1/at-home')
  }
  sayAtHome(word: AtHomeRequest): Promise<AtHomeView> {
    return this.requests.post('/api/v1/at-home', word)
  }
  /** A fresh code for the display beside the door. */
  presence(door: string): Promise<PresenceReply> {
    return this.requests.get(`/api/v1/doors/${encodeURIComponent(door)}/presence`)
  }

  still(camera: string): Promise<Still> {
    return stillOf(this.requests, { camera, width: null })
  }

  /** Resolves when the hub lets it in; everything after event number `after` is told first. @throws ClientError */
  live(listener: LiveListener, after: number | null = null): Promise<LiveConnection> {
    const { url, credential } = this.requests
    return LiveConnection.open({ url, credential, listener, after })
  }
}
