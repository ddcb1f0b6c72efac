// The hub as a provider of OAuth 2 for one client. A person agrees by eight digits of the owner page, never by signing in on
// the street; a link is a face of its own, and ends with it.
import OAuth2Server from '@node-oauth/oauth2-server'
import { type ActorId, type Duration, minutes } from '@portico/core'
import { type Chance, type Clock, codeOf } from '@portico/ports'
import type { FaceRight } from '@portico/protocol'
import type { HomeRuntime } from '@portico/runtime'
import type { Logger } from 'pino'
import type { FaceBook } from '../faces/face.ts'
import { httpError } from '../http/http-errors.ts'
import { SlidingLimit } from '../http/sliding-limit.ts'
import { ThrottledNotice } from '../http/throttled-notice.ts'
import type { AuditFact } from '../people/audit.ts'
import { ACCESS_GOOD_FOR, LINKS_MAX, LinkBook } from './link-book.ts'
import type { Link, LinkClient, LinkWish, Linking, Sent, TokenAnswer, TokenRequest } from './linking.ts'
import { type ModelParts, type OpenCode, authorizeModel, tokenModel } from './oauth-model.ts'
import { readWish } from './read-wish.ts'
import { ShortSecrets } from './short-secrets.ts'

export interface LinkDeskParts {
  readonly client: LinkClient
  readonly faces: FaceBook
  readonly records: HomeRuntime['records']
  readonly journal: HomeRuntime['journal']
  readonly notice: HomeRuntime['notice']
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Logger
}

export const CODE_GOOD_FOR: Duration = minutes(5)
const CODES_MAX = 8
/** Of everybody together: Amazon asks a few times an hour. */
export const TOKEN_REQUESTS = { limit: 240, within: minutes(1) } as const
/** What a link may at first: it never lets anybody in, and ends no visit. */
export const linkRights: readonly FaceRight[] = ['see', 'camera', 'lock']
const NAME = 'Alexa'
/** A refresh token ends with its link, s: the library wants an end. */
const REFRESH_GOOD_FOR_S = 10 * 365 * 86_400

interface Agreed {
  readonly wish: LinkWish
  readonly by: ActorId
}

/** The library wraps what it does not know. */
const causeOf = (error: Error): unknown =>
  'inner' in error && error.inner instanceof Error ? error.inner : error

export const createLinking = (parts: LinkDeskParts): Linking => new LinkDesk(parts)

class LinkDesk implements Linking {
  readonly #parts: LinkDeskParts
  readonly #book: LinkBook
  readonly #tickets: ShortSecrets<Agreed>
  readonly #model: ModelParts
  readonly #requests = new SlidingLimit(TOKEN_REQUESTS)
  readonly #refused: ThrottledNotice
  readonly #following: Disposable

