// Alarms are told at once, told again, reach a channel, and come back when only silenced.
import type { Door } from '../facts/door.ts'
import { type Line, text, texts } from '../line.ts'
import type { Rule } from '../rule.ts'

const SENT_WITHIN = 2000
const AGAIN_WITHIN = 6000
const DELIVERED_WITHIN = 10_000
/** 120 s, and as long as a command may wait. */
const BACK_WITHIN = 122_000
/** An answer leaves its person in peace this long. */
const QUIET_FOR = 120_000

const alarmOf = (line: Line): string => text(line, 'alarm') ?? ''
const isRaise = (line: Line): boolean => text(line, 'effect') === 'RaiseAlarm'

/** Those that end with a proof of the door: somebody has answered them. */
const answered = ({ alarms }: Door): readonly string[] =>
  [...alarms.all].flatMap(([alarm, { acknowledged }]) => (acknowledged ? [alarm] : []))

export const alarmRules: readonly Rule[] = [
  {
    name: 'L10',
    rule: 'AlarmRaised → send attempt within 2 s, repeated within 6 s until it ends; an answer ends it for nobody else',
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
      const endAnswered = (_: Line, door: Door): void => {
        for (const alarm of answered(door)) {
          sends.meet(alarm)
          repeats.meet(alarm)
        }
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
        AlarmEnded: end,
        DoorSecured: endAnswered,
        TailEnded: endAnswered,
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
      const key = (line: Line, by: string): string => `${line.door} ${alarmOf(line)} ${by}`
      const meetDoor = ({ door }: Line): void => bounds.meetAll((each) => each.startsWith(`${door} `))
      const meetAlarm = (line: Line, quiet: readonly string[]): void =>
        bounds.meetAll(
          (each) => each.startsWith(key(line, '')) && !quiet.some((by) => each === key(line, by)),
        )
      return {
        AlarmAcknowledged: (line) => {
          const what = 'silenced and never heard again'
          bounds.open(key(line, text(line, 'by') ?? ''), { line, ms: BACK_WITHIN, what })
        },
        EffectIssued: (line) => {
          if (isRaise(line)) meetAlarm(line, texts(line, 'quiet'))
        },
        RelockUnproved: (line, { alarms }) => {
          const what = 'unproved, and no alarm stands'
          if (alarms.all.size === 0) bounds.open(`${line.door} `, { line, ms: SENT_WITHIN, what })
        },
        AlarmRaised: ({ door }) => bounds.meet(`${door} `),
        AlarmEnded: (line) => meetAlarm(line, []),
        DoorSecured: meetDoor,
        OwnerTookOver: meetDoor,
        TailEnded: meetDoor,
        HubRestarted: meetDoor,
      }
    },
  },
  {
    name: 'S41',
    rule: 'an alarm leaves out only who acknowledged it within the last 120 s and has not been called since',
    meaning: 'nobody is silenced by somebody else',
    watch: (scene) => {
      const answers = new Map<string, Line>()
      const key = (line: Line, by: string): string => `${line.door} ${alarmOf(line)} ${by}`
      return {
        AlarmAcknowledged: (line) => void answers.set(key(line, text(line, 'by') ?? ''), line),
        EffectIssued: (line) => {
          if (!isRaise(line)) return
          const quiet = texts(line, 'quiet')
          for (const by of quiet) {
            const answer = answers.get(key(line, by))
            const isOwn = answer?.epoch === line.epoch && line.mono - answer.mono < QUIET_FOR
            if (!isOwn) scene.say(line, `${by} is left out and has not answered it in the last 120 s`)
          }
          for (const each of answers.keys())
            if (each.startsWith(key(line, '')) && !quiet.some((by) => each === key(line, by)))
              answers.delete(each)
        },
      }
    },
  },
]
