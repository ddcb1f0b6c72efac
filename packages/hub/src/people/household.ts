// Who is of this home, how they sign in and leave, and the codes and tokens that people give out.
import type { ActorId, Duration, WallTime } from '@portico/core'
import type { Scope } from '@portico/protocol'
import type { Identity, Person, PersonRole } from './identity.ts'

/** Somebody of the home asks another person in. */
export interface Invitation {
  readonly role: PersonRole
  /** Null: at the console. */
  readonly by: ActorId | null
}

/** Somebody is to move out. */
export interface Leave {
  readonly person: ActorId
  readonly by: ActorId
  readonly asked: WallTime
  readonly at: WallTime
}

/** Who is to be of this home no more (threats G16, T21). */
export interface MovingOut {
  of(person: ActorId): Leave | null
  /**
   * Oneself, or a child: at once. Another adult after a day in which everybody reads it.
   * @throws HubError `HUB_HTTP_NOT_FOUND`, `HUB_PEOPLE_LAST`
   */
  ask(person: ActorId, by: ActorId): Promise<void>
  /** @throws HubError `HUB_PEOPLE_STAYS` */
  stop(person: ActorId, by: ActorId): Promise<void>
}

/** Residents and how they sign in. */
export interface People {
  readonly all: readonly Person[]
  /** A link that signs in once within 15 minutes; a new one ends the one before. Null name: the first owner. */
  mintLink(
    name: string | null,
    invited?: Invitation,
  ): Promise<{ readonly secret: string; readonly goodFor: Duration }>
  /** The cookie's secret and the person, or null when the link is no good. Its use stands in the journal. */
  signIn(link: string): Promise<{ readonly cookie: string; readonly person: Person } | null>
  identify(cookie: string): Promise<Identity | null>
  signOut(cookie: string): Promise<void>
  /**
   * Everything that this person holds ends in this moment: logins, the link, the calendar.
   * @throws HubError `HUB_PEOPLE_LAST`
   */
  end(person: ActorId, by: ActorId): Promise<void>
  /** Tells the id of every login that ends; what it still holds open is closed. */
  onEnded(follower: (login: string) => void): Disposable
}

export interface TokenView {
  readonly id: ActorId
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly created: WallTime
}

/** Tokens for scripts: only their hash is kept. */
export interface Tokens {
  readonly all: readonly TokenView[]
  create(
    name: string,
    scopes: readonly Scope[],
  ): Promise<{ readonly secret: string; readonly token: TokenView }>
  revoke(name: string): Promise<boolean>
  identify(secret: string): Identity | null
  /** Tells the id of every token that is revoked. */
  onEnded(follower: (token: ActorId) => void): Disposable
}

/** Codes from the console that loosen a rule. */
export interface RuleCodes {
  mint(): Promise<{ readonly code: string; readonly goodFor: Duration }>
  /** Good once. Every wrong one stands in the audit. */
  take(typed: string, by: string): 'good' | 'wrong' | 'too-often'
}
