// Who may know what is in a parcel.
import type { Parcel } from './parcel.ts'

/** A confidential parcel is for its person alone; that it comes, and when, everybody may know. */
export const mayRead = (
  { confidential, person }: Pick<Parcel, 'confidential' | 'person'>,
  viewer: string | null,
): boolean => !confidential || (viewer !== null && viewer === person)
