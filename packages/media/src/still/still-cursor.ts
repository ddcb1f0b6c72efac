// Where the last still ended: the next one of the same group is decoded on from there, and one of the same picture not
// again. Ten screens that ask for a picture of now within a second cost one decoded group.
import { type Decoded, type H264Decoder, type H264Run, isTooLarge } from './h264-decoder.ts'

/** Which group of pictures a still is of. */
export interface GroupPlace {
  readonly camera: string
  /** When its key picture was taken, in hub time. */
  readonly begins: number
}

interface Position {
  readonly place: GroupPlace
  /** Pictures decoded. */
  readonly count: number
  readonly run: H264Run
  readonly picture: Decoded
}

/** Holds one decoder and one picture, of whatever camera was asked for last. */
export class StillCursor {
  readonly #decoder: Pick<H264Decoder, 'begin'>
  #position: Position | null = null

  constructor(decoder: Pick<H264Decoder, 'begin'>) {
    this.#decoder = decoder
  }

  /** The last picture of a group that begins with a key picture; null when it cannot be decoded. */
  decodeLast(units: readonly Uint8Array[], place: GroupPlace): Decoded | null {
    if (units.some(isTooLarge)) return null
    const known = this.#take(place, units.length)
    if (known?.count === units.length) {
      this.#position = known
      return known.picture
    }
    const run = known?.run ?? this.#decoder.begin(units[0])
    if (!run) return null
    let picture: Decoded | null = null
    for (let at = known?.count ?? 0; at < units.length; at += 1) {
      const unit = units[at]
      picture = unit ? run.push(unit, at === units.length - 1) : null
    }
    if (picture) this.#position = { place, count: units.length, run, picture }
    else run[Symbol.dispose]()
    return picture
  }

  /** What is known of this group, to go on from; anything else is let go. */
  #take({ camera, begins }: GroupPlace, upTo: number): Position | null {
    const known = this.#position
    this.#position = null
    if (!known) return null
    const { place, count, run } = known
    if (place.camera === camera && place.begins === begins && count <= upTo) return known
    run[Symbol.dispose]()
    return null
  }
}
