// Who passes the door, seen from outside: what moves is followed from place to place, and counted when its way begins
// before the leaf and ends in the doorway, or the other way round (threats G13). Two who pass as one are one to it.
import type { Area } from '@portico/ports'
import { SMALL_HEIGHT, SMALL_WIDTH, type SmallPicture } from './small-picture.ts'
import { maskOf } from './zone.ts'

const CELL = 5
const ACROSS = SMALL_WIDTH / CELL
const DOWN = SMALL_HEIGHT / CELL
/** Change of a point between two looks that is no noise. */
const STEP_MIN = 14
/** Share of a cell's points that change when something moves in it. */
const CELL_SHARE = 0.25
/** Cells of somebody, at least, and of a part of him. */
const BLOB_MIN = 5
const PART_MIN = 3
/** Width of a body that stands before the door, cells. */
const BODY_WIDTH = 5
/** More of the picture than this moves when the light is switched or the camera is touched: nobody walks like that. */
const ALL_MOVES = 0.5
/** How far somebody gets between two looks, cells. */
const REACH = 5
/** A track that was not seen for so long has stopped or gone, ms. */
const LOST_MS = 800
/** Way of somebody who passes, cells: a quarter of the picture's height and more. */
const WAY_MIN = 5
/** Looks of a track, at least. */
const LOOKS_MIN = 4
/** Looks further apart than this may have missed somebody, ms. */
const GAP_MS = 500
const TRACKS_MAX = 6

const SURE = 0.9
const UNSURE = 0.4

interface Blob {
  readonly x: number
  readonly y: number
  /** Share of its cells that lie in the doorway. */
  readonly inDoorway: number
}

interface Track {
  readonly first: Blob
  last: Blob
  seen: number
  looks: number
  isSure: boolean
}

export class PeopleCount {
  readonly #doorway: Uint8Array
  #before: { readonly luma: Uint8Array; readonly at: number } | null = null
  #tracks: Track[] = []
  #in = 0
  #out = 0
  #isSure = true

  constructor(leaf: Area) {
    this.#doorway = maskOf(leaf, ACROSS, DOWN)
  }

