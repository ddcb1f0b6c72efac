// How soon each step of a visit must lead to the next.
import type { Door } from '../facts/door.ts'
import { opens } from '../facts/ops.ts'
import { type Line, text, texts } from '../line.ts'
import type { Look, Rule, Scene, Watch } from '../rule.ts'

interface Within {
  readonly scene: Scene
  readonly from: string
  readonly ms: number
  /** Types that meet it. */
  readonly to: readonly string[]
  readonly what: string
  /** Whether the bound begins at all. */
  readonly when?: (line: Line, door: Door) => boolean
}

/** From one type of line to any of others at the same door. */
function within({ scene, from, ms, to, what, when = () => true }: Within): Watch {
  const bounds = scene.bounds()
  const meet: Look = ({ door }) => bounds.meet(door ?? '')
  const watch: Record<string, Look> = Object.fromEntries(to.map((type) => [type, meet]))
  // An alarm that sounds again for everybody stands again.
  if (to.includes('AlarmRaised'))
    watch['EffectIssued'] = (line, door) => {
      if (text(line, 'effect') === 'RaiseAlarm' && texts(line, 'quiet').length === 0) meet(line, door)
    }
  watch[from] = (line, door) => {
    if (when(line, door)) bounds.open(line.door ?? '', { line, ms, what })
  }
  return watch
}

const calm = (_: Line, { alarms }: Door): boolean => !alarms.standing

/** Sending an unlock and a PIN take differently long to show. */
const MOVES_WITHIN = 10_000
const PIN_USED_WITHIN = 33_000
const LAG_MAX = 2000
/** A late command is excused by the stall that held it up. */
const STALLS_KEPT = 64

const restarts = ['HubRestarted'] as const
const secured = ['DoorSecured', 'AlarmRaised', 'OwnerTookOver'] as const

