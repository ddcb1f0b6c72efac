// What the command line may ask of a home, whether its hub runs or not, and what is answered.
import {
  type BridgeStatus,
  type FilmRow,
  type FilmStoreView,
  type MailboxView,
  type Scope,
  type SourcesView,
  personRoles,
  scopes,
} from '@portico/protocol'
import type { PersonRole } from '../people/identity.ts'
import type { SecretOrigin } from '../people/rotating-secret.ts'

export interface DeskAnswers {
  'token-create': { readonly secret: string; readonly name: string; readonly scopes: readonly Scope[] }
  'token-list': readonly {
    readonly name: string
    readonly scopes: readonly Scope[]
    readonly created: number
  }[]
  'token-revoke': { readonly revoked: boolean }
  'owner-link': { readonly secret: string; readonly goodForMs: number; readonly house: string | null }
  hooks: readonly HookAnswer[]
  sources: SourcesView
  mailboxes: readonly MailboxView[]
  bridges: readonly { readonly name: string; readonly status: BridgeStatus }[]
  presence: { readonly code: string; readonly goodForMs: number }
  'rules-code': { readonly code: string; readonly goodForMs: number }
  'media-delete': { readonly deleted: number }
  /** Newest first. */
  'film-list': readonly FilmRow[]
  'film-store': FilmStoreView
  status: StatusAnswer
}

export interface HookAnswer {
  readonly source: string
  readonly secret: string
  readonly from: SecretOrigin
}

export interface StatusAnswer {
  readonly pid: number
  readonly ready: boolean
  readonly reasons: readonly string[]
  readonly degraded: readonly string[]
  readonly house: string
  /** By which people reach the house over HTTPS; null: it has none. */
  readonly secure: string | null
  readonly street: string | null
  readonly simulated: boolean
  readonly cameras: readonly {
    readonly id: string
    readonly state: string
    /** Of the newest picture, ms; null before the first. */
    readonly ageMs: number | null
  }[]
}

export type DeskAsk =
  | { readonly type: 'token-create'; readonly name: string; readonly scopes: readonly Scope[] }
  | { readonly type: 'token-list' }
  | { readonly type: 'token-revoke'; readonly name: string }
  /** Null role: of somebody known his own, of whoever is new an adult's. */
  | { readonly type: 'owner-link'; readonly name: string | null; readonly role: PersonRole | null }
  | { readonly type: 'hooks' }
  | { readonly type: 'sources' }
  | { readonly type: 'mailboxes' }
  | { readonly type: 'bridges' }
  | { readonly type: 'presence'; readonly door: string }
  | { readonly type: 'rules-code' }
  | { readonly type: 'media-delete'; readonly session: string }
  | { readonly type: 'film-list' }
  | { readonly type: 'film-store' }
  | { readonly type: 'status' }

export type DeskAskType = DeskAsk['type']

/**
 * In which version each ask got the form that it has: a new one, and one that is asked or answered otherwise than before,
 * has a number of its own.
 */
const ASKS: Readonly<Record<DeskAskType, number>> = {
  'token-create': 3,
  'token-list': 3,
  'token-revoke': 3,
  'owner-link': 4,
  hooks: 4,
  sources: 4,
  mailboxes: 4,
  bridges: 5,
  presence: 3,
  'rules-code': 3,
  'media-delete': 3,
  'film-list': 3,
  'film-store': 3,
  status: 3,
}

/** Both ends must be of one version; a command of another Portico is told so. */
export const CONTROL_VERSION = Math.max(...Object.values(ASKS))

type Loose = Readonly<Record<string, unknown>>

const isLoose = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const NAME_MAX = 64
export const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= NAME_MAX && /^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u.test(value)
export const isScope = (value: unknown): value is Scope => scopes.some((scope) => scope === value)

export const isRole = (value: unknown): value is PersonRole => personRoles.some((role) => role === value)

/** null: no ask that a desk understands. */
export function readDeskAsk(value: unknown): DeskAsk | null {
  if (!isLoose(value)) return null
  const { type, name, door, session, role } = value
  switch (type) {
    case 'token-create': {
      const list: unknown = value.scopes
      if (!isName(name) || !Array.isArray(list) || list.length === 0 || !list.every(isScope)) return null
      return { type, name, scopes: [...new Set(list)] }
    }
    case 'token-revoke':
      return isName(name) ? { type, name } : null
    case 'owner-link':
      if (name !== null && !isName(name)) return null
      return role === null || isRole(role) ? { type, name, role } : null
    case 'presence':
      return typeof door === 'string' && door.length <= NAME_MAX ? { type, door } : null
    case 'media-delete':
      return typeof session === 'string' && session.length <= NAME_MAX ? { type, session } : null
    case 'token-list':
    case 'hooks':
    case 'sources':
    case 'mailboxes':
    case 'bridges':
    case 'rules-code':
    case 'film-list':
    case 'film-store':
    case 'status':
      return { type }
    default:
      return null
  }
}
