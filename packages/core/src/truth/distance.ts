// How far from home a carrier says that it was: never told more exactly than a person needs to doubt a delivery.

/** Degrees, WGS 84. */
export interface GeoPosition {
  readonly lat: number
  readonly lon: number
}

const EARTH_M = 6_371_000
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Great circle by the haversine; good to half a percent. */
export function metresBetween(a: GeoPosition, b: GeoPosition): number {
  const [north, east] = [radians(b.lat - a.lat), radians(b.lon - a.lon)]
  const chord =
    Math.sin(north / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(east / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(chord)))
}

/**
 * Rounded down to one of these. Nearer than the first is no distance: couriers scan in the van, and a position between
 * houses is off by a street.
 */
export const APART_STEPS = [300, 500, 1_000, 2_000, 5_000, 10_000, 50_000, 100_000] as const

/** Metres in the steps above; null: it is as good as here, or one of them is no place on this earth. */
export function apartOf(home: GeoPosition, place: GeoPosition): number | null {
  if (!isPlace(home) || !isPlace(place)) return null
  const metres = metresBetween(home, place)
  return APART_STEPS.findLast((step) => metres >= step) ?? null
}

/** Nought and nought is what senders write who do not know. */
export const isPlace = ({ lat, lon }: GeoPosition): boolean =>
  Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && !(lat === 0 && lon === 0)
