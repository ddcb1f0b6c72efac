// The live picture of a camera for a controller: its offer goes to the hub as that controller's own face, which judges it.
// draft-ietf-wish-whep, RFC 8840.
import { ClientError, type FaceClient } from '@portico/client'
import type { LiveView, VideoActs, VideoDenial } from './video-acts.ts'
import type { Peers } from './peers.ts'

/** As with every command: later the controller's exchange is in doubt, ms. */
const ANSWER_WITHIN_MS = 8_000
/** Of an answer; the hub takes offers of half of this. */
const SDP_CHARS_MAX = 65_536

const FRAGMENT = 'application/trickle-ice-sdpfrag'
/** One line (RFC 8839 section 5.1), of a length that the hub reads. */
const CANDIDATE = /^candidate:[^\r\n]{1,480}$/

const byCode: Readonly<Record<string, VideoDenial>> = {
  HUB_CAMERA_PRIVATE: 'private',
  HUB_CAMERA_MASKED: 'private',
  HUB_CAMERA_OFFER: 'offer',
  HUB_CAMERA_CODEC: 'offer',
  HUB_HTTP_BUSY: 'busy',
  HUB_HTTP_QUOTA: 'busy',
  HUB_MEDIA_BUSY: 'busy',
}
/** The face ended, may not, or the camera is at no door of its own; an offer that is too long. */
const byStatus: Readonly<Record<number, VideoDenial>> = {
  401: 'right',
  403: 'right',
  404: 'right',
  413: 'offer',
}

export class HubVideo implements VideoActs {
  readonly #camera: string
  readonly #peers: Pick<Peers, 'at'>

  constructor(camera: string, peers: Pick<Peers, 'at'>) {
    this.#camera = camera
    this.#peers = peers
  }

  async open(fabric: number, offer: string): Promise<LiveView | VideoDenial> {
    const client = this.#peers.at(fabric)?.client
    if (client === undefined) return 'lost'
    try {
      const answer = await client.requests.ask(`/whep/${encodeURIComponent(this.#camera)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/sdp' },
        body: offer,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      })
      const text = await answer.text()
      if (answer.status !== 201) return denialIn(text, answer.status)
      const { headers } = answer
      const view = new HubView(client, {
        place: headers.get('location') ?? '',
        etag: headers.get('etag') ?? '',
        ufrag: ufragOf(offer),
        answer: text,
      })
      if (view.isUsable) return view
      await view.close()
      return 'refused'
    } catch (error) {
      return denialOf(error)
    }
  }
}

interface Opened {
  /** Path of the session at the hub. */
  readonly place: string
  readonly etag: string
  readonly ufrag: string | null
  readonly answer: string
}

class HubView implements LiveView {
  readonly #client: FaceClient
  readonly #opened: Opened

  constructor(client: FaceClient, opened: Opened) {
    this.#client = client
    this.#opened = opened
  }

  get answer(): string {
    return this.#opened.answer
  }
  get isUsable(): boolean {
    const { place, answer } = this.#opened
    return place.startsWith('/whep/') && answer.length <= SDP_CHARS_MAX
  }

  async tell(candidates: readonly string[]): Promise<VideoDenial | null> {
    const { place, etag, ufrag } = this.#opened
    const usable = candidates
      .map((candidate) => candidate.replace(/^a=/, ''))
      .filter((candidate) => CANDIDATE.test(candidate))
    // An empty one says that there are no more.
    if (usable.length === 0) return null
    const lines = [
      ...(ufrag === null ? [] : [`a=ice-ufrag:${ufrag}`]),
      'm=video 9 UDP/TLS/RTP/SAVPF 0',
      'a=mid:0',
      ...usable.map((candidate) => `a=${candidate}`),
      '',
    ]
    try {
      const answer = await this.#client.requests.ask(place, {
        method: 'PATCH',
        headers: { 'content-type': FRAGMENT, 'if-match': etag },
        body: lines.join('\r\n'),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      })
      return answer.ok ? null : denialIn(await answer.text(), answer.status)
    } catch (error) {
      return denialOf(error)
    }
  }

  async isOn(): Promise<boolean> {
    try {
      const { ok, status } = await this.#client.requests.ask(this.#opened.place)
      return ok || status >= 500 || status === 429
    } catch (error) {
      return denialOf(error) === 'lost'
    }
  }

  async close(): Promise<void> {
    // One that cannot be ended ends by itself when nobody receives.
    await this.#client.requests.ask(this.#opened.place, { method: 'DELETE' }).catch(() => null)
  }
}

/** User name of the ICE session (RFC 8839 section 5.4). */
const ufragOf = (sdp: string): string | null => /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1] ?? null

function denialIn(text: string, status: number): VideoDenial {
  return byCode[codeIn(text) ?? ''] ?? byStatus[status] ?? 'refused'
}

function codeIn(text: string): string | null {
  try {
    // cast: the field is looked at
    const { code } = JSON.parse(text) as { readonly code?: unknown }
    return typeof code === 'string' ? code : null
  } catch {
    return null
  }
}

/** @throws what is no answer of the hub */
function denialOf(error: unknown): VideoDenial {
  if (error instanceof ClientError) return 'lost'
  // The text of an answer that began in time and did not end in it.
  if (error instanceof DOMException || error instanceof TypeError) return 'lost'
  throw error
}
