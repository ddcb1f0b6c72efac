// What the house tells its screens besides the journal's lines.
import type { DoorId, Instant } from '@portico/core'
import type { AlarmCall, Photo } from '@portico/ports'
import type { Answered } from '../talk/voice.ts'

/** What the house tells its screens besides the journal's lines. */
export type Announcement =
  | ({ readonly type: 'alarm' } & AlarmCall)
  | { readonly type: 'photo'; readonly door: DoorId; readonly session: string; readonly photo: Photo }
  | { readonly type: 'ring'; readonly door: DoorId; readonly at: Instant }
  | ({ readonly type: 'answered' } & Answered)

export interface Announcements {
  /** The bell of a door was pressed. */
  ring(door: DoorId): void
  answered(answered: Answered): void
  follow(follower: (announcement: Announcement) => void): Disposable
}
