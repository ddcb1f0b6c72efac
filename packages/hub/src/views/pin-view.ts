// A PIN as whoever made it sees it: never its digits.
import type { PinView } from '@portico/protocol'
import type { KeptPin } from '../faces/pin.ts'

export const pinView = ({
  id,
  name,
  person,
  doors,
  hours,
  until,
  by,
  keeper,
  since,
  lastUsed,
}: KeptPin): PinView => ({
  id,
  name,
  person,
  doors: doors && [...doors],
  hours: hours && hours.map((span) => ({ ...span, days: [...span.days] })),
  until,
  face: keeper === null ? null : by,
  since,
  lastUsed,
})
