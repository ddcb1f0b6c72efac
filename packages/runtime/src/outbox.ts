// Rows of the outbox: how far each effect came, so that a new life knows what an earlier one still owed.
import type { DoorId, HomeId } from '@portico/core'
import type { EffectState, OutboxRow } from '@portico/ports'
import type { NamedEffect } from './line-event.ts'

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
