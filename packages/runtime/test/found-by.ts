// A search without anybody between its steps.
import type { Parcel } from '@portico/core'
import type { ParcelLook } from '../src/parcel-search.ts'

export function foundBy(look: ParcelLook): readonly Parcel[] {
  for (;;) {
    const step = look.next()
    if (step.done === true) return step.value
  }
}
