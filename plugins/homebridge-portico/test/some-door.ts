// A door as the hub shows it: locked and proved unless a test says otherwise.
import type { DoorView } from '@portico/protocol'

export function door(differs: Partial<DoorView> = {}): DoorView {
  return {
    id: 'front',
    name: 'Front door',
    kind: 'house',
    state: 'locked-proved',
    bolt: { word: 'locked', ageMs: 0 },
    contact: { word: 'closed', ageMs: 0 },
    battery: 80,
    phase: 'idle',
    session: null,
    unfit: null,
    cameras: [],
    alarms: [],
    simulated: true,
    ...differs,
  }
}
