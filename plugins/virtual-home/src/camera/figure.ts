// Draws a person of the world: walking in, walking away, carrying, or stooping.
import type { Instant } from '@portico/plugin-api'
import type { Person, Who } from '@portico/world'
import type { Canvas } from './canvas.ts'
import { arms, back, body, carriedParcel, dress, face, legs, shadow, stooping } from './figure.data.ts'
import type { Place } from './outline.ts'
import { type Shape, type ShapeData, draw, readShape } from './shape.ts'

const dressed = (parts: readonly ShapeData[], who: Who): readonly Shape[] => {
  const colours: Readonly<Record<string, string>> = dress[who]
  return parts.map(([path, paint, opacity]) => readShape([path, colours[paint] ?? paint, opacity ?? 1]))
}

interface Wardrobe {
  readonly front: readonly Shape[]
  readonly carrying: readonly Shape[]
  readonly back: readonly Shape[]
  readonly stooping: readonly Shape[]
}

const wardrobe = (who: Who): Wardrobe => ({
  front: dressed([...shadow, ...legs, ...body, ...arms, ...face], who),
  carrying: dressed([...shadow, ...legs, ...body, ...carriedParcel, ...arms, ...face], who),
  back: dressed([...shadow, ...legs, ...body, ...arms, ...back], who),
  stooping: dressed(stooping, who),
})

const wardrobes: Readonly<Record<Who, Wardrobe>> = {
  courier: wardrobe('courier'),
  resident: wardrobe('resident'),
  second: wardrobe('second'),
}

export interface Pose {
  readonly person: Person
  readonly place: Place
  readonly now: Instant
  /** Seen from behind. */
  readonly away: boolean
}

export function drawPerson(canvas: Canvas, { person, place, now, away }: Pose): void {
  const clothes = wardrobes[person.who]
  if (person.stoopsUntil !== null && now < person.stoopsUntil) return draw(canvas, clothes.stooping, place)
  // A slight up and down tells a walk from a slide.
  const bob = person.leg ? Math.abs(Math.sin(now / 130)) * 1.6 * place.scale : 0
  const at = { ...place, y: place.y - bob }
  if (away) return draw(canvas, clothes.back, at)
  draw(canvas, person.carries ? clothes.carrying : clothes.front, at)
}
