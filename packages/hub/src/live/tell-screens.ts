// Calls of the house to every screen: alarms, the bell, and pictures as bytes, so that nobody has to fetch them first.
import type { ActorId, DoorId } from '@portico/core'
import type { AnsweredMessage, PictureHead, RingMessage, SaidMessage } from '@portico/protocol'
import { type Photo, type Still, codeOf } from '@portico/ports'
import type { Namespace } from 'socket.io'
import type { Announcement } from './announcement.ts'
import type { Hub } from '../hub.ts'
import { alarmMessage } from '../views/alarm-view.ts'
import { cameraToShow } from '../views/session-view.ts'
import type { PushedPicture } from './picture-slots.ts'
import type { Screen } from './screen.ts'

export interface Telling {
  readonly hub: Hub
  readonly live: Namespace
  readonly screens: ReadonlySet<Screen>
}

/** Everybody but displays beside a door and faces: they hear of nothing in the house. */
export const HOUSE_ROOM = 'house'

/** All screens of one person. */
export const roomOf = (person: ActorId): string => `person ${person}`

/** Faces that may see a door. */
export const faceRoom = (door: DoorId): string => `face ${door}`

/** Displays beside a door. */
export const doorRoom = (door: DoorId): string => `beside ${door}`

interface Occasion {
  readonly kind: PictureHead['kind']
  readonly door: DoorId
  readonly session: string | null
}

function pictureOf(
  hub: Hub,
  { camera, sha256, captured, jpeg }: Still | Photo,
  occasion: Occasion,
): PushedPicture {
  const age = (): number => Math.max(0, hub.clock.mono() - captured)
  const head = (): PictureHead => ({
    ...occasion,
    camera,
    sha256,
    ageMs: age(),
    wall: hub.clock.wall() - age(),
  })
  const { kind, door } = occasion
  return { kind, door, head, jpeg: Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength) }
}

/** Who rings is shown from outside, and may be let in by the very picture, by whom it was shown to. One still for all. */
async function showRinger({ hub, screens }: Telling, door: DoorId): Promise<void> {
  const cameras = hub.settings.doors.find(({ id }) => id === door)?.cameras ?? []
  const camera = cameraToShow(cameras)
  if (!camera || screens.size === 0) return
  try {
    const still = await hub.cameras.engine.still(camera.id)
    const picture = pictureOf(hub, still, { kind: 'ring', door, session: null })
    for (const screen of screens) {
      screen.push(picture)
      const to = screen.person
      if (to !== null) hub.runtime.shown.note({ to, door, sha256: still.sha256 }, still.captured)
    }
  } catch (error) {
    hub.log.warn({ doorId: door, camera: camera.id, code: codeOf(error) }, 'no picture of who rings')
  }
}

function tell(telling: Telling, announcement: Announcement): void {
  const { hub, live, screens } = telling
  switch (announcement.type) {
    case 'alarm':
      // Who has answered is left in peace on every screen of his own; displays are nobody's.
      live
        .to([HOUSE_ROOM, faceRoom(announcement.door)])
        .except(announcement.quiet.map(roomOf))
        .emit('alarm', alarmMessage(announcement))
      return
    case 'photo': {
      const { door, session, photo } = announcement
      const picture = pictureOf(hub, photo, { kind: 'photo', door, session })
      for (const screen of screens) screen.push(picture)
      return
    }
    case 'ring': {
      const { door } = announcement
      live
        .to([HOUSE_ROOM, faceRoom(door)])
        .emit('ring', { door, wall: hub.clock.wall() } satisfies RingMessage)
      void showRinger(telling, door)
      return
    }
    case 'answered': {
      const { door, by, words } = announcement
      live.to(HOUSE_ROOM).emit('answered', { door, by, words } satisfies AnsweredMessage)
      // Beside the door only what is said, never by whom.
      if (words !== null) live.to(doorRoom(door)).emit('said', { words } satisfies SaidMessage)
    }
  }
}

export const tellScreens = (telling: Telling): Disposable =>
  telling.hub.announcements.follow((announcement) => tell(telling, announcement))
