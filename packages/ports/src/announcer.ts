// How people hear: owners and residents on their screens, the courier on the page. Best effort; the journal tells all.
import type { AlarmCode, AlarmId, DoorId, Notice, RefusalCode, Say, SessionId } from '@portico/core'
import type { Photo } from './camera.ts'

export interface AlarmCall {
  readonly door: DoorId
  readonly session: SessionId | null
  readonly alarm: AlarmId
  readonly kind: AlarmCode
  /** 0 screens, 1 and above also the siren at the door. */
  readonly level: number
}

export interface Announcer {
  alarm(call: AlarmCall): void
  notice(notice: { readonly door: DoorId; readonly session: SessionId | null; readonly notice: Notice }): void
  courier(message: {
    readonly session: SessionId
    readonly say: Say
    readonly code: RefusalCode | null
  }): void
  photo(photo: { readonly door: DoorId; readonly session: SessionId; readonly photo: Photo }): void
  /** In-home delivery was refused: what may be offered instead. */
  fallback(offer: {
    readonly door: DoorId
    readonly session: SessionId
    readonly code: RefusalCode
    readonly suspicious: boolean
  }): void
}
