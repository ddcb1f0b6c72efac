// An alarm as people see it.
import { type Instant, type StandingAlarm, elapsed } from '@portico/core'
import { type AlarmMessage, type AlarmView, alarmWords } from '@portico/protocol'
import type { AlarmCall } from '@portico/ports'

export function alarmView(alarm: StandingAlarm, door: string, now: Instant): AlarmView {
  const { owner, act } = alarmWords[alarm.kind]
  return {
    id: alarm.alarm,
    door,
    kind: alarm.kind,
    words: owner,
    act,
    standingMs: Math.max(0, elapsed(alarm.raised, now)),
    acknowledged: alarm.acknowledged,
  }
}

export function alarmMessage({ alarm, door, session, kind, level }: AlarmCall): AlarmMessage {
  const { owner, act } = alarmWords[kind]
  return { alarm, door, session, kind, level, words: owner, act }
}
