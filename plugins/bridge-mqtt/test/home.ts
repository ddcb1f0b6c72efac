// A home as the hub shows it to a face, for tests of this room.
import type { FaceHome } from '@portico/protocol'
import type { Door, Visit } from '../src/told/words.ts'

export const door = (more: Partial<Door> = {}): Door => ({
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

export const visit = (more: Partial<Visit> = {}): Visit => ({
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

export const home = (more: Partial<FaceHome> = {}): FaceHome => ({
  face: 'f1',
  home: 'Haus am See',
  rights: ['see', 'camera', 'lock', 'refuse'],
  doors: [door()],
  visits: [],
  parcelsToday: 2,
  nextWindow: { from: 1_767_600_000_000, to: 1_767_607_200_000 },
  simulated: false,
  ...more,
})
