// A house as a hub tells its displays of it, in whatever state a test wants to see on the wall.
import type { AlarmView, DoorView, WallView, WallVisit } from '@portico/protocol'

const cameras: DoorView['cameras'] = [
  {
    id: 'porch',
    view: 'outside',
    witness: false,
    proof: 'none',
    talk: true,
    sound: 'live',
    feed: 'live',
    ageMs: 100,
  },
  {
    id: 'hall',
    view: 'inside',
    witness: true,
    proof: 'signed',
    talk: true,
    sound: 'off',
    feed: 'live',
    ageMs: 100,
  },
]

export const door = (name: string, state: DoorView['state'], more: Partial<DoorView> = {}): DoorView => ({
  id: name,
  name,
  kind: 'house',
  state,
  bolt: { word: 'locked', ageMs: 4_000 },
  contact: { word: 'closed', ageMs: 2_000 },
  battery: 80,
  phase: 'idle',
  session: null,
  unfit: null,
  cameras,
  alarms: [],
  simulated: true,
  ...more,
})

export const open = (name: string, more: Partial<DoorView> = {}): DoorView =>
  door(name, 'open', {
    phase: 'inside',
    bolt: { word: 'unlocked', ageMs: 400 },
    contact: { word: 'open', ageMs: 400 },
    ...more,
  })

export const wall = (doors: readonly DoorView[], more: Partial<WallView> = {}): WallView => ({
  home: 'home',
  doors: [...doors],
  visits: [],
  nextWindow: { from: Date.now() + 600_000, to: Date.now() + 3_000_000 },
  simulated: true,
  ...more,
})

export const visit = (more: Partial<WallVisit> = {}): WallVisit => ({
  id: 's_1',
  door: 'Front door',
  phase: 'inside',
  steps: ['here', 'live', 'unlocked'].map((rung) => ({ rung, at: Date.now() - 5_000 })),
  countdown: { what: 'leave', leftMs: 46_000, wholeMs: 60_000 },
  outcome: null,
  closed: null,
  ...more,
})

export const alarm = (words: string, more: Partial<AlarmView> = {}): AlarmView => ({
  id: 'a_1',
  door: 'Front door',
  kind: 'CAMERA_LOST_OPEN',
  words,
  act: 'Go and look',
  standingMs: 9_000,
  acknowledged: false,
  ...more,
})
