// Tells the camera engine when bolt and contact agree that a leaf is shut: only then may a camera learn how that looks.
import type { DoorState } from '@portico/core'
import type { MediaProcess } from '@portico/media'
import type { HomeRuntime } from '@portico/runtime'
import type { ViewBook } from '../areas/view-book.ts'
import type { CheckedSettings } from '../config/checked-settings.ts'

export interface LeafFollowing {
  readonly settings: LeafTellerParts['settings']
  readonly areas: Pick<ViewBook, 'setup'>
  readonly runtime: HomeRuntime
  readonly media: Pick<MediaProcess, 'tellShut'>
}

/** From now on, whatever happens at a door; `look` when a leaf was drawn. */
export function followLeaves({
  settings,
  areas,
  runtime,
  media,
}: LeafFollowing): Disposable & Pick<LeafTeller, 'look'> {
  const leaves = new LeafTeller({
    settings,
    hasLeaf: (camera) => areas.setup(camera).leaf !== null,
    stateOf: (door) => runtime.door(door),
    tell: (camera, shut) => media.tellShut(camera, shut),
  })
  leaves.look()
  const following = runtime.follow(() => leaves.look())
  return { look: () => leaves.look(), [Symbol.dispose]: () => following[Symbol.dispose]() }
}

export interface LeafTellerParts {
  readonly settings: Pick<CheckedSettings, 'doors'>
  /** Its leaf is drawn in the view of this camera. */
  readonly hasLeaf: (camera: string) => boolean
  readonly stateOf: (door: CheckedSettings['doors'][number]['id']) => DoorState | null
  readonly tell: (camera: string, shut: boolean) => void
}

export class LeafTeller {
  readonly #parts: LeafTellerParts
  readonly #told = new Map<string, boolean>()

  constructor(parts: LeafTellerParts) {
    this.#parts = parts
  }

  /** To be called whenever something changed at a door. */
  look(): void {
    const { settings, hasLeaf, stateOf, tell } = this.#parts
    for (const { id, cameras } of settings.doors) {
      const gate = stateOf(id)?.gate
      const shut = gate?.bolt.word === 'locked' && gate.contact.word === 'closed'
      for (const camera of cameras) {
        if (!hasLeaf(camera.id) || this.#told.get(camera.id) === shut) continue
        this.#told.set(camera.id, shut)
        tell(camera.id, shut)
      }
    }
  }
}
