// All places of a home at which cameras look for parcels, and its boxes: what was seen there, and by which eyes.
import {
  type DoorId,
  type DropEvent,
  type DropWatch,
  type JournalLine,
  type Parcel,
  type ParcelId,
  type WallTime,
  wallTime,
} from '@portico/core'
import type { DoorSetup } from './door-host.ts'
import { DropDesk, type DropDeskParts } from './drop-desk.ts'
import { tellDrops } from './drop-lines.ts'

export interface DropLook {
  readonly door: DoorId
  readonly drop: DropWatch['drops'][number]
}

export interface PorchesParts extends Omit<DropDeskParts, 'door' | 'onEvents' | 'days'> {
  readonly doors: readonly Pick<DoorSetup, 'id' | 'kind' | 'cameras'>[]
  /** Whether a camera looks for parcels: a person may draw where at any time. */
  readonly looks: (camera: string) => boolean
  /** A courier is being let in there, or is inside. */
  readonly isVisited: (door: DoorId) => boolean
  /** Days for which pictures of a visit are kept; null: nobody says. */
  readonly filmDays: number | null
  /** What happened, of which parcels; durable by now. */
  readonly onSeen: (parcels: readonly ParcelId[], events: readonly DropEvent[]) => void
}

const PICTURE_DAYS = 14
/** Openings of boxes that are remembered. */
const BOXES_KEPT = 50

export class Porches implements Disposable {
  readonly #parts: PorchesParts
  readonly #desks: readonly DropDesk[]
  #boxes: readonly WallTime[] = []

  constructor(parts: PorchesParts) {
    const { doors, filmDays, onSeen } = parts
    this.#parts = parts
    this.#desks = doors.map(
      ({ id }) =>
        new DropDesk({
          ...parts,
          door: id,
          days: filmDays ?? PICTURE_DAYS,
          onEvents: (events, watch) =>
            onSeen(
              events.flatMap((event) => parcelsOf(event, watch)),
              events,
            ),
        }),
    )
  }

  /** When boxes were opened, the newest last. */
  get boxes(): readonly WallTime[] {
    return this.#boxes
  }
  get watches(): readonly { readonly watch: DropWatch; readonly cameras: readonly string[] }[] {
    return this.#desks
      .map(({ door, watch }) => ({ watch, cameras: this.#camerasOf(door) }))
      .filter(({ cameras }) => cameras.length > 0)
  }
  /** What lay before a door about the time of a parcel, the newest first. */
  dropsOf({ parts }: Pick<Parcel, 'parts'>): readonly DropLook[] {
    return this.#looks.filter(({ drop }) => drop.parcels.some((id) => parts.includes(id)))
  }
  /** Of these drops, with the door at which each was seen. */
  looksOf(drops: readonly string[]): readonly DropLook[] {
    return this.#looks.filter(({ drop }) => drops.includes(drop.id))
  }

  hear(line: JournalLine): void {
    const { isVisited, doors } = this.#parts
    for (const desk of this.#desks) tellDrops(desk, line, isVisited)
    if (line.type === 'Audit') this.#drawn(line)
    if (line.type !== 'ContactObserved' || line.data['contact'] !== 'open') return
    if (doors.some(({ id, kind }) => id === line.door && kind === 'box'))
      this.#boxes = [...this.#boxes, wallTime(line.wall)].slice(-BOXES_KEPT)
  }

  takeIn(parcels: readonly ParcelId[], at: WallTime): void {
    for (const desk of this.#desks) for (const parcel of parcels) desk.tell({ type: 'TakeIn', parcel, at })
  }

  /** A camera that looks for parcels sees, or does not any more. */
  eye(camera: string, sees: boolean): void {
    const at = this.#parts.clock.wall()
    for (const desk of this.#desks)
      if (
        this.#parts.doors.some(
          ({ id, cameras }) => id === desk.door && cameras.some((each) => each.id === camera),
        )
      )
        desk.tell({ type: 'Eye', camera, sees, at })
  }

  /** What a camera looks at has changed: it has not looked there before. */
  #drawn({ data }: JournalLine): void {
    const { what, camera } = data
    if (what !== 'areas-drawn' || typeof camera !== 'string') return
    if (!this.#desks.some(({ watch }) => watch.eyes[camera] !== undefined)) return
    this.eye(camera, false)
    this.eye(camera, true)
  }

  [Symbol.dispose](): void {
    for (const desk of this.#desks) desk[Symbol.dispose]()
  }

  get #looks(): readonly DropLook[] {
    return this.#desks
      .flatMap(({ door, watch }) => watch.drops.map((drop) => ({ door, drop })))
      .toSorted((a, b) => b.drop.seen - a.drop.seen)
  }
  #camerasOf(door: DoorId): readonly string[] {
    const { doors, looks } = this.#parts
    const cameras = doors.find(({ id }) => id === door)?.cameras ?? []
    return cameras.flatMap(({ id }) => (looks(id) ? id : []))
  }
}

function parcelsOf(event: DropEvent, { drops, expected, said }: DropWatch): readonly ParcelId[] {
  if ('parcels' in event) return event.parcels
  if ('parcel' in event) return [event.parcel]
  if ('drop' in event) return drops.find(({ id }) => id === event.drop)?.parcels ?? []
  // An eye that opened or shut: whether anybody looked is part of what is known of those that are due.
  return [...expected, ...said.map(({ parcel }) => parcel)]
}
