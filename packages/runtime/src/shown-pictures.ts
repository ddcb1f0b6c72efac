// Which pictures each person was shown and when they were captured: an approval names the one it is for (threats T12).
// What somebody else, a display or a script saw counts for nobody.
import type { DoorId, Instant } from '@portico/core'

/** Of all people together; a hand full of pictures lies within the 3 s in which one may be named. */
const KEPT = 512

export interface ShownPicture {
  /** Opaque id of the person. */
  readonly to: string
  readonly door: DoorId
  readonly sha256: string
}

const keyOf = ({ to, door, sha256 }: ShownPicture): string => `${to} ${door} ${sha256}`

export class ShownPictures {
  readonly #shown = new Map<string, Instant>()

  note(picture: ShownPicture, captured: Instant): void {
    this.#shown.set(keyOf(picture), captured)
    const [oldest] = this.#shown.keys()
    if (this.#shown.size > KEPT && oldest !== undefined) this.#shown.delete(oldest)
  }

  /** Null when this person was never shown this picture of this door. */
  capturedOf(picture: ShownPicture): Instant | null {
    return this.#shown.get(keyOf(picture)) ?? null
  }
}
