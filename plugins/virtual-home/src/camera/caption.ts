// What the camera writes into its picture: date and time with tenths, its name, and that nothing here is real.
import type { WallTime } from '@portico/plugin-api'
import type { Canvas } from './canvas.ts'
import { GLYPH_HEIGHT, GLYPH_WIDTH, glyphs } from './glyphs.data.ts'

const INK = 232
const MARGIN = 4
/** How much the strip behind the letters darkens the picture. */
const STRIP = 0.45

const two = (value: number): string => String(value).padStart(2, '0')

/** `2026-11-23 14:31:44.3`, local time of the machine. */
export function clockText(wall: WallTime): string {
  const time = new Date(wall)
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-')
  const hour = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')
  return `${day} ${hour}.${Math.floor(time.getMilliseconds() / 100)}`
}

/** Writes along the lower edge: `left` at the left, `right` at the right. Unknown letters become spaces. */
export function writeCaption(canvas: Canvas, left: string, right: string): void {
  const [luma, blue, red] = canvas.planes
  const dot = Math.max(1, Math.round(canvas.scale * 0.8))
  const strip = dot * (GLYPH_HEIGHT + MARGIN)
  const top = luma.height - strip - (strip % 2)
  for (let i = top * luma.width; i < luma.bytes.length; i++)
    luma.bytes[i] = 16 + ((luma.bytes[i] ?? 0) - 16) * (1 - STRIP)
  for (const plane of [blue, red])
    for (let i = (top / 2) * plane.width; i < plane.bytes.length; i++)
      plane.bytes[i] = 128 + ((plane.bytes[i] ?? 0) - 128) * (1 - STRIP)
  const y = top + (dot * MARGIN) / 2
  const step = dot * (GLYPH_WIDTH + 1)
  writeText(canvas, left, { x: dot * MARGIN, y, dot })
  writeText(canvas, right, { x: luma.width - step * right.length - dot * (MARGIN - 1), y, dot })
}

interface Pen {
  readonly x: number
  readonly y: number
  readonly dot: number
}

function writeText({ planes: [luma] }: Canvas, text: string, { x, y, dot }: Pen): void {
  const pixel = (px: number, py: number): void => {
    if (px >= 0 && px < luma.width && py < luma.height) luma.bytes[py * luma.width + px] = INK
  }
  Array.from(text.toUpperCase()).forEach((letter, place) => {
    const rows = glyphs[letter] ?? []
    const left = Math.round(x + place * dot * (GLYPH_WIDTH + 1))
    rows.forEach((bits, row) => {
      for (let column = 0; column < GLYPH_WIDTH; column++) {
        if (!((bits >> (GLYPH_WIDTH - 1 - column)) & 1)) continue
        for (let i = 0; i < dot * dot; i++)
          pixel(left + column * dot + (i % dot), Math.round(y) + row * dot + Math.floor(i / dot))
      }
    })
  })
}