  get count(): { readonly in: number; readonly out: number; readonly confidence: number } {
    return { in: this.#in, out: this.#out, confidence: this.#isSure ? SURE : UNSURE }
  }

  /** A visit begins. */
  begin(): void {
    this.#before = null
    this.#tracks = []
    this.#in = 0
    this.#out = 0
    this.#isSure = true
  }

  /** True when the count is another one now. */
  see({ luma }: SmallPicture, at: number): boolean {
    const before = this.#before
    this.#before = { luma, at }
    if (!before) return false
    const moving = movingCells(before.luma, luma)
    const share = moving.reduce((sum, cell) => sum + cell, 0) / moving.length
    const blobs = share > ALL_MOVES ? [] : this.#blobsOf(moving)
    const isBlind = share > ALL_MOVES || at - before.at > GAP_MS
    for (const track of this.#tracks) track.isSure &&= !isBlind
    this.#follow(blobs, at)
    return this.#endLost(at)
  }

  #follow(blobs: readonly Blob[], at: number): void {
    const free = new Set(this.#tracks)
    for (const blob of blobs) {
      const [nearest] = [...free]
        .map((track) => ({ track, far: Math.hypot(track.last.x - blob.x, track.last.y - blob.y) }))
        .filter(({ far }) => far <= REACH)
        .toSorted((a, b) => a.far - b.far)
      if (!nearest) {
        if (this.#tracks.length < TRACKS_MAX)
          this.#tracks.push({ first: blob, last: blob, seen: at, looks: 1, isSure: true })
        continue
      }
      const { track } = nearest
      free.delete(track)
      track.last = blob
      track.seen = at
      track.looks += 1
    }
    // Two that come close may have become one, and which of them went on is a guess.
    for (const lost of [...free].filter(isWalk))
      for (const track of this.#tracks.filter(isWalk))
        if (track !== lost && Math.hypot(track.last.x - lost.last.x, track.last.y - lost.last.y) < REACH)
          track.isSure = false
  }

  #endLost(at: number): boolean {
    const over = this.#tracks.filter(({ seen }) => at - seen > LOST_MS)
    this.#tracks = this.#tracks.filter((track) => !over.includes(track))
    let passed = false
    for (const { first, last, isSure } of over.filter(isWalk)) {
      if (isOutside(first) && isThere(last)) this.#in += 1
      else if (isThere(first) && isOutside(last)) this.#out += 1
      else continue
      this.#isSure &&= isSure
      passed = true
    }
    return passed
  }

  /** Somebody in one colour moves at both rims alone: what is side by side within a body's width is one. */
  #blobsOf(moving: Uint8Array): Blob[] {
    const left = Uint8Array.from(moving)
    const parts: (readonly number[])[] = []
    for (let start = 0; start < left.length; start += 1) if (left[start] === 1) parts.push(flood(left, start))
    return joined(parts.filter(({ length }) => length >= PART_MIN))
      .filter(({ length }) => length >= BLOB_MIN)
      .map((cells) => {
        const [x, y] = [cells.map(acrossOf), cells.map(downOf)]
        const inside = cells.filter((cell) => this.#doorway[cell] === 1).length
        return { x: mean(x), y: mean(y), inDoorway: inside / cells.length }
      })
  }
}

const acrossOf = (cell: number): number => cell % ACROSS
const downOf = (cell: number): number => Math.floor(cell / ACROSS)

/** Parts that belong to one body, put together; each part is looked at once more when one was. */
function joined(parts: readonly (readonly number[])[]): (readonly number[])[] {
  const bodies: (readonly number[])[] = []
  for (const part of parts) {
    const own = bodies.filter((body) => areSideBySide(body, part))
    for (const body of own) bodies.splice(bodies.indexOf(body), 1)
    bodies.push([...own.flat(), ...part])
  }
  return bodies
}

function areSideBySide(one: readonly number[], other: readonly number[]): boolean {
  const [left, right] = [one.map(acrossOf), other.map(acrossOf)]
  const gap =
    Math.max(Math.min(...left), Math.min(...right)) - Math.min(Math.max(...left), Math.max(...right))
  const [top, bottom] = [one.map(downOf), other.map(downOf)]
  const common =
    Math.min(Math.max(...top), Math.max(...bottom)) - Math.max(Math.min(...top), Math.min(...bottom))
  return gap <= BODY_WIDTH && common >= 0
}

/** Most of somebody is in the doorway: the frame hides no more than that of who stands before it. */
const isThere = ({ inDoorway }: Blob): boolean => inDoorway >= 0.6

/** The leaf itself swings through the rim of what was drawn. */
const isOutside = ({ inDoorway }: Blob): boolean => inDoorway <= 0.1

const isWalk = ({ first, last, looks }: Track): boolean =>
  looks >= LOOKS_MIN && Math.hypot(last.x - first.x, last.y - first.y) >= WAY_MIN

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

function movingCells(old: Uint8Array, fresh: Uint8Array): Uint8Array {
  const counts = new Uint8Array(ACROSS * DOWN)
  for (let y = 0; y < SMALL_HEIGHT; y += 1)
    for (let x = 0; x < SMALL_WIDTH; x += 1) {
      const at = y * SMALL_WIDTH + x
      if (Math.abs((fresh[at] ?? 0) - (old[at] ?? 0)) < STEP_MIN) continue
      const cell = Math.floor(y / CELL) * ACROSS + Math.floor(x / CELL)
      counts[cell] = (counts[cell] ?? 0) + 1
    }
  return counts.map((count) => (count >= CELL_SHARE * CELL ** 2 ? 1 : 0))
}

/** Takes the cells that hang together with this one away, and returns them. */
function flood(cells: Uint8Array, start: number): number[] {
  const found = [start]
  cells[start] = 0
  for (let i = 0; i < found.length; i += 1) {
    const cell = found[i] ?? 0
    const [x, y] = [cell % ACROSS, Math.floor(cell / ACROSS)]
    for (let dy = -1; dy <= 1; dy += 1)
      for (let dx = -1; dx <= 1; dx += 1) {
        const next = (y + dy) * ACROSS + x + dx
        if (x + dx < 0 || x + dx >= ACROSS || y + dy < 0 || y + dy >= DOWN || cells[next] !== 1) continue
        cells[next] = 0
        found.push(next)
      }
  }
  return found
}
