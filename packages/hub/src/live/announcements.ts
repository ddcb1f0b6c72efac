// Calls of the house to its screens: alarms, photos, the bell. Nothing is kept: whoever is not there reads the journal.
import type { DoorId } from '@portico/core'
import type { Announcer, Clock } from '@portico/ports'
import type { Announcement, Announcements } from './announcement.ts'
import { CourierPins } from './courier-pins.ts'

export interface House {
  /** For the runtime. */
  readonly announcer: Announcer
  /** For the faces. */
  readonly announcements: Announcements
  /** What couriers are shown just now. */
  readonly pins: CourierPins
  /** The bell of a door was pressed. */
  ring(door: DoorId): void
}

export function createAnnouncements(clock: Clock): House {
  const followers = new Set<(announcement: Announcement) => void>()
  const tell = (announcement: Announcement): void => {
    for (const follower of followers) follower(announcement)
  }
  const pins = new CourierPins(clock)
  const ring = (door: DoorId): void => tell({ type: 'ring', door, at: clock.mono() })
  return {
    ring,
    pins,
    announcer: {
      alarm: (call) => tell({ type: 'alarm', ...call }),
      photo: (photo) => tell({ type: 'photo', ...photo }),
      // Screens learn these from the events they stand for, and the courier's page from the visit itself.
      notice() {},
      courier: (message) => {
        if ('pin' in message) pins.keep(message.session, message)
      },
      fallback() {},
    },
    announcements: {
      ring,
      answered: (answered) => tell({ type: 'answered', ...answered }),
      follow(follower) {
        followers.add(follower)
        return { [Symbol.dispose]: () => void followers.delete(follower) }
      },
    },
  }
}
