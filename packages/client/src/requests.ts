// Requests to a hub, with a credential and a bound, and its answers.
import { ClientError, errorReplyIn } from './errors.ts'

/** A cookie as the sign-in gave it (`name=value`), or a token; null: a stranger. */
export type Credential =
  | { readonly kind: 'cookie'; readonly cookie: string }
  | { readonly kind: 'token'; readonly token: string }
  | null

/** A hub that says nothing for this long is taken for gone, ms. */
const ANSWER_WITHIN_MS = 10_000

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

  constructor(url: string, credential: Credential) {
    this.url = url
    this.credential = credential
  }

  /** @throws ClientError */
  async get<Answer>(path: string): Promise<Answer> {
    return answerOf<Answer>(await this.ask(path))
  }

  /** @throws ClientError */
  async post<Answer>(path: string, body?: unknown): Promise<Answer> {
    return answerOf<Answer>(await this.send(path, body))
  }

  /** The answer as it comes, be it a no. @throws ClientError `CLIENT_UNREACHABLE` */
  send(path: string, body?: unknown): Promise<Response> {
    return this.ask(path, {
      method: 'POST',
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  /** @throws ClientError `CLIENT_UNREACHABLE` */
  async ask(path: string, { headers = {}, ...init }: Asked = {}): Promise<Response> {
    try {
      return await fetch(this.url + path, {
        ...init,
        headers: { ...headersOf(this.url, this.credential), ...headers },
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
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
  readonly body?: string
}

/** @throws ClientError when the hub says no */
export async function accepted(answer: Response): Promise<Response> {
  if (answer.ok) return answer
  const reply = errorReplyIn(await answer.json().catch(() => null))
  throw reply ? new ClientError(reply, answer.status) : noHub(answer)
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
