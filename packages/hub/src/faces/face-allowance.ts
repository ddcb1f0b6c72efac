// What more or less a face may: rights and doors weighed against each other.
import type { FaceRight } from '@portico/protocol'
import type { FaceAllowance } from './face.ts'

/** Those by which a door is opened, sooner or later. */
const opening: ReadonlySet<FaceRight> = new Set(['approve', 'open', 'codes'])

/** What both allow. */
export const narrower = (one: FaceAllowance, other: FaceAllowance): FaceAllowance => ({
  rights: one.rights.filter((right) => other.rights.includes(right)),
  doors:
    one.doors === null || other.doors === null
      ? (one.doors ?? other.doors)
      : one.doors.filter((door) => other.doors?.includes(door)),
})

/** The wished one would let a door be opened, or codes be made, where it may not now. */
export function isLooser(now: FaceAllowance, wished: FaceAllowance): boolean {
  const wide = wished.rights.filter((right) => opening.has(right))
  if (wide.some((right) => !now.rights.includes(right))) return true
  const { doors } = now
  if (wide.length === 0 || doors === null) return false
  return wished.doors === null || wished.doors.some((door) => !doors.includes(door))
}
