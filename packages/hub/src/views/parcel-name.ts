// What a parcel is called before whoever looks: a confidential one by its last four alone.
import { type Parcel, mayRead } from '@portico/core'

export const parcelName = (parcel: Parcel, viewer: string | null): string =>
  (mayRead(parcel, viewer) ? parcel.title : null) ?? `Parcel ending ${parcel.number.slice(-4)}`
