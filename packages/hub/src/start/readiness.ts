// Whether the home is served: every door answered and every witness camera gave a picture. Once so, later losses are
// told as what they are, and the hub goes on.
import type { DoorState } from '@portico/core'
import type { FeedReport } from '@portico/ports'
import type { CheckedDoor } from '../config/checked-settings.ts'
import type { Readiness } from '../hub.ts'

export interface ReadinessParts {
  readonly doors: readonly CheckedDoor[]
  readonly stateOf: (door: CheckedDoor) => DoorState | null
  readonly feedOf: (camera: string) => FeedReport | null
  /** Names of plugins that do not serve now. */
  readonly lostPlugins: () => readonly string[]
  /** Called once. */
  readonly onReady: () => void
}

export class ReadinessWatch {
  readonly #parts: ReadinessParts
  #ready = false

  constructor(parts: ReadinessParts) {
    this.#parts = parts
  }

  /** To be called whenever something changed. */
  look(): void {
    if (this.#ready || this.#reasons().length > 0) return
    this.#ready = true
    this.#parts.onReady()
  }

  get now(): Readiness {
    if (this.#ready) return { ready: true, reasons: [], degraded: this.#degraded() }
    return { ready: false, reasons: this.#reasons(), degraded: [] }
  }

  #reasons(): readonly string[] {
    const { doors, stateOf, feedOf } = this.#parts
    return doors.flatMap((door) => {
      const gate = stateOf(door)?.gate
      if (!gate) return [`door ${door.id} is not open`]
      return [
        ...(door.lock !== null && gate.bolt.seen === null ? [`lock ${door.lock} has not answered`] : []),
        ...(door.contact !== null && gate.contact.seen === null
          ? [`contact ${door.contact} has not answered`]
          : []),
        ...awaited(door).flatMap((camera) =>
          (feedOf(camera)?.captured ?? null) === null ? [`camera ${camera} has given no picture`] : [],
        ),
      ]
    })
  }

  #degraded(): readonly string[] {
    const { doors, stateOf, feedOf, lostPlugins } = this.#parts
    const gates = doors.flatMap((door) => stateOf(door)?.gate ?? [])
    return [
      ...lostPlugins().map((name) => `plugin ${name} does not serve`),
      ...doors.flatMap((door) => {
        const gate = stateOf(door)?.gate
        return [
          ...(door.lock !== null && gate?.bolt.seen === null ? [`lock ${door.lock} is unknown`] : []),
          ...(door.contact !== null && gate?.contact.seen === null
            ? [`contact ${door.contact} is unknown`]
            : []),
          ...door.cameras
            .filter(({ id }) => !isServed(feedOf(id)))
            .map(({ id }) => `camera ${id} is ${feedOf(id)?.state ?? 'unknown'}`),
        ]
      }),
      ...(gates.some(({ storageOk }) => !storageOk) ? ['film cannot be written'] : []),
      ...(gates.some(({ clockOk }) => !clockOk) ? ['the clock is not trusted'] : []),
    ]
  }
}

/** Single pictures are all that such a camera has. */
const isServed = (feed: FeedReport | null): boolean => feed?.state === 'live' || feed?.state === 'stills'

/** The cameras without which a door is not served: the one that sees the leaf; of a porch, which has nothing else, all. */
const awaited = ({ cameras, kind }: CheckedDoor): readonly string[] =>
  cameras.filter(({ witness }) => witness || kind === 'porch').map(({ id }) => id)
