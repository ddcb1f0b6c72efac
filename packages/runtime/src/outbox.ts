// Rows of the outbox: how far each effect came, so that a new life knows what an earlier one still owed.
import type { DoorId, EffectType, HomeId } from '@portico/core'
import type { EffectState, OutboxRow } from '@portico/ports'
import type { NamedEffect } from './line-event.ts'

const owed: ReadonlySet<EffectType> = new Set<EffectType>([
  'DisarmDeadman',
  'ReleaseEdge',
  'TakePhoto',
  'SendPhoto',
])

/**
 * What a new life must take up from the outbox. The core itself asks again for everything that makes a door safe, an
 * unlock is never repeated, and the rest is told by the journal.
 */
export const isOwed = (effect: EffectType): boolean => owed.has(effect)

export interface OutboxFacts {
  readonly home: HomeId
  readonly door: DoorId
  readonly effect: NamedEffect
  readonly wall: number
  readonly state: EffectState
}

export function outboxRow({
  home,
  door,
  effect: { id, effect, session },
  wall,
  state,
}: OutboxFacts): OutboxRow {
  const { type, ...payload } = effect
  return {
    home,
    id,
    door,
    session,
    effect: type,
    op: 'op' in effect ? effect.op : null,
    state,
    wall,
    payload,
  }
}
