// evolve: one event, the next state. Replaying a door's events gives the door.
import { after } from '../time.ts'
import type { Op } from '../ids.ts'
import { calmed } from './calm.ts'
import type { DoorState, Gate, Session } from './door-state.ts'
import { hasYielded, isUnlockDue } from './hot-state.ts'
import type { DoorEvent } from './events.ts'
import { evolveGate } from './evolve-gate.ts'
import { evolveSession } from './evolve-session.ts'

/** The op of what is under way at the door. */
function opOf({ session, gate }: DoorState): Op | null {
  if (gate.hand) return gate.hand.op
  if (session && 'hot' in session) return session.hot.op
  return session?.phase === 'proving' ? session.op : null
}

const localDateOf = (session: Session | null): string | null =>
  session?.phase === 'proving' ? session.presence.localDate : null

/** Where nothing can be locked, a restart leaves nothing to be proved. */
const provable = ({ settings }: DoorState, gate: Gate): Gate =>
  settings.bare && gate.boot ? { ...gate, boot: null } : gate

export const evolve = (door: DoorState, event: DoorEvent): DoorState => calmed(evolved(door, event))

function evolved(door: DoorState, event: DoorEvent): DoorState {
  const { session, gate, settings } = door
  const hot = session !== null && 'hot' in session ? session.hot : null
  const next: DoorState = {
    ...door,
    session: evolveSession(session, event, { insideMax: after(event.mono, settings.timers.inside) }),
    gate: provable(
      door,
      evolveGate(gate, event, {
        wasHot: hot !== null || gate.tail !== null || gate.hand !== null,
        localDate: localDateOf(session),
        op: opOf(door),
      }),
    ),
  }
  if (event.type === 'SessionClosed' && hot)
    return {
      ...next,
      gate: {
        ...next.gate,
        tail: {
          op: hot.op,
          since: event.mono,
          proved: event.mono,
          // Whoever took over knows of no bolt that is withdrawn afterwards.
          quiet: hot.takenOver && !isUnlockDue(hot),
          yielded: hasYielded(hot),
        },
        visited: true,
      },
    }
  // The first opening after a visit is told apart from all later ones.
  const isOpening =
    event.type === 'OpeningNoted' || (event.type === 'ContactObserved' && event.contact === 'open')
  return isOpening && hot === null ? { ...next, gate: { ...next.gate, visited: false } } : next
}
