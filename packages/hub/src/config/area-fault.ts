// When a list of points is an area: it encloses something, and its outline does not cross itself, since of one that does
// nobody can say what lies inside.
import type { Area } from '@portico/ports'

/** Smaller areas hold no point of a small picture that could be judged, share of the picture. */
const AREA_MIN = 0.002

/** What is wrong with it, and what to do; null: nothing. Corners are shares of width and height. */
export function areaFault(area: Area): string | null {
  if (crossesItself(area))
    return 'crosses its own outline: name its corners one after the other, around what it encloses'
  if (sizeOf(area) >= AREA_MIN) return null
  return 'encloses nothing: name its corners one after the other, as shares of width and height from 0 to 1'
}

/** Share of the picture (shoelace formula). */
function sizeOf(area: Area): number {
  const double = area.reduce((sum, [x, y], i) => {
    const [x0, y0] = area.at(i - 1) ?? [x, y]
    return sum + x0 * y - x * y0
  }, 0)
  return Math.abs(double) / 2
}

type Point = Area[number]

/** On which side of the line from `a` to `b` the point lies: above 0, below 0, or on it. */
const side = (a: Point, b: Point, [x, y]: Point): number =>
  Math.sign((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]))

/** Two edges without a common corner that meet in a point inside of both. */
function crossesItself(area: Area): boolean {
  const edges = area.map((to, i): readonly [Point, Point] => [area.at(i - 1) ?? to, to])
  return edges.some(([a, b], i) =>
    edges
      .slice(i + 2)
      .some(([c, d]) => side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0),
  )
}
