// What somebody draws in the view of a camera before it is saved: areas by their corners, as shares of the picture.
import type { AreasView } from '@portico/protocol'

export type Corner = readonly [x: number, y: number]
export type Area = readonly Corner[]

/** The leaf, the drop zone, or a mask by its place in the list. */
export type Place = 'leaf' | 'drop' | number

export interface Draft {
  readonly leaf: Area | null
  readonly drop: Area | null
  readonly masks: readonly Area[]
}

/** As many as the hub takes. */
export const CORNERS_MAX = 32
export const CORNERS_MIN = 3
export const MASKS_MAX = 8

/** Where an area begins: in the middle, where it can be taken hold of. */
const START: Area = [
  [0.35, 0.35],
  [0.65, 0.35],
  [0.65, 0.65],
  [0.35, 0.65],
]
/** Masks after each other do not lie on each other. */
const STEP = 0.04

/** What is to come true: masks that are being taken off are off already. */
export const draftOf = ({ leaf, drop, masks, pending }: AreasView): Draft => ({
  leaf,
  drop,
  masks: pending?.masks ?? masks,
})

export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Masks that hold and that this would take off, without anybody having asked for it yet. */
export const unmasked = ({ masks, pending }: AreasView, draft: Draft): number =>
  isSame(pending?.masks, draft.masks)
    ? 0
    : masks.filter((mask) => !draft.masks.some((each) => isSame(each, mask))).length

export const areaAt = (draft: Draft, place: Place): Area | null =>
  typeof place === 'number' ? (draft.masks[place] ?? null) : draft[place]

/** With another area there; null takes it away. */
export function withArea(draft: Draft, place: Place, area: Area | null): Draft {
  if (place === 'leaf' || place === 'drop') return { ...draft, [place]: area }
  const masks = draft.masks.flatMap((mask, n) => (n === place ? (area ? [area] : []) : [mask]))
  return { ...draft, masks: area && place >= draft.masks.length ? [...masks, area] : masks }
}

export const newArea = ({ masks }: Draft, place: Place): Area =>
  typeof place === 'number' ? START.map(([x, y]) => [x + STEP * masks.length, y]) : START

/** Shares are kept to a tenth of a percent: a picture has no finer points. */
const share = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 1_000) / 1_000

export const withCorner = (area: Area, n: number, [x, y]: Corner): Area =>
  area.map((corner, i) => (i === n ? [share(x), share(y)] : corner))

export const withoutCorner = (area: Area, n: number): Area =>
  area.length > CORNERS_MIN ? area.filter((_, i) => i !== n) : area

/** A corner more, in the middle of the longest edge. */
export function withMoreCorners(area: Area): Area {
  if (area.length >= CORNERS_MAX) return area
  const lengths = area.map(([x, y], i) => {
    const [nextX, nextY] = area[(i + 1) % area.length] ?? [x, y]
    return Math.hypot(nextX - x, nextY - y)
  })
  const at = lengths.indexOf(Math.max(...lengths))
  const [x, y] = area[at] ?? [0, 0]
  const [nextX, nextY] = area[(at + 1) % area.length] ?? [x, y]
  const middle: Corner = [share((x + nextX) / 2), share((y + nextY) / 2)]
  return [...area.slice(0, at + 1), middle, ...area.slice(at + 1)]
}

/** The drafts of before, newest last, bounded. */
export const UNDO_MAX = 50

export const placeName = (place: Place): string =>
  place === 'leaf' ? 'The leaf' : place === 'drop' ? 'The drop zone' : `Mask ${place + 1}`

export const placeMeaning = (place: Place): string =>
  place === 'leaf'
    ? 'The leaf of the door while it is shut: its picture is compared with how it looks now, and people are counted here.'
    : place === 'drop'
      ? 'Where parcels are set down: what appears or vanishes here is told.'
      : 'Black in every picture. A masked camera gives single pictures: no live view, no film.'
