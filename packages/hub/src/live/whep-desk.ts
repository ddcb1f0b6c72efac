// Who looks by WebRTC: each session with its camera and its owner, how many there may be, and when it ends.
import { randomBytes } from 'node:crypto'
import { seconds } from '@portico/core'
import { ufragOf } from '@portico/media'
import { codeOf } from '@portico/ports'
import type { Hub } from '../hub.ts'
import type { Identity } from '../people/identity.ts'
import { httpError } from '../http/http-errors.ts'
import { quotaKey } from '../http/rights.ts'
import { SlidingLimit } from '../http/sliding-limit.ts'
import { meetingAddresses } from './meeting-addresses.ts'
import type { OpenSockets } from './open-sockets.ts'
import { stunIn } from './ice-servers.ts'

export const WHEP_PER_CAMERA = 4
/** Each one costs the engine some work before anybody looks. */
const OPENINGS = { limit: 30, within: seconds(60) } as const

export interface WhepSession {
  readonly id: string
  readonly camera: string
  readonly owner: string
  readonly isFace: boolean
  /** Of its ICE session: strong, since a stale message must change nothing. */
  readonly etag: string
  /** User name of the viewer's ICE session; null: its offer has none, and was refused. */
  readonly ufrag: string | null
}

export interface WhepOffer {
  readonly by: Identity
  readonly camera: string
  readonly offer: string
}

export class WhepDesk implements Disposable {
  readonly #hub: Hub
  readonly #sockets: OpenSockets
  readonly #sessions = new Map<string, WhepSession & { readonly place: Disposable }>()
  readonly #openings = new SlidingLimit(OPENINGS)
  readonly #following: Disposable

  constructor(hub: Hub, sockets: OpenSockets) {
    this.#hub = hub
    this.#sockets = sockets
    this.#following = hub.viewers.onViewerGone((viewer, why) => {
      hub.log.debug({ why }, 'viewer gone')
      if (viewer !== null) this.#forget(viewer)
      else for (const id of this.#sessions.keys()) this.#forget(id)
    })
  }

  /** @throws HubError `HUB_HTTP_BUSY`, `HUB_HTTP_QUOTA`, or that of the engine */
  async open({ by, camera, offer }: WhepOffer): Promise<WhepSession & { readonly answer: string }> {
    const { viewers, settings, iceServers, clock } = this.#hub
    const looking = [...this.#sessions.values()].filter((session) => session.camera === camera)
    const faces = looking.filter(({ isFace }) => isFace).length
    // The last place is for the people of the house.
    const isTaken = by.kind === 'face' && faces >= WHEP_PER_CAMERA - 1
    if (this.#sockets.isFull || looking.length >= WHEP_PER_CAMERA || isTaken)
      throw httpError('HUB_HTTP_BUSY', 'too many are looking')
    if (!this.#openings.take(quotaKey(by), clock.mono()))
      throw httpError('HUB_HTTP_QUOTA', 'too many tries: wait a minute')
    const id = randomBytes(16).toString('base64url')
    const place = this.#sockets.add(by, () => this.#end(id))
    const session: WhepSession = {
      id,
      camera,
      owner: quotaKey(by),
      isFace: by.kind === 'face',
      etag: `"${randomBytes(9).toString('base64url')}"`,
      ufrag: ufragOf(offer),
    }
    this.#sessions.set(id, { ...session, place })
    try {
      const answer = await viewers.openViewer({
        viewer: id,
        camera,
        offer,
        addresses: meetingAddresses(settings.house.host),
        stun: stunIn(iceServers),
      })
      // The login may have ended meanwhile.
      if (!this.#sessions.has(id)) throw httpError('HUB_HTTP_SIGN_IN', 'sign in, or send a token')
      return { ...session, answer }
    } catch (error) {
      this.#end(id)
      throw error
    }
  }

  /** Somebody else's is none. @throws HubError `HUB_HTTP_NOT_FOUND` */
  sessionOf(by: Identity, camera: string, id: string): WhepSession {
    const session = this.#sessions.get(id)
    if (session?.camera === camera && session.owner === quotaKey(by)) return session
    throw httpError('HUB_HTTP_NOT_FOUND', 'no such session')
  }

  async trickle({ id }: WhepSession, candidates: readonly string[]): Promise<void> {
    await this.#hub.viewers.trickle(id, candidates)
  }

  close({ id }: WhepSession): void {
    this.#end(id)
  }

  #end(id: string): void {
    this.#forget(id)
    this.#hub.viewers.closeViewer(id).catch((error: unknown) => {
      // An engine that does not answer is gone, and its viewers with it.
      this.#hub.log.debug({ code: codeOf(error) }, 'viewer not closed')
    })
  }

  #forget(id: string): void {
    this.#sessions.get(id)?.place[Symbol.dispose]()
    this.#sessions.delete(id)
  }

  [Symbol.dispose](): void {
    this.#following[Symbol.dispose]()
    for (const id of this.#sessions.keys()) this.#end(id)
  }
}
