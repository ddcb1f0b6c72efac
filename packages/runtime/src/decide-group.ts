// Decides what waits for a door, one after the other, into one piece of work for the journal. Pure.
import {
  type Decided,
  type DoorEvent,
  type DoorState,
  type Instant,
  type Issued,
  type WallTime,
  decide,
  elapsed,
} from '@portico/core'
import type { LineBody } from './home-journal.ts'
import type { Waiting } from './inbox.ts'
import { type NamedEffect, lineOfEffect, lineOfEvent } from './line-event.ts'

export interface GroupMoment {
  readonly at: Instant
  readonly wall: WallTime
  readonly name: (issued: Issued) => NamedEffect
}

export interface DecidedGroup {
  readonly door: DoorState
  readonly lines: readonly LineBody[]
  /** Events that must become durable. */
  readonly decided: readonly Decided[]
  readonly effects: readonly NamedEffect[]
  /** Effects of calm polls: performed, not written. */
  readonly quietEffects: readonly NamedEffect[]
  readonly quietCount: number
  /** Per command, in order. */
  readonly outcomes: readonly { readonly events: readonly DoorEvent[]; readonly door: DoorState }[]
}

export function decideGroup(start: DoorState, group: readonly Waiting[], moment: GroupMoment): DecidedGroup {
  const { at, wall, name } = moment
  const lines: LineBody[] = []
  const decided: Decided[] = []
  const effects: NamedEffect[] = []
  const quietEffects: NamedEffect[] = []
  const outcomes: DecidedGroup['outcomes'][number][] = []
  let quietCount = 0
  let door = start
  for (const { id, body, received } of group) {
    const decision = decide(door, { ...body, id, at, wall, received })
    const heard = { cause: body.type, lag: Math.round(elapsed(received, at)) }
    door = decision.door
    outcomes.push({ events: decision.events.map(({ event }) => event), door })
    for (const each of decision.events) {
      if (each.quiet) quietCount += 1
      else {
        decided.push(each)
        lines.push(lineOfEvent(door.door, each, heard))
      }
    }
    for (const each of decision.effects) {
      const effect = name(each)
      if (each.quiet) quietEffects.push(effect)
      else {
        effects.push(effect)
        lines.push(lineOfEffect(door.door, effect, heard))
      }
    }
  }
  return { door, lines, decided, effects, quietEffects, quietCount, outcomes }
}
