// A home as a face is shown it: one door, locked and proved, nobody there, unless a test says otherwise.
import type { DoorView, FaceHome } from '@portico/protocol'

type Visit = FaceHome['visits'][number]

export const sampleDoor = (more: Partial<DoorView> = {}): DoorView => ({
  id: 'front',
  name: 'Front door',
  kind: 'house',
  state: 'locked-proved',
  bolt: { word: 'locked', ageMs: 10 },
  contact: { word: 'closed', ageMs: 10 },
  battery: 80,
  phase: 'idle',
  session: null,
  unfit: null,
  cameras: [],
  alarms: [],
  simulated: true,
  ...more,
})

/** Somebody is asked whether the courier may come in. */
export const sampleVisit = (more: Partial<Visit> = {}): Visit => ({
  id: 's1',
  door: 'front',
  phase: 'authorising',
  steps: [],
  countdown: null,
  outcome: null,
  closed: null,
  ask: { try: 1, untilMs: 60_000, camera: 'porch' },
  ...more,
})
