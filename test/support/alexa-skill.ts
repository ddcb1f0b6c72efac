// A skill of the owner's own as Alexa and Amazon's account linking use it, over HTTP against a real hub.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { SimulatedAmazon } from '@portico/testing'
import { calmHome } from './hub-process.ts'
import type { Owner } from './people.ts'
import { Visit } from './visit.ts'
import { join } from 'node:path'

const REDIRECT = 'https://layla.amazon.com/api/skill/link/M1'
const CLIENT = { client_id: 'skill', client_secret: 'a secret of the skill' }

type Fields = Readonly<Record<string, string>>

export interface Heard {
  readonly context?: { readonly properties: readonly { readonly name: string; readonly value: unknown }[] }
  readonly event: {
    readonly header: Readonly<Record<string, string>>
    readonly endpoint?: { readonly endpointId: string }
    readonly payload: Readonly<Record<string, unknown>>
  }
}

/** Under `bridges:` of the settings; a simulated Amazon takes the place of the real one. */
export function alexaLines(amazon: SimulatedAmazon): string {
  const { gateway, tokens } = amazon.places
  const plugin = join(import.meta.dirname, '../fixtures/alexa-bridge')
  return `  alexa:
    plugin: ${plugin}
    clientId: skill
    redirects: [${REDIRECT}]
    region: eu
    messagingClientId: messages
    gateway: ${gateway}
    tokens: ${tokens}
`
}

export const alexaEnv = {
  PORTICO_DEVICE_SECRET_ALEXA: CLIENT.client_secret,
  PORTICO_DEVICE_SECRET_ALEXA_MESSAGING: 'messaging-secret',
} as const

/** With real processes. */
export const alexaHome = (amazon: SimulatedAmazon): Promise<Visit> =>
  Visit.begin({ settings: `${calmHome}\nbridges:\n${alexaLines(amazon)}`, env: alexaEnv })

export class Skill {
  #url: string
  #access = ''
  #refresh = ''
  code = ''

  constructor(url: string) {
    this.#url = url
  }

  /** The hub was started again and is somewhere else. */
  moved(url: string): void {
    this.#url = url
  }

  /** From the page to the tokens. */
  async link(owner: Owner): Promise<void> {
    const verifier = randomBytes(32).toString('base64url')
    const wish = {
      ...{ response_type: 'code', client_id: CLIENT.client_id, redirect_uri: REDIRECT, state: 'one' },
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    }
    // cast: each field of it is used as it should be
    const { code } = (await (await owner.post('/api/v1/faces/code', undefined)).json()) as {
      readonly code: string
    }
    const consent = await (await this.#form('/oauth/authorize', { ...wish, code })).text()
    const ticket = /name="ticket" value="([^"]+)"/.exec(consent)?.[1] ?? ''
    const back = await this.#form('/oauth/authorize/answer', { ticket, answer: 'yes' })
    this.code = new URL(back.headers.get('location') ?? 'none:').searchParams.get('code') ?? ''
    const status = await this.exchange({ code_verifier: verifier })
    if (status !== 200) throw new Error(`no tokens: ${status}`)
  }

  exchange(more: Fields): Promise<number> {
    return this.#tokens({
      grant_type: 'authorization_code',
      code: this.code,
      redirect_uri: REDIRECT,
      ...more,
    })
  }
  renew(): Promise<number> {
    return this.#tokens({ grant_type: 'refresh_token', refresh_token: this.#refresh })
  }

  /** Null: the hub does not take the token. */
  async say(what: string, endpoint: string | null, payload: unknown = {}): Promise<Heard> {
    const answer = await this.send(what, endpoint, payload)
    if (answer.status !== 200) throw new Error(`${what}: ${answer.status} ${await answer.text()}`)
    // cast: each field of it is looked at by a test
    return (await answer.json()) as Heard
  }

  send(what: string, endpoint: string | null, payload: unknown = {}): Promise<Response> {
    return fetch(`${this.#url}/api/alexa/smart-home`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#access}` },
      body: JSON.stringify(this.directive(what, endpoint, payload)),
    })
  }

  directive(what: string, endpoint: string | null, payload: unknown = {}): unknown {
    const [namespace, name] = what.split(' ')
    return {
      directive: {
        header: { namespace, name, payloadVersion: '3', messageId: randomUUID(), correlationToken: 'c1' },
        ...(endpoint !== null && {
          endpoint: { endpointId: endpoint, scope: { type: 'BearerToken', token: this.#access }, cookie: {} },
        }),
        payload,
      },
    }
  }

  async #tokens(fields: Fields): Promise<number> {
    const answer = await fetch(`${this.#url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, ...CLIENT }),
    })
    if (!answer.ok) return answer.status
    // cast: our own answer
    const body = (await answer.json()) as { readonly access_token: string; readonly refresh_token: string }
    this.#access = body.access_token
    this.#refresh = body.refresh_token
    return answer.status
  }

  #form(path: string, fields: Fields): Promise<Response> {
    return fetch(`${this.#url}${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: this.#url },
      redirect: 'manual',
    })
  }
}

/** What the gateway was told, newest last. */
export const newsOf = ({ news }: SimulatedAmazon): readonly Heard[] =>
  // cast: each field of it is looked at by a test
  news.map(({ body }) => body as Heard)
