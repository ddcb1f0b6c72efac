// Requests to a hub, with a credential and a bound, and its answers.
import { ClientError, errorReplyIn } from './errors.ts'

/** A cookie as the sign-in gave it (`name=value`), or a token; null: a stranger. */
export type Credential =
  | { readonly kind: 'cookie'; readonly cookie: string }
  | { readonly kind: 'token'; readonly token: string }
  | null

/** A hub that says nothing for this long is taken for gone, ms. */
const ANSWER_WITHIN_MS = 10_000

/** As what a page comes that is no person's: only the cookie of the display counts then. */
export type FaceName = 'display'

export function headersOf(url: string, credential: Credential): Record<string, string> {
  switch (credential?.kind) {
    case 'cookie':
      return { cookie: credential.cookie, origin: url }
    case 'token':
      return { authorization: `Bearer ${credential.token}` }
    case undefined:
      return {}
  }
}

export class Requests {
  /** Origin of the hub, for instance `http://127.0.0.1:8080`. */
  readonly url: string
  readonly credential: Credential
  readonly face: FaceName | null

  constructor(url: string, credential: Credential, face: FaceName | null = null) {
    this.url = url
    this.credential = credential
    this.face = face
  }

  /** @throws ClientError */
  async get<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
    return answerOf<Answer>(await this.ask(path, signal === undefined ? {} : { signal }))
  }

  /** @throws ClientError */
  async post<Answer>(path: string, body?: unknown, signal?: AbortSignal): Promise<Answer> {
    return answerOf<Answer>(await this.send(path, body, signal))
  }

  /** The answer as it comes, be it a no. @throws ClientError `CLIENT_UNREACHABLE` */
  send(path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
    return this.ask(path, {
      method: 'POST',
      ...(signal !== undefined && { signal }),
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  /** @throws ClientError `CLIENT_UNREACHABLE` */
  async ask(path: string, { headers = {}, signal, ...init }: Asked = {}): Promise<Response> {
    const bound = AbortSignal.timeout(ANSWER_WITHIN_MS)
    try {
      return await fetch(this.url + path, {
        ...init,
        headers: {
          ...headersOf(this.url, this.credential),
          ...(this.face !== null && { 'x-portico-face': this.face }),
          ...headers,
        },
        signal: signal === undefined ? bound : AbortSignal.any([bound, signal]),
      })
    } catch (cause) {
      const message = `${this.url} does not answer: does the hub run there?`
      throw new ClientError({ code: 'CLIENT_UNREACHABLE', message }, null, { cause })
    }
  }
}

interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Text, or bytes as they are. */
  readonly body?: string | Uint8Array<ArrayBuffer>
  /** Whoever asks waits no longer. */
  readonly signal?: AbortSignal
}

/** @throws ClientError when the hub says no */
export async function accepted(answer: Response): Promise<Response> {
  if (answer.ok) return answer
  const reply = errorReplyIn(await answer.json().catch(() => null))
  throw reply ? new ClientError(reply, answer.status) : noHub(answer)
}

/** The newest picture of a camera. An approval names it by its hash. */
export interface Still {
  readonly jpeg: Uint8Array
  readonly sha256: string
  /** Ms since it was captured. */
  readonly ageMs: number
}

export interface StillOrder {
  readonly camera: string
  /** Points across, 16–4096: smaller pictures come sooner; null: as the camera takes them. */
  readonly width: number | null
}

/** @throws ClientError */
export async function stillOf(requests: Requests, { camera, width }: StillOrder): Promise<Still> {
  const path = `/api/v1/cameras/${encodeURIComponent(camera)}/still`
  const answer = await accepted(await requests.ask(width === null ? path : `${path}?width=${width}`))
  const sha256 = answer.headers.get('x-portico-sha256')
  if (sha256 === null)
    throw new ClientError({ code: 'CLIENT_ANSWER', message: 'a picture without its hash' }, answer.status)
  const ageMs = Number(answer.headers.get('x-portico-age-ms'))
  return { jpeg: new Uint8Array(await answer.arrayBuffer()), sha256, ageMs }
}

async function answerOf<Answer>(answer: Response): Promise<Answer> {
  await accepted(answer)
  try {
    // cast: the hub answers each path with its own schema
    return (await answer.json()) as Answer
  } catch {
    throw noHub(answer)
  }
}

const noHub = ({ url, status }: Response): ClientError =>
  new ClientError({ code: 'CLIENT_ANSWER', message: `${url} gives no answer of a hub (${status})` }, status)
