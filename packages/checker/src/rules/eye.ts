// The camera while a visit is hot.
import { Frames } from '../facts/frames.ts'
import { isVisitCommit } from '../facts/ops.ts'
import { type Line, number, text } from '../line.ts'
import type { Rule } from '../rule.ts'

const BLIND_MAX = 3500
/** Cameras are given 8 s to come back after a restart, and the hub one to tell. */
const BOOT_GRACE = 9000
const LOST = 'CAMERA_LOST_OPEN'

export const eyeRules: readonly Rule[] = [
  {
    name: 'L3',
    rule: 'hot: newest durable changing capture + 3.5 s → a new one, or the alarm of the camera stands or was acknowledged',
    meaning: 'blind is noticed',
    watch: (scene) => {
      const bounds = scene.bounds()
      const what = 'no picture and no alarm'
      const key = ({ door }: Line): string => door ?? ''
      const meet = (line: Line): void => bounds.meet(key(line))
      return {
        UnlockCommitted: (line, { visit }) => {
          if (!isVisitCommit(line)) return
          const start = Math.min(visit.frames.newestGood, line.mono)
          bounds.openFrom(key(line), { line, ms: BLIND_MAX, what, start })
        },
        FrameStored: (line, { visit, alarms }) => {
          const captured = number(line, 'captured')
          if (!visit.hot || captured === null || !Frames.isGood(line)) return
          if (alarms.has(LOST)) return bounds.meet(key(line))
          // What arrives late shows the past: it never shortens the time that is left, and opens nothing anew.
          const start = Math.min(captured, line.mono)
          const due = bounds.dueOf(key(line))
          if (start + BLIND_MAX > (due ?? line.mono))
            bounds.openFrom(key(line), { line, ms: BLIND_MAX, what, start })
        },
        RelockStarted: (line, { visit, alarms }) => {
          if (visit.phase === 'sealing' && !alarms.has(LOST))
            bounds.open(key(line), { line, ms: BOOT_GRACE, what })
        },
        HubRestarted: (line, { visit, alarms }) => {
          if (visit.hot && !alarms.has(LOST)) bounds.open(key(line), { line, ms: BOOT_GRACE, what })
        },
        AlarmRaised: (line) => {
          if (text(line, 'kind') === LOST) meet(line)
        },
        DoorSecured: meet,
        OwnerTookOver: meet,
        SessionClosed: meet,
      }
    },
  },
]
