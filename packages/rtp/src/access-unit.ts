// One picture as it came over the network, and putting NALs together to pictures. A picture begins with another time,
// a delimiter, or a slice that says so (`first_mb_in_slice` 0): many cameras send several slices per picture, some with
// their parameter sets before each of them, and cutting there would show half a picture.
import type { ParameterSetKeeper, ParameterSets } from './parameter-sets.ts'
import { type NalGrammar, type NalRole, nalGrammar } from './video-codec.ts'

export interface AccessUnit {
  /** Slices and what stands with them, without parameter sets and delimiters. Views: not to be changed. */
  readonly nals: readonly Uint8Array[]
  /** What the picture was made with. */
  readonly parameters: ParameterSets
  /** Decodable by itself (IDR; of H.265 any random access picture). */
  readonly key: boolean
  /** Something of it is missing: neither it nor what follows up to the next key picture shows the truth. */
  readonly damaged: boolean
  /** RTP time without wrapping, in ticks of 1/90000 s; it goes on only within one time line. */
  readonly rtpTime: number
  /** First picture of a new time line: a new connection, another sender, or a clock that jumped. */
  readonly restarted: boolean
  /** When its last byte came, ms of the monotonic clock given. */
  readonly arrived: number
  /** When the camera says it was taken, Unix ms of the camera's clock; null before its first sender report. */
  readonly capturedWallMs: number | null
}

/** A picture without its times. */
export interface Assembled {
  readonly nals: readonly Uint8Array[]
  readonly parameters: ParameterSets
  readonly key: boolean
  readonly damaged: boolean
  /** RTP time as it came, 32 bit. */
  readonly timestamp: number
}

/** A 4K key frame is about 1 MB; more is garbage. */
const UNIT_BYTES_MAX = 4 * 1024 * 1024
const UNIT_NALS_MAX = 512

interface Open {
  readonly timestamp: number
  nals: Uint8Array[]
  /** Came behind slices: of this picture if more slices of it follow, else of the next one. */
  behind: Uint8Array[]
  bytes: number
  slices: number
  key: boolean
  damaged: boolean
}

const isSlice = (role: NalRole): boolean => role === 'slice' || role === 'key-slice'

export class AccessUnitAssembler {
  readonly #parameters: ParameterSetKeeper
  readonly #grammar: NalGrammar
  readonly #emit: (unit: Assembled) => void
  #open: Open | null = null
  /** Damage of a picture of which nothing came: the next one has to tell it. */
  #carried = false
  /** Time stamp of the picture that a marker ended. */
  #marked: number | null = null
  #trustMarker = true

  constructor(parameters: ParameterSetKeeper, emit: (unit: Assembled) => void) {
    this.#parameters = parameters
    this.#grammar = nalGrammar[parameters.codec]
    this.#emit = emit
  }

  push(nal: Uint8Array, timestamp: number): void {
    const role = this.#grammar.roleOf(nal)
    const slice = isSlice(role)
    const starts = slice && this.#grammar.startsPicture(nal)
    if (slice && this.#marked === timestamp && !starts) this.#trustMarker = false
    const before = this.#open
    let ahead: Uint8Array[] = []
    if (before && before.timestamp !== timestamp) this.close()
    else if (before && before.slices > 0 && role === 'delimiter') this.close()
    else if (before && before.slices > 0 && starts) {
      ahead = before.behind
      before.behind = []
      this.close()
    }
    const unit = (this.#open ??= this.#begin(timestamp))
    if (role === 'delimiter') return
    if (!slice && unit.slices > 0) {
      if (unit.behind.length < UNIT_NALS_MAX) unit.behind.push(nal)
      return
    }
    for (const one of [...ahead, ...unit.behind, nal]) this.#add(unit, one)
    unit.behind = []
  }

  /** Something of the picture with this time stamp, or between it and the one before, did not come. */
  damage(timestamp: number): void {
    if (this.#open && this.#open.timestamp !== timestamp) {
      this.#open.damaged = true
      this.close()
    }
    this.#open ??= this.#begin(timestamp)
    this.#open.damaged = true
  }

  /** The packet with the marker was the last of its picture; not believed of cameras that set it on each slice. */
  marker(): void {
    if (!this.#trustMarker || !this.#open || this.#open.slices === 0) return
    this.#marked = this.#open.timestamp
    this.close()
  }

  /** Ends the open picture, if there is one. */
  close(): void {
    const open = this.#open
    this.#open = null
    if (!open) return
    const parameters = this.#parameters.current
    if (open.slices === 0 || !parameters) this.#carried ||= open.damaged
    else {
      this.#carried = false
      const { nals, key, damaged, timestamp } = open
      this.#emit({ nals, parameters, key, damaged, timestamp })
    }
    for (const nal of open.behind) this.#parameters.take(nal)
  }

  #begin(timestamp: number): Open {
    return { timestamp, nals: [], behind: [], bytes: 0, slices: 0, key: false, damaged: this.#carried }
  }

  #add(unit: Open, nal: Uint8Array): void {
    const role = this.#grammar.roleOf(nal)
    if (role === 'parameters') {
      this.#parameters.take(nal)
      return
    }
    if (unit.bytes + nal.length > UNIT_BYTES_MAX || unit.nals.length >= UNIT_NALS_MAX) {
      unit.damaged = true
      return
    }
    const slice = isSlice(role)
    if (slice && unit.slices === 0 && !this.#grammar.startsPicture(nal)) unit.damaged = true
    unit.nals.push(nal)
    unit.bytes += nal.length
    if (!slice) return
    unit.slices += 1
    unit.key ||= role === 'key-slice'
  }
}
