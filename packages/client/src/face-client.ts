// The home as a face outside of it reaches it: a bridge to HomeKit, Matter or MQTT, or a voice. It sees little, and may do
// what its rights name; each opening wants a PIN.
import type { ApproveRequest, FaceClaimReply, FaceClaimRequest, FaceHome, OpenReply } from '@portico/protocol'
import { LiveConnection, type LiveListener } from './live-connection.ts'
import { Requests, type Still, stillOf } from './requests.ts'

const path = (...parts: readonly string[]): string => `/api/v1/${parts.map(encodeURIComponent).join('/')}`

export class FaceClient {
  readonly requests: Requests

  /** `url`: origin of the hub, for instance `http://127.0.0.1:8080`. */
  constructor(url: string, token: string) {
    this.requests = new Requests(url, { kind: 'token', token })
  }

  /** With the eight digits of the owner page; the token is told this once. @throws ClientError `HUB_FACE_CODE` */
  static claim(url: string, claim: FaceClaimRequest): Promise<FaceClaimReply> {
    return new Requests(url, null).post('/api/v1/faces/claim', claim)
  }

  home(signal?: AbortSignal): Promise<FaceHome> {
    return this.requests.get('/api/v1/face/home', signal)
  }
  async lock(door: string, signal?: AbortSignal): Promise<void> {
    await this.requests.post(path('doors', door, 'lock'), undefined, signal)
  }
  /** Begins an opening by hand. Null: without a PIN, which the hub refuses. @throws ClientError with the refusal's code */
  open(door: string, pin: string | null, signal?: AbortSignal): Promise<OpenReply> {
    return this.requests.post(path('doors', door, 'open'), pin === null ? {} : { pin }, signal)
  }
  /** Names the picture that was looked at. @throws ClientError with the refusal's code */
  async approve(session: string, approval: ApproveRequest): Promise<void> {
    await this.requests.post(path('sessions', session, 'approve'), approval)
  }
  async deny(session: string): Promise<void> {
    await this.requests.post(path('sessions', session, 'deny'))
  }
  async abort(session: string): Promise<void> {
    await this.requests.post(path('sessions', session, 'abort'))
  }
  /** `width`: points across, 16–4096; null: as the camera takes it. */
  still(camera: string, width: number | null = null): Promise<Still> {
    return stillOf(this.requests, { camera, width })
  }

  /** Resolves when the hub lets it in. @throws ClientError */
  live(listener: LiveListener, after: number | null = null): Promise<LiveConnection> {
    const { url, credential } = this.requests
    return LiveConnection.open({ url, credential, listener, after })
  }
}
