// How an event changes the alarms of a door: they sound until they end, and an answer leaves in peace whoever gave it
// and nobody else (safety design 1.4, note 3).
import { type Instant, after, earlier } from '../time.ts'
import type { Gate, Quiet, StandingAlarm } from './door-state.ts'
import type { DoorEvent } from './events.ts'
import { ALARM_REPEAT, ALARM_SILENCED } from './settings.ts'

/** Whoever is left in peace hears it again the moment his time is over. */
const nextOf = (due: Instant, quiet: readonly Quiet[]): Instant =>
  quiet.reduce((first, { until }) => earlier(first, until), due)

function raise(gate: Gate, event: Extract<DoorEvent, { type: 'AlarmRaised' }>): Gate {
  const alarm: StandingAlarm = {
    alarm: event.alarm,
    kind: event.kind,
    raised: event.mono,
    next: after(event.mono, ALARM_REPEAT),
    acknowledged: false,
    quiet: [],
  }
  const others = gate.alarms.filter(({ kind }) => kind !== event.kind)
  // One of a kind, so there are never more than kinds.
  return { ...gate, alarms: [...others, alarm], alarmCount: gate.alarmCount + 1 }
}

function repeat(
  alarm: StandingAlarm,
  { mono, anew }: Extract<DoorEvent, { type: 'AlarmRepeated' }>,
): StandingAlarm {
  const quiet = anew ? [] : alarm.quiet.filter(({ until }) => until > mono)
  return { ...alarm, quiet, acknowledged: quiet.length > 0, next: nextOf(after(mono, ALARM_REPEAT), quiet) }
}

function acknowledge(
  alarm: StandingAlarm,
  { by, mono }: Extract<DoorEvent, { type: 'AlarmAcknowledged' }>,
): StandingAlarm {
  const others = alarm.quiet.filter((each) => each.by !== by)
  const quiet = [...others, { by, until: after(mono, ALARM_SILENCED) }]
  return { ...alarm, quiet, acknowledged: true, next: nextOf(alarm.next, quiet) }
}

export function evolveAlarms(gate: Gate, event: DoorEvent): Gate {
  const changed = (change: (alarm: StandingAlarm) => StandingAlarm, named: string): Gate => ({
    ...gate,
    alarms: gate.alarms.map((each) => (each.alarm === named ? change(each) : each)),
  })
  switch (event.type) {
    case 'AlarmRaised':
      return raise(gate, event)
    case 'AlarmRepeated':
      return changed((alarm) => repeat(alarm, event), event.alarm)
    case 'AlarmAcknowledged':
      return changed((alarm) => acknowledge(alarm, event), event.alarm)
    case 'AlarmEnded':
      return { ...gate, alarms: gate.alarms.filter(({ alarm }) => alarm !== event.alarm) }
    default:
      return gate
  }
}

/**
 * An acknowledged alarm ends with its cause: the door is proved secure, or a person vouches for it. Told by the time of
 * the answers: that it sounded again is not written, and a replay must come to the same.
 */
export const withoutAcknowledged = (gate: Gate, mono: Instant): Gate => ({
  ...gate,
  alarms: gate.alarms.filter(({ quiet }) => !quiet.some(({ until }) => until > mono)),
})

/** A restart forgets who had answered: everybody hears of it again. */
export const forgetAnswers = (alarms: readonly StandingAlarm[], born: Instant): readonly StandingAlarm[] =>
  alarms.map((alarm) => ({ ...alarm, raised: born, next: born, acknowledged: false, quiet: [] }))
