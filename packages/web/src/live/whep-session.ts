// The page's side of WHEP: an offer is sent and its answer taken, candidates follow, and the hub is asked what the clock
// of its time stamps shows.
import type { Requests } from '@portico/client'
import { instant } from './hub-clock.ts'
import type { RtpClock } from './rtp-clock.ts'

export type WhepRequests = Pick<Requests, 'ask' | 'face'>

export interface WhepOrder {
  readonly camera: string
  readonly requests: WhepRequests
  readonly clock: RtpClock
}

/** The hub said no. */
export interface WhepRefusal {
  /** Later it may say yes. */
  readonly passes: boolean
}

const FRAGMENT = 'application/trickle-ice-sdpfrag'
const statusesThatPass: ReadonlySet<number> = new Set([404, 408, 429])

/** What the hub named last; null: it was not asked yet. */
let iceServers: readonly RTCIceServer[] | null = null

const addressOf = (camera: string): string => `/whep/${encodeURIComponent(camera)}`

/** Servers that help from outside: the hub tells them to who may look. */
export async function iceServersFor({ camera, requests }: Omit<WhepOrder, 'clock'>): Promise<RTCIceServer[]> {
  const answer = iceServers ? null : await requests.ask(addressOf(camera))
  if (answer?.ok) iceServers = iceServersIn(answer.headers.get('link'))
  return [...(iceServers ?? [])]
}

/** The `Link` headers of an answer (RFC 9725 section 4.6). */
export function iceServersIn(links: string | null): RTCIceServer[] {
  const found = (links ?? '').matchAll(
    /<(?<urls>(?:stun|turns?):[^>]+)>(?<more>(?:[^<"]|"(?:[^"\\]|\\.)*")*)/g,
  )
  return [...found].map(({ groups: { urls = '', more = '' } = {} }) => {
    const value = (name: string): string | undefined =>
      new RegExp(String.raw`;\s*${name}="((?:[^"\\]|\\.)*)"`).exec(more)?.[1]?.replaceAll(/\\(.)/g, '$1')
    const [username, credential] = [value('username'), value('credential')]
    return username !== undefined && credential !== undefined ? { urls, username, credential } : { urls }
  })
}

export class WhepSession {
  readonly answer: string
  readonly #order: WhepOrder
  readonly #address: string
  readonly #etag: string

  private constructor(order: WhepOrder, { address, etag, answer }: Answered) {
    this.#order = order
    this.#address = address
    this.#etag = etag
    this.answer = answer
  }

  /** @throws ClientError when the hub does not answer at all */
  static async open(order: WhepOrder, offer: string): Promise<WhepSession | WhepRefusal> {
    const { camera, requests, clock } = order
    const answer = await requests.ask(addressOf(camera), {
      method: 'POST',
      headers: { 'content-type': 'application/sdp' },
      body: offer,
    })
    const { status, headers } = answer
    const address = headers.get('location')
    if (status !== 201 || address === null) return { passes: status >= 500 || statusesThatPass.has(status) }
    noteClock(clock, answer)
    iceServers = iceServersIn(headers.get('link'))
    return new WhepSession(order, { address, etag: headers.get('etag') ?? '', answer: await answer.text() })
  }

  async tell(candidates: readonly RTCIceCandidate[]): Promise<void> {
    const [first] = candidates
    const lines = [
      ...(first?.usernameFragment ? [`a=ice-ufrag:${first.usernameFragment}`] : []),
      'm=video 9 UDP/TLS/RTP/SAVPF 0',
      'a=mid:0',
      ...candidates.map(({ candidate }) => `a=${candidate}`),
      '',
    ]
    await this.#order.requests.ask(this.#address, {
      method: 'PATCH',
      headers: { 'content-type': FRAGMENT, 'if-match': this.#etag },
      body: lines.join('\r\n'),
    })
  }

  /** False: the session is over. */
  async askClock(): Promise<boolean> {
    const answer = await this.#order.requests.ask(this.#address)
    if (answer.ok) noteClock(this.#order.clock, answer)
    return answer.ok
  }

  async close(): Promise<void> {
    await this.#order.requests.ask(this.#address, { method: 'DELETE' })
  }
}

interface Answered {
  readonly address: string
  readonly etag: string
  readonly answer: string
}

function noteClock(clock: RtpClock, { headers }: Response): void {
  const stamp = Number(headers.get('x-portico-rtp-now') ?? Number.NaN)
  if (Number.isSafeInteger(stamp)) clock.note(stamp, instant())
}
