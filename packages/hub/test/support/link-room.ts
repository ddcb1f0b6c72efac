// Amazon's side of linking, with forms and without a browser, over the street listener of a hub in virtual time.
import { createHash, randomBytes } from 'node:crypto'
import type { LinkClient } from '../../src/linking/linking.ts'
import { TestHub, type TestHubOptions } from './test-hub.ts'

export const REDIRECT = 'https://layla.amazon.com/api/skill/link/M1'
export const linkClient: LinkClient = {
  id: 'skill',
  secret: 'a secret with a colon : and blanks',
  redirects: [REDIRECT, 'https://pitangui.amazon.com/api/skill/link/M1'],
}

type Fields = Readonly<Record<string, string>>

export interface Page {
  readonly status: number
  readonly text: string
  readonly headers: Headers
}

export interface Tokens {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url')

export class LinkRoom implements AsyncDisposable {
  readonly hub: TestHub
  readonly verifier = randomBytes(32).toString('base64url')

  private constructor(hub: TestHub) {
    this.hub = hub
  }

  static async open(options: TestHubOptions = {}): Promise<LinkRoom> {
    return new LinkRoom(await TestHub.open({ linkClient, ...options }))
  }

  get wish(): Fields {
    return {
      ...{ response_type: 'code', client_id: 'skill', redirect_uri: REDIRECT, state: 'a state' },
      ...{ code_challenge: challengeOf(this.verifier), code_challenge_method: 'S256' },
    }
  }

  async get(path: string, fields: Fields = {}): Promise<Page> {
    const { status, headers, text } = await this.#page(
      await fetch(`${this.hub.streetUrl}${path}?${new URLSearchParams(fields)}`),
    )
    return { status, headers, text }
  }

  /** As a form of our own page sends it. */
  async form(path: string, fields: Fields): Promise<Page> {
    return this.#page(
      await fetch(`${this.hub.streetUrl}${path}`, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { origin: this.hub.streetUrl },
        redirect: 'manual',
      }),
    )
  }

  /** Eight digits of the owner page. */
  async code(owner?: Record<string, string>): Promise<string> {
    const headers = owner ?? (await this.hub.owner())
    const { body } = await this.hub.ask('POST /api/v1/faces/code', { headers })
    return body.code
  }

  /** Up to the page on which somebody agrees; its ticket. */
  async ticket(wish: Fields = this.wish, owner?: Record<string, string>): Promise<string> {
    const { text } = await this.form('/oauth/authorize', { ...wish, code: await this.code(owner) })
    return /name="ticket" value="([^"]+)"/.exec(text)?.[1] ?? ''
  }

  /** Where the browser is sent back to. */
  async agreed(wish: Fields = this.wish, owner?: Record<string, string>): Promise<URL> {
    const answer = { ticket: await this.ticket(wish, owner), answer: 'yes' }
    const { headers } = await this.form('/oauth/authorize/answer', answer)
    return new URL(headers.get('location') ?? 'none:')
  }

  async tokens(fields: Fields, client: 'body' | 'basic' | Fields = 'body'): Promise<Tokens> {
    const { id, secret } = linkClient
    const basic = { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` }
    const own =
      client === 'body' ? { client_id: id, client_secret: secret } : client === 'basic' ? {} : client
    const answer = await fetch(`${this.hub.streetUrl}/oauth/token`, {
      method: 'POST',
      headers: client === 'basic' ? basic : {},
      body: new URLSearchParams({ ...fields, ...own }),
    })
    // cast: JSON, each field of which is looked at by a test
    return { status: answer.status, body: (await answer.json()) as Tokens['body'] }
  }

  exchange(code: string, more: Fields = {}): Promise<Tokens> {
    const grant = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT }
    return this.tokens({ ...grant, code_verifier: this.verifier, ...more })
  }

  refresh(refreshToken: unknown): Promise<Tokens> {
    return this.tokens({ grant_type: 'refresh_token', refresh_token: String(refreshToken) })
  }

  /** A whole linking. */
  async linked(owner?: Record<string, string>): Promise<{ readonly code: string } & Tokens> {
    const code = (await this.agreed(this.wish, owner)).searchParams.get('code') ?? ''
    return { code, ...(await this.exchange(code)) }
  }

  /** Whose access token it is. */
  peerOf({ body }: Tokens): string | null {
    return this.hub.hub.linking?.peerOf(String(body['access_token'])) ?? null
  }

  async #page(answer: Response): Promise<Page> {
    return { status: answer.status, text: await answer.text(), headers: answer.headers }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.hub[Symbol.asyncDispose]()
  }
}
