// The outer bound over everything, and the watcher at the door that does not die with the hub.
import { type Line, isTruth, number, text, texts } from '../line.ts'
import type { Rule } from '../rule.ts'

const INSECURE_MAX = 288_000
const SILENT_MAX = 15_000
/** Radio and clock of the edge. */
const SLACK = 500
/** A write may take so long (F38), and a crash takes with it what it held: the hub was not silent before. */
const LOST_MAX = 8_000
/** The edge hands in its log within this, once both are there again. */
const HANDED_IN_WITHIN = 60_000

interface Silence {
  readonly line: Line
  readonly from: number
}

export const edgeRules: readonly Rule[] = [
  {
    name: 'L8',
    rule: 'commit → within 288 s alarm (hub or edge), secure or take-over; the time in which the hub is dead counts',
    meaning: 'the outer bound',
    watch: (scene) => {
      const bounds = scene.bounds({ dead: true, grace: HANDED_IN_WITHIN })
      const meet = (line: Line): void => bounds.meet(line.door ?? '', { line, mono: line.mono })
      return {
        UnlockCommitted: (line) =>
          bounds.open(line.door ?? '', { line, ms: INSECURE_MAX, what: 'insecure and nobody told' }),
        AlarmRaised: meet,
        // One of a kind stands: it sounds again, and leaves nobody in peace.
        EffectIssued: (line) => {
          if (text(line, 'effect') === 'RaiseAlarm' && texts(line, 'quiet').length === 0) meet(line)
        },
        DoorSecured: meet,
        OwnerTookOver: meet,
        HandOpenEnded: meet,
        EdgeAlarm: (line) =>
          bounds.meet(line.door ?? '', { line, mono: Math.min(number(line, 'at') ?? line.mono, line.mono) }),
      }
    },
  },
  {
    name: 'L9',
    rule: 'hot and the hub silent for more than 15 s: EdgeAlarm within 15 s of the silence (edge log), where the edge was up',
    meaning: 'someone else watches us',
    watch: (scene) => {
      const owed = scene.bounds()
      const silences = new Map<string, Silence>()
      const newest = new Map<string, Line>()
      const calls = new Map<string, number>()
      /** The first crash since the newest line. */
      const crashes = new Map<string, number>()
      /** The hub speaks to the edge when it has heard of it, and at no other time. */
      const spoken = new Map<string, number>()
      let isUp = false
      const called = ({ door }: Line, at: number): void => {
        const silence = silences.get(door ?? '')
        calls.set(door ?? '', at)
        if (silence && at <= silence.from + SILENT_MAX + SLACK) owed.meet(door ?? '')
      }
      return {
        World: (line) => {
          // What the edge truly wrote into its own log, whether or not it was handed in.
          if (text(line, 'what') === 'edge alarm') called(line, line.mono)
          if (text(line, 'what') === 'crash')
            for (const key of newest.keys()) if (!crashes.has(key)) crashes.set(key, line.mono)
          if (text(line, 'what') !== 'edge') return
          isUp = line.data['up'] === true
          if (!isUp) owed.meetAll(() => true)
          // An edge that comes back has watched nothing of what was before.
          newest.clear()
        },
        EdgeAlarm: (line) => called(line, number(line, 'at') ?? Infinity),
        '*': (line, { visit }) => {
          const key = line.door ?? ''
          if (line.door === null || isTruth(line) || line.writer === 'edge') return
          const last = newest.get(key)
          newest.set(key, line)
          const crash = crashes.get(key)
          crashes.delete(key)
          if (line.type === 'HubRestarted') spoken.delete(key)
          if (line.type === 'EdgeAlive') spoken.set(key, line.mono)
          if (!isUp || !visit.hot || !last || last.boot !== line.boot) return
          const from = crash !== undefined && crash - last.mono <= LOST_MAX ? crash : last.mono
          if (line.mono - from <= SILENT_MAX + SLACK) return
          silences.set(key, { line, from })
          // The edge called in the midst of the silence, and its log is known already.
          // So does a call from before, when the edge has not heard from the hub since: it calls once for one silence.
          const heard = last.type === 'EdgeAlive' ? last.mono : (spoken.get(key) ?? -Infinity)
          const call = calls.get(key)
          if (call !== undefined && call >= Math.min(last.mono - SLACK, heard)) return
          const what = `silent for ${Math.round(line.mono - from)} ms, and the edge did not call`
          owed.open(key, { line, ms: HANDED_IN_WITHIN, what })
        },
      }
    },
  },
]
