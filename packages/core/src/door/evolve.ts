// evolve: one event, the next state. Replaying a door's events gives the door.
import { after } from '../time.ts'
import type { DoorState, Session } from './door-state.ts'
import type { DoorEvent } from './events.ts'
import { evolveGate } from './evolve-gate.ts'
import { evolveSession } from './evolve-session.ts'

const localDateOf = (session: Session | null): string | null =>
  session?.phase === 'proving' ? session.presence.localDate : null

export function evolve(door: DoorState, event: DoorEvent): DoorState {
  const { session, gate, settings } = door
  const hot = session !== null && 'hot' in session ? session.hot : null
  const next: DoorState = {
    ...door,
    session: evolveSession(session, event, { insideMax: after(event.mono, settings.timers.inside) }),
    gate: evolveGate(gate, event, {
      wasHot: hot !== null || gate.tail !== null || gate.hand !== null,
      localDate: localDateOf(session),
    }),
  }
  if (event.type === 'SessionClosed' && hot)
    return {
      ...next,
      gate: {
        ...next.gate,
        tail: { op: hot.op, since: event.mono, proved: event.mono, quiet: hot.takenOver },
      },
    }
  return next
}
