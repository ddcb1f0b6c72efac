// Doors and visits as the hub tells them, for tests of what the pages make of them.
import type { DoorView, SessionView } from '@portico/protocol'

/** All that a door may be. */
export const doorStates: readonly DoorView['state'][] = [
  'locked-proved',
  'locked-claimed',
  'unlocked',
  'open',
  'moving',
  'unknown',
  'jammed',
]

/** All that a visit goes through while it is open. */
export const visitPhases = [
  'armed',
  'authorising',
  'proving',
  'unlocking',
  'unlocked',
  'inside',
  'relocking',
  'unproved',
  'sealing',
] as const

export const doorView = (more: Partial<DoorView> = {}): DoorView => ({
  id: 'front',
  name: 'Front door',
  kind: 'house',
  state: 'locked-proved',
  bolt: { word: 'locked', ageMs: 4_000 },
  contact: { word: 'closed', ageMs: 5_000 },
  battery: 80,
  phase: 'idle',
  session: null,
  unfit: null,
  cameras: [
    {
      id: 'porch',
      view: 'outside',
      witness: false,
      talk: false,
      sound: 'live',
      proof: 'none',
      feed: 'live',
      ageMs: 100,
    },
    {
      id: 'hall',
      view: 'inside',
      witness: true,
      talk: false,
      sound: 'off',
      proof: 'signed',
      feed: 'live',
      ageMs: 100,
    },
  ],
  alarms: [],
  simulated: true,
  ...more,
})

export const sessionView = (more: Partial<SessionView> = {}): SessionView => ({
  id: 's_1',
  door: 'front',
  source: 'easypost',
  parcels: ['p_1'],
  state: 'open',
  phase: 'authorising',
  mode: 'owner',
  ceiling: 'owner',
  claim: 'household',
  channel: 'carrier-signed',
  window: { from: 0, to: 1, real: true },
  tries: 0,
  steps: [],
  refusals: [],
  fallback: null,
  ruling: null,
  confirmation: null,
  passes: [],
  alarms: [],
  ask: null,
  countdown: null,
  approvedBy: null,
  deniedBy: null,
  photo: null,
  film: [],
  outcome: null,
  created: 0,
  closed: null,
  simulated: true,
  ...more,
})
