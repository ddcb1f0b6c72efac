// The home as a display on the wall reaches it: it asks to be let in, and then watches. Only its own cookie counts,
// whoever else is signed in in the same browser.
import type { DisplayView, Me, PairingReply, PairingWaits, WallView } from '@portico/protocol'
import { LiveConnection, type LiveListener } from './live-connection.ts'
import { type Credential, Requests, type Still, accepted, stillOf } from './requests.ts'

export class DisplayClient {
  readonly requests: Requests

  /** In a browser the cookie comes by itself. */
  constructor(url: string, credential: Credential = null) {
    this.requests = new Requests(url, credential, 'display')
  }

  /** Six digits for a person to type, and a secret by which to hear of it. @throws ClientError */
  beginPairing(): Promise<PairingReply> {
    return this.requests.post('/api/v1/displays/pairings')
  }

  /** `state: 'waiting'`, or the display that this browser is now. @throws ClientError `HUB_PAIRING_ENDED` */
  claimPairing(poll: string): Promise<PairingWaits | DisplayView> {
    return this.requests.post('/api/v1/displays/pairings/claim', { poll })
  }

  /** The same outside of a browser: with the cookie that was set. Null: nobody has typed the code yet. */
  static async claim(url: string, poll: string): Promise<DisplayClient | null> {
    const answer = await accepted(
      await new Requests(url, null, 'display').send('/api/v1/displays/pairings/claim', { poll }),
    )
    const [cookie] = answer.headers.get('set-cookie')?.split(';') ?? []
    return cookie === undefined ? null : new DisplayClient(url, { kind: 'cookie', cookie })
  }

  me(): Promise<Me> {
    return this.requests.get('/api/v1/me')
  }
  wall(): Promise<WallView> {
    return this.requests.get('/api/v1/wall')
  }
  still(camera: string): Promise<Still> {
    return stillOf(this.requests, { camera, width: null })
  }

  /** Resolves when the hub lets it in. @throws ClientError */
  live(listener: LiveListener, after: number | null = null): Promise<LiveConnection> {
    const { url, credential } = this.requests
    return LiveConnection.open({ url, credential, listener, after, face: 'display' })
  }
}
