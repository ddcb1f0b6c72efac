// Tells the camera engine when bolt and contact agree that a leaf is shut: only then may a camera learn how that looks.
import type { DoorState } from '@portico/core'
import type { MediaProcess } from '@portico/media'
import type { HomeRuntime } from '@portico/runtime'
import type { CheckedSettings } from '../hub.ts'

export interface LeafFollowing {
  readonly settings: LeafTellerParts['settings']
  readonly runtime: HomeRuntime
  readonly media: Pick<MediaProcess, 'tellShut'>
}

/** From now on, whatever happens at a door. */
export function followLeaves({ settings, runtime, media }: LeafFollowing): Disposable {
  const leaves = new LeafTeller({
    settings,
    stateOf: (door) => runtime.door(door),
    tell: (camera, shut) => media.tellShut(camera, shut),
  })
  leaves.look()
  return runtime.follow(() => leaves.look())
}

export interface LeafTellerParts {
  readonly settings: Pick<CheckedSettings, 'doors' | 'views'>
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
    const { settings, stateOf, tell } = this.#parts
    for (const { id, cameras } of settings.doors) {
      const gate = stateOf(id)?.gate
      const shut = gate?.bolt.word === 'locked' && gate.contact.word === 'closed'
      for (const camera of cameras) {
        if (!settings.views[camera.id]?.leaf || this.#told.get(camera.id) === shut) continue
        this.#told.set(camera.id, shut)
        tell(camera.id, shut)
      }
    }
  }
}
