// The cameras of this Homebridge, each shown as long as a door wishes it. What the hub takes away goes at once, and one that
// comes back is the same accessory with its pairing.
import type { DoorbellCamera } from './doorbell-camera.ts'

interface Kept {
  readonly doorbell: DoorbellCamera
  /** Doors that wish it. */
  readonly doors: Set<string>
}

export class PublishedCameras implements Disposable {
  readonly #cameras = new Map<string, Kept>()

  /** It stands in HomeKit from now on: the one that was there before, else the one that `make` makes. */
  show(camera: string, door: string, make: () => DoorbellCamera): DoorbellCamera {
    const kept = this.#cameras.get(camera) ?? { doorbell: make(), doors: new Set() }
    this.#cameras.set(camera, kept)
    kept.doors.add(door)
    kept.doorbell.show()
    return kept.doorbell
  }

  /** That door wishes it no longer. */
  hide(camera: string, door: string): void {
    const kept = this.#cameras.get(camera)
    kept?.doors.delete(door)
    if (kept?.doors.size === 0) kept.doorbell.hide()
  }

  /** Homebridge ends, and takes away what it published itself. */
  [Symbol.dispose](): void {
    for (const { doorbell } of this.#cameras.values()) doorbell[Symbol.dispose]()
    this.#cameras.clear()
  }
}
