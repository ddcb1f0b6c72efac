// How often the people of a door are asked whether a courier may come in (threats G18).
import { type Instant, elapsed } from '../time.ts'
import type { Asks } from './door-state.ts'
import type { DoorEvent } from './events.ts'
import { ASKS_MAX, ASKS_WITHIN } from './settings.ts'

/** The questions that count at this moment. */
const recent = ({ at }: Asks, now: Instant): readonly Instant[] =>
  at.filter((asked) => elapsed(asked, now) < ASKS_WITHIN)

/** How many were asked within the hour where that is the most there may be; null: one more may be asked. */
export function asksFull(asks: Asks, now: Instant): number | null {
  const { length } = recent(asks, now)
  return length >= ASKS_MAX ? length : null
}

export function evolveAsks(asks: Asks, event: DoorEvent): Asks {
  switch (event.type) {
    case 'ApprovalAsked':
      return { at: [...recent(asks, event.mono), event.mono], told: false }
    case 'Refused':
      return event.code === 'ASK_LIMIT' ? { ...asks, told: true } : asks
    case 'HubRestarted':
      // Instants of two boots cannot be compared: a restart of the machine is no way past the limit.
      return event.rebooted ? { ...asks, at: asks.at.map(() => event.mono) } : asks
    default:
      return asks
  }
}
