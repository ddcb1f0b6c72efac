// What a whole run must come to: calm after its faults, and a delivery where nothing was broken.
import { type Line, text } from '../line.ts'
import type { Rule } from '../rule.ts'

const CALM_WITHIN = 300_000
const calmPhases: ReadonlySet<string> = new Set(['idle', 'armed', 'authorising', 'proving'])

export const runRules: readonly Rule[] = [
  {
    name: 'L17',
    rule: 'faults healed → within 300 s idle, or waiting for a person under an alarm',
    meaning: 'no livelock',
    watch: (scene) => {
      let healed: Line | null = null
      let excused = 0
      return {
        World: (line) => {
          if (text(line, 'what') === 'healed') {
            healed = line
            excused = 0
          }
        },
        HubStalled: (line) => void (excused += typeof line.data['ms'] === 'number' ? line.data['ms'] : 0),
        '*': (line, { visit, alarms }) => {
          if (!healed || line.door !== healed.door || line.boot !== healed.boot) return
          if (line.mono - healed.mono <= CALM_WITHIN + excused) return
          healed = null
          if (!calmPhases.has(visit.phase) && alarms.all.size === 0)
            scene.say(line, `still ${visit.phase}, and no alarm stands`)
        },
        End: (line, { tail, alarms }) => {
          if (tail && alarms.all.size === 0)
            scene.say(line, 'the watch after a visit neither ended nor called')
        },
      }
    },
  },
  {
    name: 'L18',
    rule: 'no faults, or only a slow lock: every visit delivered, no alarm, nothing void',
    meaning: 'safe is not enough',
    watch: (scene) => {
      if (!scene.faultless) return {}
      let delivered = 0
      return {
        AlarmRaised: (line) => scene.say(line, `alarm ${text(line, 'kind')}`),
        UnlockVoided: (line) => scene.say(line, `void: ${text(line, 'code')}`),
        EntryRefused: (line) => scene.say(line, `refused: ${text(line, 'code')}`),
        SessionClosed: (line) => {
          if (text(line, 'outcome') === 'delivered') delivered += 1
          else scene.say(line, `closed ${text(line, 'outcome')}`)
        },
        end: (line) => {
          if (delivered === 0) scene.say(line, 'nothing was delivered')
        },
      }
    },
  },
]
