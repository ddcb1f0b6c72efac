// A parcel whose person has moved out: whose it is then, and what it may (threats G16, T21).
import { type ActorId, type Parcel, weigh } from '@portico/core'

/** It bears a claim of this person's, or it is told to be his and others may read it. */
const isHeldBy = ({ told, claim }: Parcel, person: ActorId): boolean =>
  told.person === person && (!told.confidential || claim === 'household')

/** Something has still to be taken from this person. */
export const isOfPerson = (parts: readonly Parcel[], person: ActorId): boolean =>
  parts.some((part) => isHeldBy(part, person))

/** What was for his eyes alone stays so, and is then for nobody's: moving out reveals nothing. */
export function releasedPart(part: Parcel, person: ActorId): Parcel {
  if (part.told.person !== person) return part
  const told = part.told.confidential ? part.told : { ...part.told, person: null }
  return weigh({ ...part, claim: 'none', told })
}
