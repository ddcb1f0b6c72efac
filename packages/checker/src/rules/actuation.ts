// When the bolt may be thrown: never into a frame, never in a fire, never against a hand.
import type { Door } from '../facts/door.ts'
import { type Line, text } from '../line.ts'
import type { Rule, Watch } from '../rule.ts'

/** Every bolt that is thrown, as it is decided. */
const onLock = (look: (line: Line, door: Door) => void): Watch => ({
  EffectIssued: (line, door) => {
    if (text(line, 'effect') === 'LockDoor') look(line, door)
  },
})

export const actuationRules: readonly Rule[] = [
  {
    name: 'S18',
    rule: 'LockDoor only if the latest contact of this epoch is closed; normal bolt only',
    meaning: 'no bolt into the frame, no deadlock',
    watch: (scene) =>
      onLock((line, { witness }) => {
        const mode = text(line, 'mode')
        if (witness.contact !== 'closed') scene.say(line, `locked at a leaf that is ${witness.contact}`)
        if (mode !== null && mode !== 'normal') scene.say(line, `locked in mode ${mode}`)
      }),
  },
  {
    name: 'S19',
    rule: 'no LockDoor between fire on and fire off',
    meaning: 'nobody is locked in',
    watch: (scene) =>
      onLock((line, { net }) => {
        if (net.fire) scene.say(line, 'locked in a fire')
      }),
  },
  {
    name: 'S20',
    rule: 'no LockDoor after OwnerTookOver or ActuationYielded until the next visit or a person asks',
    meaning: 'the hand wins',
    watch: (scene) => {
      const yielded = new Map<string | null, Line>()
      const free = ({ door }: Line): void => void yielded.delete(door)
      return {
        OwnerTookOver: (line) => void yielded.set(line.door, line),
        ActuationYielded: (line) => void yielded.set(line.door, line),
        SessionArmed: free,
        // Armed before the hand came: it is the next visit all the same.
        UnlockCommitted: free,
        LockAsked: free,
        HandOpenAsked: free,
        ...onLock((line) => {
          const hand = yielded.get(line.door)
          if (hand) scene.say(line, `locked against the hand of line ${hand.seq}`)
        }),
      }
    },
  },
  {
    name: 'S14',
    rule: 'between ProofStarted and its end no other visit proves at this door',
    meaning: 'one courier per door',
    watch: (scene) => {
      const proving = new Map<string | null, string | null>()
      const end = ({ door, session }: Line): void => {
        if (proving.get(door) === session) proving.delete(door)
      }
      return {
        ProofStarted: (line) => {
          const other = proving.get(line.door)
          if (other !== undefined && other !== line.session) scene.say(line, `${other} is proving here`)
          proving.set(line.door, line.session)
        },
        EntryRefused: end,
        SessionClosed: end,
      }
    },
  },
  {
    name: 'S17',
    rule: 'no commit by ArmSession or ReportCarrier, no close by ReportCarrier',
    meaning: 'webhooks arm, they never open or close',
    watch: (scene) => ({
      UnlockCommitted: (line) => {
        if (line.cause === 'ArmSession' || line.cause === 'ReportCarrier')
          scene.say(line, `committed by ${line.cause}`)
      },
      SessionClosed: (line) => {
        if (line.cause === 'ReportCarrier') scene.say(line, 'closed by a carrier')
      },
    }),
  },
  {
    name: 'S26',
    rule: 'no StopRecording while hot',
    meaning: 'the eye stays open',
    watch: (scene) => ({
      EffectIssued: (line, { visit }) => {
        if (text(line, 'effect') === 'StopRecording' && visit.hot && text(line, 'sid') === visit.sid)
          scene.say(line, `the film was stopped in ${visit.phase}`)
      },
    }),
  },
  {
    name: 'S29',
    rule: "an alarm ends only by a person's AlarmAcknowledged, which names a standing alarm",
    meaning: 'silence is a human decision',
    watch: (scene) => ({
      AlarmAcknowledged: (line, { alarms }) => {
        const alarm = text(line, 'alarm') ?? ''
        if (!alarms.all.has(alarm)) scene.say(line, `${alarm} does not stand`)
        if ((text(line, 'by') ?? '') === '') scene.say(line, 'acknowledged by nobody')
      },
      AlarmEnded: (line, { alarms }) => {
        const alarm = alarms.all.get(text(line, 'alarm') ?? '')
        if (alarm && !alarm.acknowledged) scene.say(line, 'ended and nobody acknowledged it')
      },
      OwnerTookOver: (line) => {
        if ((text(line, 'by') ?? '') === '') scene.say(line, 'taken over by nobody')
      },
    }),
  },
]
