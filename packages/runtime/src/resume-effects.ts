// What an earlier life still owed. The core asks again for everything that makes a door safe; only what it believes
// done, or does not repeat, is taken up from the outbox.
import { type DoorState, type Effect, instant, sessionId, op } from '@portico/core'
import type { OutboxRow } from '@portico/ports'
import type { NamedEffect } from './line-event.ts'

/** A photo older than this is no news. */
const PHOTO_AGE_MAX_MS = 600_000

export interface Resumption {
  readonly again: readonly NamedEffect[]
  /** Rows that need nothing any more. */
  readonly ended: readonly OutboxRow[]
}

/** The op whose dead-man must not be touched: the door is still hot by it. */
function hotOp({ session, gate }: DoorState): string | null {
  if (gate.hand) return gate.hand.op
  return session && 'hot' in session && session.phase !== 'sealing' ? session.hot.op : null
}

function resumed(row: OutboxRow, door: DoorState, wall: number): Effect | null {
  const { effect, payload } = row
  const of = typeof row.op === 'string' ? op(row.op) : null
  const sid = typeof payload['sid'] === 'string' ? sessionId(payload['sid']) : null
  switch (effect) {
    case 'DisarmDeadman':
    case 'ReleaseEdge':
      return of === null || of === hotOp(door) ? null : { type: effect, op: of }
    case 'TakePhoto': {
      const { from, to } = payload
      if (sid === null || typeof from !== 'number' || typeof to !== 'number') return null
      if (wall - row.wall > PHOTO_AGE_MAX_MS) return null
      return { type: 'TakePhoto', sid, from: instant(from), to: instant(to) }
    }
    case 'SendPhoto':
      return sid === null || wall - row.wall > PHOTO_AGE_MAX_MS ? null : { type: 'SendPhoto', sid }
    default:
      return null
  }
}

export function resumption(rows: readonly OutboxRow[], door: DoorState, wall: number): Resumption {
  const again: NamedEffect[] = []
  const ended: OutboxRow[] = []
  for (const row of rows) {
    const effect = resumed(row, door, wall)
    if (effect) again.push({ id: row.id, effect, session: row.session })
    else ended.push({ ...row, state: 'ended' })
  }
  return { again, ended }
}
