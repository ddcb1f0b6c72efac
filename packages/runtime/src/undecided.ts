// Whether a courier stands at the door and it is still open what becomes of it.
import type { DoorState, SessionId } from '@portico/core'

/** The courier stands there, and no unlock of this visit was committed. */
export const isUndecided = ({ session }: DoorState, sid: SessionId): boolean =>
  session?.sid === sid && (session.phase === 'authorising' || session.phase === 'proving')