  constructor(parts: LinkDeskParts) {
    this.#parts = parts
    const { client, chance, clock, log, faces, notice } = parts
    const short = { clock, chance, goodFor: CODE_GOOD_FOR, most: CODES_MAX }
    this.#book = new LinkBook(parts)
    this.#tickets = new ShortSecrets(short)
    this.#model = {
      client,
      chance,
      codes: new ShortSecrets<OpenCode>(short),
      book: this.#book,
      admit: (id, by) => this.#admit(id, by),
      end: (id, why) => this.#end(id, why, null),
    }
    this.#refused = new ThrottledNotice({
      clock,
      log,
      write: ({ key, why, count }) => notice('linking-refused', { client: key, why, count }),
    })
    this.#mend()
    this.#following = faces.onEnded(({ kind, peer }) => {
      if (kind === 'voice' && peer !== null) this.#faceEnded(peer)
    })
  }

  get redirects(): readonly string[] {
    return this.#parts.client.redirects
  }
  get all(): readonly Link[] {
    return this.#book.all.map(({ id, by, since }) => ({ id, by, since }))
  }

  readWish(fields: Readonly<Record<string, unknown>>): LinkWish | null {
    return readWish(fields, this.#parts.client)
  }

  async vouch(wish: LinkWish, code: string): Promise<string> {
    const by = await this.#parts.faces.takeCode(code)
    return this.#tickets.make({ wish, by })
  }

  async answer(ticket: string, agrees: boolean): Promise<Sent | null> {
    const agreed = this.#tickets.take(ticket)
    if (!agreed) return null
    const { wish, by } = agreed
    const server = new OAuth2Server({
      model: authorizeModel(this.#model),
      authorizationCodeLifetime: CODE_GOOD_FOR / 1000,
      authenticateHandler: { handle: async () => ({ id: by }) },
    })
    const request = new OAuth2Server.Request({
      method: 'GET',
      headers: {},
      query: { ...wish, ...(!agrees && { allowed: 'false' }) },
    })
    const response = new OAuth2Server.Response()
    try {
      await server.authorize(request, response)
    } catch (error) {
      // The client is told in its own address.
      this.#parts.log.info({ why: error instanceof Error ? error.name : null }, 'linking not agreed on')
    }
    const location: unknown = response.get('location')
    return typeof location === 'string' ? { location } : null
  }

  async token({ headers, body }: TokenRequest): Promise<TokenAnswer> {
    const { clock, client } = this.#parts
    if (!this.#requests.take('all', clock.mono()))
      throw httpError('HUB_HTTP_QUOTA', 'too many requests for tokens; wait a minute')
    const server = new OAuth2Server({
      model: tokenModel(this.#model),
      accessTokenLifetime: ACCESS_GOOD_FOR / 1000,
      refreshTokenLifetime: REFRESH_GOOD_FOR_S,
    })
    const response = new OAuth2Server.Response()
    try {
      await server.token(new OAuth2Server.Request({ method: 'POST', headers, query: {}, body }), response)
    } catch (error) {
      if (!(error instanceof OAuth2Server.OAuthError)) throw error
      const isFull = codeOf(causeOf(error)) === 'HUB_FACE_LIMIT'
      // A failure of ours is told as one, with nothing of it.
      if (error.name === 'server_error' && !isFull) throw causeOf(error)
      const refusal = isFull ? { name: 'invalid_grant', message: 'no more accounts can be linked' } : error
      this.#refused.note(client.id, refusal.name)
      return {
        status: isFull ? 400 : error.code,
        headers: response.headers ?? {},
        body: { error: refusal.name, error_description: refusal.message },
      }
    }
    return { status: 200, headers: response.headers ?? {}, body: response.body }
  }

  peerOf(token: string): string | null {
    return this.#book.ofAccess(token)?.id ?? null
  }

  has(peer: string): boolean {
    return this.#book.get(peer) !== null
  }

  async endOf(person: ActorId, by: ActorId): Promise<void> {
    this.#tickets.drop((agreed) => agreed.by === person)
    this.#model.codes.drop((open) => open.by === person)
    for (const link of this.#book.all) if (link.by === person) await this.#end(link.id, 'voice-unlinked', by)
  }

  [Symbol.dispose](): void {
    this.#following[Symbol.dispose]()
    this.#refused[Symbol.dispose]()
  }

  /** A crash may have come between a link and its face, at the begin as at the end of both. */
  #mend(): void {
    const { faces, log } = this.#parts
    const peers = faces.all.flatMap(({ kind, peer }) => (kind === 'voice' && peer !== null ? [peer] : []))
    for (const { id } of this.#book.all) if (!peers.includes(id)) this.#faceEnded(id)
    for (const peer of peers)
      if (!this.has(peer))
        faces.dismiss('voice', peer).catch((error: unknown) => {
          log.warn({ code: codeOf(error) }, 'a face without its link was not ended')
        })
  }

  async #admit(id: string, by: ActorId): Promise<void> {
    const { faces } = this.#parts
    if (this.#book.all.length >= LINKS_MAX)
      throw httpError('HUB_FACE_LIMIT', `linked accounts: no more than ${LINKS_MAX}`)
    await faces.admit('voice', { id, name: NAME })
    const face = faces.all.find(({ kind, peer }) => kind === 'voice' && peer === id)
    if (face) await faces.changeRights(by, face.id, { rights: linkRights, doors: null })
  }

  /** The tokens first, then the face: nothing speaks for it from this moment on. */
  async #end(id: string, what: AuditFact, by: ActorId | null): Promise<void> {
    await this.#book.end(id, what, by)
    await this.#parts.faces.dismiss('voice', id)
  }

  #faceEnded(peer: string): void {
    this.#book.end(peer, 'voice-unlinked', null).catch((error: unknown) => {
      this.#parts.log.warn({ code: codeOf(error) }, 'the end of a link not noted')
    })
  }
}
