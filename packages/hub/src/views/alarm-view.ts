// An alarm as people see it.
import { type ActorId, type Instant, type StandingAlarm, elapsed } from '@portico/core'
import { type AlarmMessage, type AlarmView, alarmWords } from '@portico/protocol'
import type { AlarmCall } from '@portico/ports'

export interface AlarmLook {
  readonly door: string
  readonly now: Instant
  /** Whose eyes these are; null: nobody's own, so that anybody's answer counts. */
  readonly viewer: ActorId | null
}

/** An answer is the answer of one person: for everybody else the alarm stands as before. */
const isAnswered = ({ acknowledged, quiet }: StandingAlarm, { viewer, now }: AlarmLook): boolean =>
  viewer === null ? acknowledged : quiet.some(({ by, until }) => by === viewer && until > now)

export function alarmView(alarm: StandingAlarm, look: AlarmLook): AlarmView {
  const { owner, act } = alarmWords[alarm.kind]
  return {
    id: alarm.alarm,
    door: look.door,
    kind: alarm.kind,
    words: owner,
    act,
    standingMs: Math.max(0, elapsed(alarm.raised, look.now)),
    acknowledged: isAnswered(alarm, look),
  }
}

export function alarmMessage({ alarm, door, session, kind, level }: AlarmCall): AlarmMessage {
  const { owner, act } = alarmWords[kind]
  return { alarm, door, session, kind, level, words: owner, act }
}
