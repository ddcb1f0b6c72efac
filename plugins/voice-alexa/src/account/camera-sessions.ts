// "Show my front door": Alexa's offer goes to the hub's media engine (WHEP), its answer back, and the end with it.
import { ClientError, type FaceClient } from '@portico/client'
import { AlexaFailure } from '../message/failure.ts'

/** One more ends the oldest. */
const SESSIONS_MAX = 8
const SDP_CHARS_MAX = 32_768

export class CameraSessions implements AsyncDisposable {
  readonly #client: FaceClient
  /** By Alexa's id: the address of the hub's session. */
  readonly #open = new Map<string, string>()

  constructor(client: FaceClient) {
    this.#client = client
  }

  /** The answer, complete: nothing follows it. @throws ClientError, AlexaFailure */
  async open(session: string, camera: string, offer: string): Promise<string> {
    await this.close(session)
    const path = `/whep/${encodeURIComponent(camera)}`
    const answer = await this.#client.requests.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp' },
      body: offer,
    })
    const text = await answer.text()
    if (answer.status !== 201) throw refusal(text, answer.status)
    const place = answer.headers.get('location')
    if (place === null || text.length > SDP_CHARS_MAX)
      throw new AlexaFailure('INTERNAL_ERROR', 'The hub gave no answer of a camera.')
    this.#open.set(session, place)
    const [oldest] = this.#open.keys()
    if (this.#open.size > SESSIONS_MAX && oldest !== undefined) await this.close(oldest)
    return text
  }

  /** Harmless when it is over. */
  async close(session: string): Promise<void> {
    const place = this.#open.get(session)
    this.#open.delete(session)
    // One that cannot be ended ends by itself when nobody receives.
    if (place !== undefined) await this.#client.requests.ask(place, { method: 'DELETE' }).catch(() => null)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#open.keys()].map((session) => this.close(session)))
  }
}

function refusal(text: string, status: number): Error {
  try {
    // cast: each field is looked at
    const { code, message } = JSON.parse(text) as { readonly code?: unknown; readonly message?: unknown }
    if (typeof code === 'string' && typeof message === 'string')
      return new ClientError({ code, message }, status)
  } catch {
    // It is none of the hub's.
  }
  return new AlexaFailure('BRIDGE_UNREACHABLE', `The hub answers ${status}.`)
}
