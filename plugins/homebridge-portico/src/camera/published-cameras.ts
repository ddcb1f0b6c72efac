// Cameras that Homebridge has published. It takes none back while it runs, and ends when one is published a second time: a
// camera that was shown once stays, whatever becomes of its door, and shows nothing that the hub does not give.
import type { DoorbellCamera } from './doorbell-camera.ts'

export class PublishedCameras implements Disposable {
  readonly #cameras = new Map<string, DoorbellCamera>()

  /** The one that is there, else the one that `publish` makes. */
  of(camera: string, publish: () => DoorbellCamera): DoorbellCamera {
    const known = this.#cameras.get(camera)
    if (known) return known
    const made = publish()
    this.#cameras.set(camera, made)
    return made
  }

  /** Homebridge ends. */
  [Symbol.dispose](): void {
    for (const camera of this.#cameras.values()) camera[Symbol.dispose]()
    this.#cameras.clear()
  }
}
