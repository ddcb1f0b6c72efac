// Alarms are told at once, told again, reach a channel, and come back when only silenced.
import { type Line, text } from '../line.ts'
import type { Rule } from '../rule.ts'

const SENT_WITHIN = 2000
const AGAIN_WITHIN = 6000
const DELIVERED_WITHIN = 10_000
/** 120 s, and one round of the repeat. */
const BACK_WITHIN = 126_000

const alarmOf = (line: Line): string => text(line, 'alarm') ?? ''
const isRaise = (line: Line): boolean => text(line, 'effect') === 'RaiseAlarm'

export const alarmRules: readonly Rule[] = [
  {
    name: 'L10',
    rule: 'AlarmRaised → send attempt within 2 s, repeated within 6 s until acknowledged',
    meaning: 'an alarm is heard, again and again',
    watch: (scene) => {
      const sends = scene.bounds()
      const repeats = scene.bounds()
      /** Effect id → alarm. */
      const issued = new Map<string, string>()
      const end = (line: Line): void => {
        sends.meet(alarmOf(line))
        repeats.meet(alarmOf(line))
      }
      const owe = (line: Line, alarm: string): void => {
        const what = `alarm ${alarm} was not sent`
        if (!sends.has(alarm)) sends.open(alarm, { line, ms: SENT_WITHIN, what })
        repeats.open(alarm, { line, ms: AGAIN_WITHIN, what: `alarm ${alarm} was not repeated` })
      }
      return {
        AlarmRaised: (line) => owe(line, alarmOf(line)),
        EffectIssued: (line) => {
          if (!isRaise(line)) return
          issued.set(text(line, 'id') ?? '', alarmOf(line))
          owe(line, alarmOf(line))
        },
        EffectSent: (line) => {
          const id = text(line, 'id') ?? ''
          sends.meet(issued.get(id) ?? '')
          issued.delete(id)
        },
        // Whoever was reached was told, whether or not the disk was full when that was to be noted.
        AlarmDelivered: (line) => sends.meet(alarmOf(line)),
        AlarmAcknowledged: end,
        AlarmEnded: end,
        HubRestarted: (line, { alarms }) => {
          sends.meetAll(() => true)
          for (const alarm of alarms.all.keys()) owe(line, alarm)
        },
      }
    },
  },
  {
    name: 'L11',
    rule: 'AlarmRaised → AlarmDelivered within 10 s while a channel is up',
    meaning: 'somebody can hear it',
    watch: (scene) => {
      const bounds = scene.bounds()
      let isUp = false
      return {
        World: (line) => {
          if (text(line, 'what') !== 'notifier') return
          isUp = line.data['up'] === true
          if (!isUp) bounds.meetAll(() => true)
        },
        AlarmRaised: (line) => {
          if (isUp) bounds.open(alarmOf(line), { line, ms: DELIVERED_WITHIN, what: 'nobody was reached' })
        },
        AlarmDelivered: (line) => bounds.meet(alarmOf(line)),
        AlarmAcknowledged: (line) => bounds.meet(alarmOf(line)),
        AlarmEnded: (line) => bounds.meet(alarmOf(line)),
        HubRestarted: () => bounds.meetAll(() => true),
      }
    },
  },
  {
    name: 'L13',
    rule: 'an acknowledged alarm returns within 120 s or ends; a door that is unproved has an alarm',
    meaning: 'no forgotten door',
    watch: (scene) => {
      const bounds = scene.bounds()
      const key = (line: Line): string => `${line.door} ${alarmOf(line)}`
      const meet = (line: Line): void => bounds.meet(key(line))
      const meetDoor = ({ door }: Line): void => bounds.meetAll((each) => each.startsWith(`${door} `))
      return {
        AlarmAcknowledged: (line) =>
          bounds.open(key(line), { line, ms: BACK_WITHIN, what: 'silenced and never heard again' }),
        EffectIssued: (line) => {
          if (isRaise(line)) meet(line)
        },
        RelockUnproved: (line, { alarms }) => {
          const what = 'unproved, and no alarm stands'
          if (alarms.all.size === 0) bounds.open(`${line.door} `, { line, ms: SENT_WITHIN, what })
        },
        AlarmRaised: ({ door }) => bounds.meet(`${door} `),
        AlarmEnded: meet,
        DoorSecured: meetDoor,
        OwnerTookOver: meetDoor,
        TailEnded: meetDoor,
        HubRestarted: meetDoor,
      }
    },
  },
]
