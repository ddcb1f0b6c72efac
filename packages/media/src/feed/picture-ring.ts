// The newest pictures of a camera in memory, in whole groups that begin with a key picture. Both time and bytes are
// bounded.
import type { Instant } from '@portico/core'
import { type Picture, bytesOf } from './picture.ts'

export interface RingLimits {
  /** How far back pictures are kept, ms; the group that reaches over the edge is kept whole. */
  readonly horizonMs: number
  readonly bytesMax: number
}

interface Group {
  readonly pictures: Picture[]
  bytes: number
}

export class PictureRing {
  #limits: RingLimits
  #groups: Group[] = []
  #bytes = 0

  constructor(limits: RingLimits) {
    this.#limits = limits
  }

  /** Payload held, bytes. */
  get bytes(): number {
    return this.#bytes
  }

  get newest(): Picture | null {
    return this.#groups.at(-1)?.pictures.at(-1) ?? null
  }

  /** Indoor cameras remember only while they film. */
  setHorizon(horizonMs: number): void {
    this.#limits = { ...this.#limits, horizonMs }
    this.#trim()
  }

  /** A picture before the first key picture is not kept: nobody could decode it. */
  push(picture: Picture): void {
    const bytes = bytesOf(picture.nals)
    const open = this.#groups.at(-1)
    if (picture.key) this.#groups.push({ pictures: [picture], bytes })
    else if (open) {
      open.pictures.push(picture)
      open.bytes += bytes
    } else return
    this.#bytes += bytes
    this.#trim()
  }

  /** From the newest key picture taken at `at` or before; from the oldest one kept when all are later. */
  from(at: Instant): Picture[] {
    const first = this.#groups.findLastIndex(({ pictures }) => (pictures[0]?.captured ?? Infinity) <= at)
    return this.#groups.slice(Math.max(0, first)).flatMap(({ pictures }) => pictures)
  }

  /** The newest key picture taken at `to` or before and all that followed it up to then; empty when there is none. */
  groupUpTo(to: Instant): Picture[] {
    const group = this.#groups.findLast(({ pictures }) => (pictures[0]?.captured ?? Infinity) <= to)
    return group?.pictures.filter(({ captured }) => captured <= to) ?? []
  }

  clear(): void {
    this.#groups = []
    this.#bytes = 0
  }

  #trim(): void {
    const newest = this.newest
    if (!newest) return
    const edge = newest.captured - this.#limits.horizonMs
    // A group may go when the one after it already reaches back over the edge.
    while (this.#groups.length > 1 && (this.#groups[1]?.pictures[0]?.captured ?? Infinity) <= edge)
      this.#drop()
    while (this.#bytes > this.#limits.bytesMax && this.#groups.length > 0) this.#drop()
  }

  #drop(): void {
    this.#bytes -= this.#groups.shift()?.bytes ?? 0
  }
}
