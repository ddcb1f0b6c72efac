// Displays and how they are let in.
import type { ActorId, Duration } from '@portico/core'
import type { Display, Identity } from './identity.ts'

export type DisplayOrder = Pick<Display, 'name' | 'place' | 'door'> & { readonly code: string }

export type DisplayClaim =
  | { readonly state: 'waiting'; readonly goodFor: Duration }
  | { readonly state: 'paired'; readonly cookie: string; readonly display: Display }
  | { readonly state: 'ended' }

/** Displays and how they are let in. Only the hash of a cookie is kept. */
export interface Displays {
  readonly all: readonly (Display & { readonly isLive: boolean })[]
  /** A display asks to be let in. @throws HubError `HUB_HTTP_BUSY` or `HUB_HTTP_QUOTA` */
  begin(): { readonly code: string; readonly poll: string; readonly goodFor: Duration }
  /** A person typed its code. @throws HubError `HUB_PAIRING_CODE`, `HUB_HTTP_QUOTA`, `HUB_DISPLAY_LIMIT` */
  pair(by: ActorId, order: DisplayOrder): Promise<Display>
  /** The display asks whether somebody has. */
  claim(poll: string): DisplayClaim
  identify(cookie: string): Identity | null
  /** It is in, and was seen just now. */
  isThere(id: string): boolean
  /** It holds a line open until disposed. */
  connect(id: string): Disposable
  /** False: no such display. */
  revoke(by: ActorId, id: string): Promise<boolean>
  /** Tells the id of every display that ends. */
  onEnded(follower: (display: string) => void): Disposable
}
