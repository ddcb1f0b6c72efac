// Which pictures people were shown and when they were captured: an approval names the one it is for (threats T12).
import type { DoorId, Instant } from '@portico/core'

const KEPT = 128

export class ShownPictures {
  readonly #shown = new Map<string, Instant>()

  note(door: DoorId, sha256: string, captured: Instant): void {
    this.#shown.set(`${door} ${sha256}`, captured)
    const [oldest] = this.#shown.keys()
    if (this.#shown.size > KEPT && oldest !== undefined) this.#shown.delete(oldest)
  }

  /** Null when nobody was shown this picture of this door. */
  capturedOf(door: DoorId, sha256: string): Instant | null {
    return this.#shown.get(`${door} ${sha256}`) ?? null
  }
}
