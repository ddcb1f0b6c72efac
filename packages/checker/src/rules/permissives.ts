// What must hold when an unlock of a visit leaves or is committed (safety design 1.5, 1.10).
import type { Door } from '../facts/door.ts'
import { isVisitCommit } from '../facts/ops.ts'
import { type Line, number, text } from '../line.ts'
import type { Rule, Scene, Watch } from '../rule.ts'
import { onSend } from './unlocking.ts'

const PRESENCE_AGE_MAX = 120_000
const FRAMES_MIN = 3
const FRAME_AGE_MAX = 1500
const EDGE_AGE_MAX = 7000
const ANSWER_AGE_MAX = 5000
const BATTERY_MIN = 15
const ASKS_MAX = 3
const ASKS_WITHIN = 3_600_000

/** A rule on the send of a visit: the fault it has, or null. */
const atSend =
  (fault: (line: Line, door: Door) => string | null) =>
  (scene: Scene): Watch =>
    onSend((line, op, door) => {
      const found = op.isVisit ? fault(line, door) : null
      if (found !== null) scene.say(line, found)
    }, scene)

function eyeFault(line: Line, { visit: { frames } }: Door): string | null {
  const age = line.mono - frames.newest
  if (frames.good < FRAMES_MIN) return `${frames.good} durable changing frames since the proof started`
  if (age > FRAME_AGE_MAX) return `the newest durable frame is ${age} ms old`
  if (frames.doubt !== null) return `a picture that is ${frames.doubt}`
  return frames.lastChanged ? null : 'the last durable frame did not change'
}

function presenceFault(line: Line, { visit: { presence } }: Door): string | null {
  if (!presence) return 'nobody proved to be there'
  const age = line.mono - presence.mono
  return age > PRESENCE_AGE_MAX ? `presence is ${age} ms old` : null
}

function windowFault(line: Line, { visit, net }: Door): string | null {
  if (!net.clockOk) return 'the clock is not trusted'
  if (line.wall < visit.from) return `${visit.from - line.wall} ms before the window`
  return line.wall > visit.to ? `${line.wall - visit.to} ms after the window` : null
}

function startFault(line: Line, { witness }: Door): string | null {
  if (witness.unproved !== null) return witness.unproved
  const seen = Math.min(witness.boltAnswer?.mono ?? -Infinity, witness.contactAnswer?.mono ?? -Infinity)
  return line.mono - seen > ANSWER_AGE_MAX ? `an answer is ${line.mono - seen} ms old` : null
}

function healthFault({ alarms, witness: { battery }, net }: Door): string | null {
  if (alarms.standing) return 'an alarm stands'
  if (net.tamper) return 'tampered with'
  return battery === null || battery < BATTERY_MIN ? `battery ${battery} %` : null
}

const rank: Readonly<Record<string, number>> = { porch: 0, owner: 1, auto: 2, pin: 2 }
const rankOf = (name: string | null, unknown: number): number => rank[name ?? ''] ?? unknown

/** An early command that was logged late: it counts from when it was handed over. */
function lateNo(scene: Scene): Watch {
  const sends = new Map<string | null, Line>()
  const compare = (line: Line, received: number): void => {
    const send = sends.get(line.session)
    // Instants of two boots of the machine cannot be compared.
    if (line.session === null || !send || send.boot !== line.boot) return
    if (received <= send.mono)
      scene.say(
        line,
        `${line.type} was handed over ${send.mono - received} ms before the send of line ${send.seq}`,
      )
  }
  const noted = (line: Line): void => compare(line, number(line, 'received') ?? line.mono)
  return {
    ...onSend((line, op) => void (op.isVisit && sends.set(line.session, line)), scene),
    AbortNoted: noted,
    DenyNoted: noted,
    // Lags are written in whole milliseconds.
    OwnerTookOver: (line) => compare(line, line.mono - line.lag + 1),
    FireNoted: (line) => {
      if (line.data['on'] === true) compare(line, line.mono - line.lag + 1)
    },
  }
}

/** Both watches look. */
function both(a: Watch, b: Watch): Watch {
  const joined: Record<string, Watch[string]> = { ...a }
  for (const [type, look] of Object.entries(b)) {
    const first = a[type]
    joined[type] = first
      ? (line, door) => {
          first(line, door)
          look(line, door)
        }
      : look
  }
  return joined
}

function tokensOnce(scene: Scene): Watch {
  const used = new Set<string>()
  return {
    PresenceProved: (line) => {
      const token = text(line, 'token') ?? ''
      if (used.has(token)) scene.say(line, 'this token was used before')
      used.add(token)
    },
  }
}

/** What other witnesses of the leaf said last in this life of the hub. */
function thirdSays(scene: Scene): Watch {
  const says = new Map<string, string>()
  const key = ({ door, epoch }: Line, source: string): string => `${door} ${epoch} ${source}`
  return {
    WitnessNoted: (line) => void says.set(key(line, text(line, 'source') ?? ''), text(line, 'says') ?? ''),
    DeviceLost: (line) => {
      const device = text(line, 'device')
      if (device === 'lock') says.delete(key(line, 'lock-door-sensor'))
      if (device === 'camera') says.delete(key(line, 'leaf-picture'))
    },
    UnlockCommitted: (line, { visit: { proof } }) => {
      const mode = text(line, 'mode')
      const third = proof === null ? null : text(proof, 'third')
      if (!isVisitCommit(line) || third === null || mode === 'owner') return
      const word = says.get(key(line, third)) ?? 'nothing'
      if (word !== 'closed') scene.say(line, `mode ${mode}, and ${third} says ${word}`)
    },
  }
}

