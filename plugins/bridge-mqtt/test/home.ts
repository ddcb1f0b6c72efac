// A home as the hub shows it to a face, for tests of this room.
import type { FaceHome } from '@portico/protocol'
import { sampleDoor } from '@portico/testing'

export const home = (more: Partial<FaceHome> = {}): FaceHome => ({
  face: 'f1',
  home: 'Haus am See',
  rights: ['see', 'camera', 'lock', 'refuse'],
  doors: [sampleDoor()],
  visits: [],
  parcelsToday: 2,
  nextWindow: { from: 1_767_600_000_000, to: 1_767_607_200_000 },
  simulated: false,
  ...more,
})
