// One event, the next state of what lies before a door.
import { DROPS_KEPT, type Drop, type DropEvent, type DropWatch, EXPECTED_MAX } from './drop-watch.ts'

const withDrop = (watch: DropWatch, id: string, change: (drop: Drop) => Drop): DropWatch => ({
  ...watch,
  drops: watch.drops.map((drop) => (drop.id === id ? change(drop) : drop)),
})

function evolveDrop(watch: DropWatch, event: Extract<DropEvent, { drop: string }>): DropWatch {
  const change = (how: (drop: Drop) => Drop): DropWatch => withDrop(watch, event.drop, how)
  switch (event.type) {
    case 'DropSeen': {
      const { drop: id, camera, confidence, at: seen, parcels, said } = event
      const rest = { photo: null, missed: null, ended: null, isTold: false } as const
      const drop: Drop = { id, state: 'seen', camera, seen, confidence, parcels, said, ...rest }
      return { ...watch, drops: [...watch.drops, drop].slice(-DROPS_KEPT) }
    }
    case 'DropPhotographed':
      return change((drop) => ({
        ...drop,
        state: drop.state === 'seen' ? 'photographed' : drop.state,
        photo: event.sha256,
      }))
    case 'DropNamed':
      return change((drop) => ({
        ...drop,
        parcels: [...drop.parcels, event.parcel],
        said: drop.said ?? event.at,
      }))
    case 'DropMissed':
      return change((drop) => ({ ...drop, missed: event.at }))
    case 'DropClaimed':
      return change((drop) => ({ ...drop, state: 'claimed', ended: { at: event.at, by: event.by } }))
    case 'DropTaken':
      return change((drop) => ({ ...drop, state: 'taken', ended: { at: event.at, by: 'nobody' } }))
    case 'DropStillOutside':
      return change((drop) => ({ ...drop, isTold: true }))
  }
}

export function evolveDrops(watch: DropWatch, event: DropEvent): DropWatch {
  switch (event.type) {
    case 'DropExpected':
      return { ...watch, expected: [...watch.expected, event.parcel] }
    case 'DropSettled':
      return { ...watch, expected: watch.expected.filter((parcel) => parcel !== event.parcel) }
    case 'DropSaid': {
      const expected = watch.expected.filter((parcel) => parcel !== event.parcel)
      const said = watch.said.filter(({ parcel }) => parcel !== event.parcel)
      return {
        ...watch,
        expected,
        said: [...said, { parcel: event.parcel, at: event.at }].slice(-EXPECTED_MAX),
      }
    }
    case 'DropEyeOpened':
      return { ...watch, eyes: { ...watch.eyes, [event.camera]: event.at } }
    case 'DropEyeShut': {
      const { [event.camera]: _, ...eyes } = watch.eyes
      return { ...watch, eyes }
    }
    case 'DropDoorUsed':
      return { ...watch, doorUsed: event.at }
    default:
      return evolveDrop(watch, event)
  }
}