/** Questions of a door within the hour before each. */
function asksWithin(scene: Scene): Watch {
  const asks = new Map<string | null, readonly number[]>()
  const boots = new Map<string | null, string>()
  return {
    // Instants of two boots cannot be compared: what was asked before counts from the first word of the new one.
    HubRestarted: (line) => {
      const before = asks.get(line.door)
      if (before && boots.get(line.door) !== line.boot)
        asks.set(
          line.door,
          before.map(() => line.mono),
        )
      boots.set(line.door, line.boot)
    },
    HubStarted: (line) => void boots.set(line.door, line.boot),
    ApprovalAsked: (line) => {
      const recent = (asks.get(line.door) ?? []).filter((mono) => line.mono - mono < ASKS_WITHIN)
      if (recent.length >= ASKS_MAX) scene.say(line, `question ${recent.length + 1} within an hour`)
      asks.set(line.door, [...recent, line.mono])
      boots.set(line.door, line.boot)
    },
  }
}

export const permissiveRules: readonly Rule[] = [
  {
    name: 'S5',
    rule: 'at send: at least 3 durable changing frames since ProofStarted, the newest at most 1.5 s old, the last one changing',
    meaning: 'no eye, no key',
    watch: atSend(eyeFault),
  },
  {
    name: 'S6',
    rule: 'at send: presence in this visit at most 120 s old; its token was never used before',
    meaning: 'someone is there, now',
    watch: (scene) => both(atSend(presenceFault)(scene), tokensOnce(scene)),
  },
  {
    name: 'S7',
    rule: 'mode owner: EntryApproved after the latest presence',
    meaning: 'the owner said yes to this visit',
    watch: atSend((_, { visit: { commit, approved, presence } }) => {
      if (commit === null || text(commit, 'mode') !== 'owner') return null
      return approved && presence && approved.seq > presence.seq ? null : 'nobody approved this presence'
    }),
  },
  {
    name: 'S42',
    rule: 'commit in auto or pin: the third witness that ProofStarted names says closed, in this epoch, and was not lost since',
    meaning: 'a second eye that is blind does not stand by',
    watch: thirdSays,
  },
  {
    name: 'S40',
    rule: 'at most 3 ApprovalAsked at a door within an hour; those of an earlier boot count from HubRestarted on',
    meaning: 'a yes is not worn out of anybody',
    watch: asksWithin,
  },
  {
    name: 'S8',
    rule: 'at send: wall clock trusted and inside the window',
    meaning: 'not early, not late',
    watch: atSend(windowFault),
  },
  {
    name: 'S9',
    rule: 'at commit: both answers to the latest query, at most 5 s old, locked and closed, nothing contrary since',
    meaning: 'start from a known door',
    watch: (scene) => ({
      UnlockCommitted: (line, door) => {
        const fault = isVisitCommit(line) ? startFault(line, door) : null
        if (fault !== null) scene.say(line, fault)
      },
    }),
  },
  {
    name: 'S10',
    rule: 'at send: dead-man armed for this op in this epoch; no disarm of it while the visit is hot',
    meaning: 'the door closes itself if we die',
    watch: (scene) => ({
      ...onSend((line, _, { net: { deadmen } }) => {
        if (deadmen.get(text(line, 'op') ?? '') !== line.epoch)
          scene.say(line, 'no dead-man runs for this op')
      }, scene),
      EffectIssued: (line, { visit: { hot, commit } }) => {
        if (text(line, 'effect') !== 'DisarmDeadman' || !hot || !commit) return
        if (text(commit, 'op') === text(line, 'op')) scene.say(line, 'disarmed while hot')
      },
    }),
  },
  {
    name: 'S11',
    rule: 'at send: edge heard at most 7 s ago',
    meaning: 'someone can shout',
    watch: atSend((line, { net }) =>
      line.mono - net.edgeHeard > EDGE_AGE_MAX ? `edge heard ${line.mono - net.edgeHeard} ms ago` : null,
    ),
  },
  {
    name: 'S12',
    rule: 'at send: no standing alarm, battery at least 15 %, no tamper',
    meaning: 'healthy door',
    watch: atSend((_, door) => healthFault(door)),
  },
  {
    name: 'S13',
    rule: 'no abort, no, fire or take-over before the send; one logged later counts from when it was handed over',
    meaning: "the owner's no is final",
    watch: (scene) =>
      both(
        onSend((line, op, { net, visit }) => {
          if (net.fire) scene.say(line, 'sent in a fire')
          if (op.isVisit && visit.aborted) scene.say(line, `sent after the no of line ${visit.aborted.seq}`)
          if (op.isVisit && (visit.takenOver || visit.yielded)) scene.say(line, 'sent after a hand took over')
        }, scene),
        lateNo(scene),
      ),
  },
  {
    name: 'S36',
    rule: 'mode of a commit within the ceiling of its SessionArmed and of the latest SessionDemoted',
    meaning: 'a public number does not open unasked',
    watch: (scene) => ({
      UnlockCommitted: (line, { visit }) => {
        if (!isVisitCommit(line)) return
        const mode = text(line, 'mode')
        for (const ceiling of visit.ceilings)
          if (rankOf(mode, Infinity) > rankOf(ceiling, -1))
            scene.say(line, `mode ${mode} above ceiling ${ceiling}`)
      },
    }),
  },
  {
    name: 'S37',
    rule: 'send in auto or pin: LivenessProved since the latest ProofStarted',
    meaning: 'the picture is alive, not a film',
    watch: atSend((_, { visit: { commit, live } }) => {
      const mode = commit === null ? null : text(commit, 'mode')
      return (mode === 'auto' || mode === 'pin') && !live ? `mode ${mode} without a proof of liveness` : null
    }),
  },
]
