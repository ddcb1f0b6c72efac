// What linking is to the rest of the hub: somebody's Alexa account that may speak for him, and how that is agreed on.
import type { ActorId, WallTime } from '@portico/core'

/** A client that may be linked: one skill of the owner's own. */
export interface LinkClient {
  readonly id: string
  readonly secret: string
  /** Where its user may be sent back to, each as a whole. */
  readonly redirects: readonly string[]
}

/** A request to be linked, as its page carries it along (RFC 6749 section 4.1.1, RFC 7636 section 4.3). */
export interface LinkWish {
  readonly response_type: string
  readonly client_id: string
  readonly redirect_uri: string
  readonly state: string
  readonly scope?: string
  readonly code_challenge?: string
  readonly code_challenge_method?: string
}

export interface Link {
  /** The peer of the bridge. */
  readonly id: string
  /** Whose code it was. */
  readonly by: ActorId
  readonly since: WallTime
}

/** Where the browser goes next. */
export interface Sent {
  readonly location: string
}

/** As the library answers a request for tokens. */
export interface TokenAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

export interface TokenRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, string>>
}

export interface Linking extends Disposable {
  readonly redirects: readonly string[]
  readonly all: readonly Link[]
  /** Null: nothing of ours, or not to be sent back to where it says; whoever shows it is sent nowhere. */
  readWish(fields: Readonly<Record<string, unknown>>): LinkWish | null
  /** Somebody typed the eight digits of the owner page: a ticket, good once. @throws HubError `HUB_FACE_CODE`, `HUB_HTTP_QUOTA` */
  vouch(wish: LinkWish, code: string): Promise<string>
  /** The person with this ticket agrees, or does not. Null: the ticket is no good. */
  answer(ticket: string, agrees: boolean): Promise<Sent | null>
  token(request: TokenRequest): Promise<TokenAnswer>
  /** Whose token it is; null: nobody's, or not any more. */
  peerOf(token: string): string | null
  /** The link still stands. */
  has(peer: string): boolean
  /** Everything that this person agreed to ends. */
  endOf(person: ActorId, by: ActorId): Promise<void>
}