export const boundRules: readonly Rule[] = [
  {
    name: 'L1',
    rule: 'RelockStarted → within 20 s DoorSecured, DoorReopened, take-over or a standing alarm',
    meaning: 'no unclear door',
    watch: (scene) =>
      within({
        scene,
        from: 'RelockStarted',
        ms: 20_000,
        to: [...secured, ...restarts, 'DoorReopened', 'DoorOpened', 'SessionClosed', 'HandOpenEnded'],
        what: 'neither secured nor alarmed',
        when: calm,
      }),
  },
  {
    name: 'L2',
    rule: 'HubRestarted → within 45 s secure or alarm',
    meaning: 'reborn, then sure',
    watch: (scene) =>
      within({ scene, from: 'HubRestarted', ms: 45_000, to: secured, what: 'unsure', when: calm }),
  },
  {
    name: 'L4',
    rule: 'commit → within 10 s sent or void',
    meaning: 'no hanging key',
    watch: (scene) => {
      const bounds = scene.bounds()
      const meet = (line: Line): void => bounds.meet(text(line, 'op') ?? '')
      return {
        UnlockCommitted: (line) =>
          bounds.open(text(line, 'op') ?? '', { line, ms: 10_000, what: 'neither sent nor void' }),
        EffectSent: meet,
        UnlockVoided: meet,
        UnlockUnknown: meet,
      }
    },
  },
  {
    name: 'L5',
    rule: 'sent → within 10 s unlocked, opened or relock (a PIN: 33 s)',
    meaning: 'an unlock shows, or is taken back',
    watch: (scene) => {
      const bounds = scene.bounds()
      const meet: Look = ({ door }) => bounds.meet(door ?? '')
      return {
        EffectSent: (line) => {
          const effect = text(line, 'effect')
          if (!opens(effect) || !scene.op(text(line, 'op') ?? '').isVisit) return
          const ms = effect === 'GrantPin' ? PIN_USED_WITHIN : MOVES_WITHIN
          bounds.open(line.door ?? '', { line, ms, what: 'nothing moved and nothing was taken back' })
        },
        DoorUnlocked: meet,
        DoorOpened: meet,
        RelockStarted: meet,
        ActuationYielded: meet,
        OwnerTookOver: meet,
        SessionClosed: meet,
        HubRestarted: meet,
      }
    },
  },
  {
    name: 'L6',
    rule: 'unlocked → within 33 s opened or relock',
    meaning: 'no bolt stays open for nobody',
    watch: (scene) =>
      within({
        scene,
        from: 'DoorUnlocked',
        ms: 33_000,
        to: ['DoorOpened', 'RelockStarted', 'OwnerTookOver', 'SessionClosed', ...restarts],
        what: 'unlocked, unopened, unlocked still',
      }),
  },
  {
    name: 'L7',
    rule: 'opened → within 153 s closed, alarm or take-over',
    meaning: 'no door stands open unnoticed',
    watch: (scene) =>
      within({
        scene,
        from: 'DoorOpened',
        ms: 153_000,
        to: ['DoorClosed', 'AlarmRaised', 'OwnerTookOver', 'RelockStarted', 'SessionClosed'],
        what: 'open and no alarm',
        when: calm,
      }),
  },
  {
    name: 'L12',
    rule: 'secured → closed within 66 s, unless relock',
    meaning: 'a secure visit comes to its end',
    watch: (scene) =>
      within({
        scene,
        from: 'SealStarted',
        ms: 66_000,
        to: ['SessionClosed', 'RelockStarted', 'HubRestarted'],
        what: 'sealing without end',
        when: (_, { visit }) => !visit.pinOut,
      }),
  },
  {
    name: 'L12',
    rule: 'restarted while sealing → closed or alarm within 66 s, unless relock',
    meaning: 'instants of another boot cannot be compared: the time to seal begins anew, once for each life',
    watch: (scene) =>
      within({
        scene,
        from: 'HubRestarted',
        ms: 66_000,
        to: ['SessionClosed', 'RelockStarted', 'AlarmRaised'],
        what: 'sealing without end since the restart',
        when: (_, { visit }) => visit.phase === 'sealing',
      }),
  },
  {
    name: 'L12',
    rule: 'secured while a PIN may still open → closed or alarm within 66 s, unless relock',
    meaning: 'a visit waits for its PIN to be gone, and somebody knows',
    watch: (scene) =>
      within({
        scene,
        from: 'SealStarted',
        ms: 66_000,
        to: ['SessionClosed', 'RelockStarted', 'AlarmRaised', 'HubRestarted'],
        what: 'a PIN may still open, and nobody was told',
        when: (_, { visit }) => visit.pinOut,
      }),
  },
  {
    name: 'L14',
    rule: 'ProofStarted → within 15 s commit or refusal',
    meaning: 'the courier is not kept',
    watch: (scene) =>
      within({
        scene,
        from: 'ProofStarted',
        ms: 15_000,
        to: ['UnlockCommitted', 'EntryRefused', 'SessionClosed'],
        what: 'neither in nor refused',
      }),
  },
  {
    name: 'L15',
    rule: 'ApprovalAsked → within 62 s answer or refusal',
    meaning: 'nobody waits for an owner for ever',
    watch: (scene) =>
      within({
        scene,
        from: 'ApprovalAsked',
        ms: 62_000,
        to: ['EntryApproved', 'ProofStarted', 'EntryRefused', 'SessionClosed'],
        what: 'asked and never answered',
      }),
  },
  {
    name: 'L16',
    rule: 'abort in unlocking or unlocked → lock or void within 2 s (relock where the bolt may not be thrown)',
    meaning: 'stop means stop',
    watch: (scene) => {
      const bounds = scene.bounds()
      const abort: Look = (line, { visit: { phase } }) => {
        const what = 'aborted, and nothing was taken back'
        if (phase === 'unlocking' || phase === 'unlocked')
          bounds.open(line.door ?? '', { line, ms: 2000, what })
      }
      const meet: Look = ({ door }) => bounds.meet(door ?? '')
      return {
        AbortNoted: abort,
        DenyNoted: abort,
        LockIssued: meet,
        UnlockVoided: meet,
        HubRestarted: meet,
        RelockStarted: (line, { net, visit, witness }) => {
          const mayLock = witness.contact === 'closed' && !net.fire && !visit.yielded && !visit.takenOver
          if (!mayLock) bounds.meet(line.door ?? '')
        },
      }
    },
  },
  {
    name: 'L19',
    rule: 'lag at most 2 s, and what a recorded stall adds',
    meaning: 'no backlog',
    watch: (scene) => {
      const stalls: Line[] = []
      return {
        HubStalled: (line) => {
          stalls.push(line)
          if (stalls.length > STALLS_KEPT) stalls.shift()
        },
        '*': (line) => {
          if (line.lag <= LAG_MAX || line.writer === 'edge') return
          const since = line.mono - line.lag
          const stalled = stalls
            .filter(({ boot, mono }) => boot === line.boot && mono >= since)
            .reduce((sum, { data }) => sum + (typeof data['ms'] === 'number' ? data['ms'] : 0), 0)
          if (line.lag > LAG_MAX + stalled) scene.say(line, `${line.cause} waited ${line.lag} ms`)
        },
      }
    },
  },
]
