// What must hold between doors and devices: every name leads to a device of the right kind, and nothing serves twice.
import { didYouMean } from './nearest-name.ts'
import { type Draft, type DraftDoor, doorRoles } from './settings-draft.ts'
import type { SchemaFault } from './schema-faults.ts'

/** Two doors with one of these would take one door's word for the other's. */
const exclusive: ReadonlySet<string> = new Set(['lock', 'contact', 'edge'])

/** Rungs of the ladder that are doors themselves. */
const needsDoor: ReadonlySet<string> = new Set(['box', 'garage'])

const missingRung = (rung: string): string =>
  `no door is "kind: ${rung}": this rung is passed over until there is one`

interface Use {
  readonly path: readonly (string | number)[]
  readonly role: string
  readonly device: string
  readonly door: number
}

function usesOf(doors: readonly DraftDoor[]): readonly Use[] {
  return doors.flatMap(({ devices, cameras }, door) => [
    ...doorRoles.flatMap((role) => {
      const device = devices[role]
      return device === undefined ? [] : [{ path: ['doors', door, role], role, device, door }]
    }),
    ...cameras.flatMap(({ id }, at) =>
      id === null ? [] : [{ path: ['doors', door, 'cameras', at, 'id'], role: 'camera', device: id, door }],
    ),
  ])
}

export function doorFaults({ doors, devices }: Draft): readonly SchemaFault[] {
  const uses = usesOf(doors)
  return [
    ...doors.flatMap((door, at) => twiceNamed(doors, door, at)),
    ...uses.flatMap((use) => {
      const device = devices.find(({ id }) => id === use.device)
      if (device) return wrongKind(use, device.kind)
      const fitting = devices.filter(({ kind }) => kind === use.role).map(({ id }) => id)
      return [{ path: use.path, message: `no device "${use.device}"${didYouMean(use.device, fitting)}` }]
    }),
    ...uses.flatMap((use, at) => usedTwice(uses.slice(0, at), use, doors)),
    ...doors.flatMap((door, at) => (door.kind === 'porch' ? porchFaults(door, at) : gateFaults(door, at))),
    ...viewFaults(doors),
    ...kindFaults(doors),
  ]
}

/** Deliveries are announced for the first door: one that leads nowhere lets nobody in. */
function kindFaults([first, ...others]: readonly DraftDoor[]): SchemaFault[] {
  const later = others.findIndex(({ kind }) => kind === null || kind === 'house')
  if (first?.kind === 'porch' && later >= 0) {
    const message =
      'the first door takes deliveries, and a porch lets nobody in: put the door of the house before it'
    return [{ path: ['doors', 0, 'kind'], message }]
  }
  if (!first || first.kind === null || !needsDoor.has(first.kind)) return []
  const message = `the first door takes deliveries and is a ${first.kind}: put a door of the house before it`
  return [{ path: ['doors', 0, 'kind'], message }]
}

const nameOf = (doors: readonly DraftDoor[], at: number): string => doors[at]?.id ?? `doors[${at}]`

function twiceNamed(doors: readonly DraftDoor[], { id }: DraftDoor, at: number): SchemaFault[] {
  const first = doors.findIndex((door) => door.id === id)
  if (id === null || first === at) return []
  return [{ path: ['doors', at, 'id'], message: `two doors are called "${id}": give each a name of its own` }]
}

function wrongKind({ path, role, device }: Use, kind: string | null): SchemaFault[] {
  if (kind === null || kind === role) return []
  return [{ path, message: `"${device}" is a ${kind}: name a ${role} here` }]
}

function usedTwice(before: readonly Use[], use: Use, doors: readonly DraftDoor[]): SchemaFault[] {
  const { path, role, device, door } = use
  const first = before.find((each) => each.device === device && each.role === role)
  if (!first) return []
  if (first.door === door) return [{ path, message: `"${device}" stands here twice: remove one` }]
  if (!exclusive.has(role)) return []
  const other = nameOf(doors, first.door)
  return [{ path, message: `"${device}" already is the ${role} of door "${other}": each door needs its own` }]
}

const roleWords = { lock: 'a lock', contact: 'a contact' } as const

/** Whoever forgets the lock has no porch: that has to be said. */
function gateFaults(door: DraftDoor, at: number): SchemaFault[] {
  const missing = (['lock', 'contact'] as const).filter((role) => door.named[role] === undefined)
  return [
    ...missing.map((role) => ({
      path: ['doors', at, role],
      message: `is missing: name ${roleWords[role]}, or say "kind: porch" where there is only a camera or a bell`,
    })),
    ...cameraFaults(door, at),
  ]
}

/** Nothing of a door is there, and nothing of it is pretended. */
function porchFaults({ named, cameras }: DraftDoor, at: number): SchemaFault[] {
  const path = ['doors', at]
  const surplus = (['lock', 'contact', 'edge'] as const).filter((role) => named[role] !== undefined)
  return [
    ...surplus.map((role) => ({
      path: [...path, role],
      message: `a porch has none: remove it, or say "kind: house" where couriers are to be let in`,
    })),
    ...cameras.flatMap(({ view, witness }, camera): SchemaFault[] => {
      const place = [...path, 'cameras', camera]
      if (view === 'inside')
        return [
          {
            path: [...place, 'view'],
            message:
              'a porch has no visits, and a camera inside shows nothing without one: say "view: outside"',
          },
        ]
      return witness
        ? [{ path: [...place, 'witness'], message: 'a porch has no leaf to see: remove it' }]
        : []
    }),
  ]
}

function cameraFaults({ cameras }: DraftDoor, at: number): SchemaFault[] {
  const path = ['doors', at, 'cameras']
  const witnesses = cameras.filter(({ witness }) => witness).length
  if (witnesses === 1) return []
  const message =
    witnesses === 0
      ? 'no witness: add "witness: true" to the camera that sees the leaf of the door'
      : `${witnesses} witnesses: leave "witness: true" at the one camera that sees the leaf of the door`
  return [{ path, message }]
}

/** One camera cannot look inside at one door and outside at another: what it may show hangs on it. */
function viewFaults(doors: readonly DraftDoor[]): SchemaFault[] {
  const seen = new Map<string, string>()
  return doors.flatMap(({ cameras }, door) =>
    cameras.flatMap(({ id, view }, at) => {
      if (id === null || view === null) return []
      const before = seen.get(id)
      seen.set(id, before ?? view)
      if (before === undefined || before === view) return []
      const path = ['doors', door, 'cameras', at, 'view']
      return [{ path, message: `camera "${id}" looks ${before} at another door: it has one view` }]
    }),
  )
}

/** Not wrong, but hardly meant. */
export function doorWarnings({ doors, devices }: Draft): readonly SchemaFault[] {
  const used = new Set(usesOf(doors).map(({ device }) => device))
  return [
    ...devices
      .filter(({ id }) => !used.has(id))
      .map(({ id }) => ({ path: ['devices', id], message: 'no door uses this device' })),
    ...doors.flatMap((door, at) =>
      door.devices.edge === undefined && door.kind !== 'porch'
        ? [{ path: ['doors', at], message: 'without an edge nobody can be let in here' }]
        : [],
    ),
    ...doors.flatMap(({ fallback }, door) =>
      (fallback ?? []).flatMap((rung, at) =>
        needsDoor.has(rung) && !doors.some(({ kind }) => kind === rung)
          ? [{ path: ['doors', door, 'fallback', at], message: missingRung(rung) }]
          : [],
      ),
    ),
  ]
}
