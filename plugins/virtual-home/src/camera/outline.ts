// Outlines: the closed rings of an SVG path, flattened, and moved to where they are drawn.

/** One ring: x, y, x, y … in units of the drawing; its last point joins its first. */
export type Ring = Float32Array
export type Outline = readonly Ring[]

/** Pieces a curve is cut into. */
const CURVE_STEPS = 8

interface Pen {
  readonly rings: number[][]
  ring: number[]
  x: number
  y: number
}

/** Reads a path of M, L, H, V, C and Z, as in SVG, absolute or relative. Our own data: what is wrong throws. */
export function readPath(data: string): Outline {
  const words = data.match(/[a-z]|-?(?:\d+\.?\d*|\.\d+)/gi) ?? []
  const pen: Pen = { rings: [], ring: [], x: 0, y: 0 }
  let command = 'M'
  let at = 0
  const next = (): number => {
    const value = Number(words[at++])
    if (Number.isNaN(value)) throw new Error(`path ${data}: a number is missing`)
    return value
  }
  while (at < words.length) {
    const word = words[at] ?? ''
    if (/[a-z]/i.test(word)) {
      command = word
      at += 1
    }
    stroke(pen, command, next)
    if (command === 'M') command = 'L'
    if (command === 'm') command = 'l'
  }
  if (pen.ring.length > 0) pen.rings.push(pen.ring)
  return pen.rings.map((ring) => Float32Array.from(ring))
}

function stroke(pen: Pen, command: string, next: () => number): void {
  const relative = command === command.toLowerCase()
  const x = (): number => next() + (relative ? pen.x : 0)
  const y = (): number => next() + (relative ? pen.y : 0)
  switch (command.toUpperCase()) {
    case 'M':
      if (pen.ring.length > 0) pen.rings.push(pen.ring)
      pen.ring = []
      return point(pen, x(), y())
    case 'L':
      return point(pen, x(), y())
    case 'H':
      return point(pen, x(), pen.y)
    case 'V':
      return point(pen, pen.x, y())
    case 'C':
      return curve(pen, [x(), y(), x(), y(), x(), y()])
    case 'Z':
      if (pen.ring.length > 0) pen.rings.push(pen.ring)
      pen.x = pen.ring[0] ?? pen.x
      pen.y = pen.ring[1] ?? pen.y
      pen.ring = []
      return
    default:
      throw new Error(`no path command ${command}`)
  }
}

function point(pen: Pen, x: number, y: number): void {
  pen.x = x
  pen.y = y
  pen.ring.push(x, y)
}

/** A cubic Bézier curve from where the pen is. */
function curve(pen: Pen, [x1, y1, x2, y2, x3, y3]: [number, number, number, number, number, number]): void {
  const { x: x0, y: y0 } = pen
  for (let i = 1; i <= CURVE_STEPS; i++) {
    const t = i / CURVE_STEPS
    const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3]
    point(pen, a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3)
  }
}

/** An ellipse as a ring of 28 points. */
export function ellipse(cx: number, cy: number, radius: readonly [number, number]): Outline {
  const points = Array.from({ length: 28 }, (_, i) => (i / 28) * 2 * Math.PI)
  return [
    Float32Array.from(points.flatMap((a) => [cx + radius[0] * Math.cos(a), cy + radius[1] * Math.sin(a)])),
  ]
}

export interface Place {
  readonly x: number
  readonly y: number
  readonly scale: number
}

export const placed = (outline: Outline, { x, y, scale }: Place): Outline =>
  outline.map((ring) => ring.map((value, i) => value * scale + (i % 2 === 0 ? x : y)))
