// PINs: single use, short, gone before the story ends, and never used unseen.
import { number, text } from '../line.ts'
import type { Look, Rule } from '../rule.ts'

/** Threats G9: at most 30 s (safety design S31 allowed 60). Two seconds belong to the commit and its write. */
const LIFE_MAX = 32_000
const SEEN_WITHIN = 3500
const ALARM_WITHIN = 5000

export const pinRules: readonly Rule[] = [
  {
    name: 'S31',
    rule: 'GrantPin lives at most 30 s; gone or used before SessionClosed',
    meaning: 'no standing code',
    watch: (scene) => ({
      EffectIssued: (line) => {
        if (text(line, 'effect') !== 'GrantPin') return
        const life = (number(line, 'endsAt') ?? Infinity) - line.mono
        if (life > LIFE_MAX) scene.say(line, `a PIN for ${life} ms`)
      },
      SessionClosed: (line, { visit }) => {
        if (visit.pinOut) scene.say(line, 'closed and the PIN may still open')
      },
    }),
  },
  {
    name: 'S38',
    rule: 'opening by PIN: newest durable frame at most 3.5 s old, or alarm UNSEEN_OPENING within 5 s',
    meaning: 'no code opens unseen',
    watch: (scene) => {
      const bounds = scene.bounds()
      const look: Look = (line, { alarms, visit }) => {
        const isPin = visit.commit !== null && text(visit.commit, 'mode') === 'pin'
        const age = line.mono - visit.frames.newest
        if (!isPin || visit.phase !== 'unlocking' || age <= SEEN_WITHIN || alarms.has('UNSEEN_OPENING'))
          return
        const what = `opened, and the newest frame was ${age} ms old: no alarm`
        bounds.open(line.door ?? '', { line, ms: ALARM_WITHIN, what })
      }
      return {
        DoorUnlocked: look,
        DoorOpened: look,
        AlarmRaised: (line) => {
          if (text(line, 'kind') === 'UNSEEN_OPENING') bounds.meet(line.door ?? '')
        },
      }
    },
  },
]
