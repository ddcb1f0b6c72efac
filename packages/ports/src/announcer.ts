// How people hear: owners and residents on their screens, the courier on the page. Best effort; the journal tells all.
import type {
  ActorId,
  AlarmCode,
  AlarmId,
  DoorId,
  Instant,
  Notice,
  RefusalCode,
  Say,
  SessionId,
} from '@portico/core'
import type { Photo } from './camera.ts'

export interface AlarmCall {
  readonly door: DoorId
  readonly session: SessionId | null
  readonly alarm: AlarmId
  readonly kind: AlarmCode
  /** 0 screens, 1 and above also the siren at the door. */
  readonly level: number
  /** Whose own screens are left in peace: they have just answered it. Everybody else is called. */
  readonly quiet: readonly ActorId[]
}

/**
 * What the courier of a visit is told. A PIN comes once, in the moment the lock got it: whoever shows it keeps it in
 * memory alone and writes it nowhere.
 */
export type CourierMessage =
  | { readonly session: SessionId; readonly say: Say; readonly code: RefusalCode | null }
  | {
      readonly session: SessionId
      readonly say: 'pin'
      readonly code: null
      readonly pin: string
      /** The lock forgets it then. */
      readonly endsAt: Instant
    }

export interface Announcer {
  alarm(call: AlarmCall): void
  notice(notice: { readonly door: DoorId; readonly session: SessionId | null; readonly notice: Notice }): void
  courier(message: CourierMessage): void
  photo(photo: { readonly door: DoorId; readonly session: SessionId; readonly photo: Photo }): void
  /** In-home delivery was refused: what may be offered instead. */
  fallback(offer: {
    readonly door: DoorId
    readonly session: SessionId
    readonly code: RefusalCode
    readonly suspicious: boolean
  }): void
}
